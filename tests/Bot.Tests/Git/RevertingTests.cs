using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

public sealed class RevertingTests : GitTest
{
    [Fact]
    public async Task A_merge_is_taken_back_and_what_came_after_it_stays()
    {
        var landed = await Land(1, ("a.txt", "1\n2\nbad\n4\n5\n"), ("bad.txt", "bad\n"));
        await Land(2, ("good.txt", "good\n"));

        var revert = await Revert(GitTown.Landed(1, landed));

        Assert.Equal("README.md\na.txt\nb.txt\ngood.txt", await Town.AskMirror("ls-tree", "--name-only", revert.Hex));
        Assert.Equal("1\n2\n3\n4\n5", await Town.AskMirror("cat-file", "blob", revert.Hex + ":a.txt"));
        Assert.Equal((await Town.Where("refs/heads/main"))!.Value.Hex, await Town.AskMirror("rev-parse", revert.Hex + "^"));
        Assert.Equal(
            $"Revert \"Work 1\" (#1)\n\nThis reverts commit {landed}.",
            await Town.AskMirror("show", "--no-patch", "--format=%B", revert.Hex)
        );
    }

    [Fact]
    public async Task It_is_what_git_revert_makes()
    {
        var landed = await Land(1, ("a.txt", "1\n2\nbad\n4\n5\n"), ("b.txt", null), ("moved.txt", "b\n"));
        await Land(2, ("a.txt", "1\n2\nbad\n4\n5\n6\n"));
        var tree = Path.Combine(Path.GetDirectoryName(Town.Server)!, "tree");
        await Town.AskServer("worktree", "add", "--quiet", "--detach", tree, "main");
        await Town.AskServer(
            $"--git-dir={Town.Server}/worktrees/tree",
            $"--work-tree={tree}",
            "-c",
            "user.name=x",
            "-c",
            "user.email=x",
            "revert",
            "--no-edit",
            "-m",
            "1",
            landed.Hex
        );

        var revert = await Revert(GitTown.Landed(1, landed));

        Assert.Equal(await Town.AskServer("rev-parse", "worktrees/tree/HEAD^{tree}"), await Tree(revert));
    }

    [Fact]
    public async Task Several_are_taken_back_newest_first_one_commit_each()
    {
        var one = await Land(1, ("a.txt", "1\n2\none\n4\n5\n"));
        await Land(2, ("good.txt", "good\n"));
        var three = await Land(3, ("a.txt", "1\n2\nthree\n4\n5\n"));

        var revert = await Revert(GitTown.Landed(3, three), GitTown.Landed(1, one));

        Assert.Equal("1\n2\n3\n4\n5", await Town.AskMirror("cat-file", "blob", revert.Hex + ":a.txt"));
        Assert.Equal("Revert \"Work 1\" (#1)\nRevert \"Work 3\" (#3)", await Town.AskMirror("log", "--format=%s", "main.." + revert.Hex));
    }

    [Fact]
    public async Task One_that_later_work_stands_on_is_refused_with_the_paths()
    {
        var one = await Land(1, ("a.txt", "1\n2\none\n4\n5\n"));
        await Land(2, ("a.txt", "1\n2\ntwo\n4\n5\n"));
        await Fetch();

        var refused = Assert.IsType<Answer<Sha>.Refused>(await Compose(GitTown.Landed(1, one)));

        Assert.Equal("#1 cannot be taken back by itself: it conflicts in a.txt", refused.Why);
    }

    [Fact]
    public async Task Of_one_that_was_taken_back_already_nothing_is_left_to_take_back()
    {
        var one = await Land(1, ("a.txt", "1\n2\none\n4\n5\n"));
        var back = await Land(2, ("a.txt", "1\n2\n3\n4\n5\n"));

        Assert.Equal(back, await Revert(GitTown.Landed(1, one)));
    }

    [Fact]
    public async Task The_same_on_the_same_commit_is_the_same_commit_also_when_the_base_has_moved()
    {
        var landed = await Land(1, ("bad.txt", "bad\n"));
        var revert = await Revert(GitTown.Landed(1, landed));
        await Land(2, ("good.txt", "good\n"));

        var again = await Town.Mirrors.ComposeRevert(Town.Repo, GitTown.RevertOf(GitTown.Landed(1, landed)), landed, Stop);

        Assert.Equal(revert, Assert.IsType<Answer<Sha>.Made>(again).Value);
        Assert.NotEqual(revert, await Revert(GitTown.Landed(1, landed)));
    }

    [Fact]
    public async Task A_squashed_commit_is_taken_back_too()
    {
        var squashed = await Town.Commit("main", Main, "Work 1 (#1)", ("bad.txt", "bad\n"));

        var revert = await Revert(GitTown.Landed(1, squashed));

        Assert.Equal(await Tree(Main), await Tree(revert));
    }

    [Fact]
    public async Task Commits_that_were_rebased_onto_the_base_are_taken_back_all_together()
    {
        var first = await Town.Commit("main", Main, "Begin", ("bad.txt", "bad\n"), ("a.txt", "1\n2\nbegun\n4\n5\n"));
        var last = await Town.Commit("main", first, "End", ("a.txt", "1\n2\nended\n4\n5\n"));

        var revert = await Revert(GitTown.Landed(1, last) with { From = Main });

        Assert.Equal(await Tree(Main), await Tree(revert));
        Assert.Equal(last.Hex, await Town.AskMirror("rev-parse", revert.Hex + "^"));
    }

    private async Task<Sha> Land(int number, params (string Path, string? Text)[] files)
    {
        var main = (await Town.Where("refs/heads/main"))!.Value;
        var head = await Town.Pull(number, main, files);
        await Fetch();
        var composed = await Town.Mirrors.Compose(
            Town.Repo,
            Town.Candidate(main, new Flow.Queue.Member(number, head, "Work", "ann")),
            Stop
        );
        Assert.IsType<PushAnswer.Done>(await Town.Mirrors.Push(Town.Repo, "main", composed.Candidate!.Value, main, Stop));
        return composed.Candidate.Value;
    }

    private async Task<Sha> Revert(params LandedPull[] pulls)
    {
        await Fetch();
        return Assert.IsType<Answer<Sha>.Made>(await Compose(pulls)).Value;
    }

    private async Task<Answer<Sha>> Compose(params LandedPull[] pulls) =>
        await Town.Mirrors.ComposeRevert(Town.Repo, GitTown.RevertOf(pulls), (await Town.Where("refs/heads/main"))!.Value, Stop);
}
