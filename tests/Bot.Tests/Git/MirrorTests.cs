using Sluice.Bot.Git;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

public sealed class MirrorTests : GitTest
{
    [Fact]
    public async Task Before_the_first_fetch_the_mirror_is_empty()
    {
        Assert.Null(await Town.Mirrors.Branch(Town.Repo, "main", Stop));
        Assert.False(await Town.Mirrors.Has(Town.Repo, new Sha(new string('a', 40)), Stop));
    }

    [Fact]
    public async Task A_fetch_brings_branches_and_pull_heads_and_no_tags()
    {
        var main = await Town.Where("refs/heads/main");
        var pull = await Town.Pull(1, main!.Value, ("a.txt", "changed\n"));
        await Town.AskServer("tag", "v1", "main");

        Assert.IsType<Answer<Nothing>.Made>(await Town.Mirrors.Fetch(Town.Repo, Stop));

        Assert.Equal(main, await Town.Mirrors.Branch(Town.Repo, "main", Stop));
        Assert.True(await Town.Mirrors.Has(Town.Repo, pull, Stop));
        Assert.DoesNotContain("refs/tags", await Town.AskMirror("for-each-ref"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pulls_head_is_where_the_last_fetch_saw_it_and_nowhere_where_none_did(bool packed)
    {
        var main = (await Town.Where("refs/heads/main"))!.Value;
        var seen = await Town.Pull(1, main, ("a.txt", "seen\n"));
        await Town.Mirrors.Fetch(Town.Repo, Stop);
        var pushed = await Town.Pull(1, seen, ("a.txt", "pushed\n"));
        if (packed)
        {
            await Town.AskMirror("pack-refs", "--all");
        }

        Assert.Equal(seen, await Town.Mirrors.PullHead(Town.Repo, 1, Stop));
        Assert.Null(await Town.Mirrors.PullHead(Town.Repo, 2, Stop));
        await Town.Mirrors.Fetch(Town.Repo, Stop);
        Assert.Equal(pushed, await Town.Mirrors.PullHead(Town.Repo, 1, Stop));
    }

    [Fact]
    public async Task A_branch_that_was_deleted_or_rewritten_is_so_in_the_mirror()
    {
        var main = (await Town.Where("refs/heads/main"))!.Value;
        await Town.Commit("gone", main, "gone", ("x", "x"));
        await Town.Commit("moved", main, "one", ("x", "1"));
        await Town.Mirrors.Fetch(Town.Repo, Stop);
        await Town.AskServer("branch", "-D", "gone");
        var other = await Town.Commit("moved", main, "two", ("x", "2"));

        await Town.Mirrors.Fetch(Town.Repo, Stop);

        Assert.Null(await Town.Mirrors.Branch(Town.Repo, "gone", Stop));
        Assert.Equal(other, await Town.Mirrors.Branch(Town.Repo, "moved", Stop));
    }

    [Fact]
    public async Task A_branch_is_read_wherever_git_keeps_it()
    {
        await Fetch();
        await Town.AskMirror("pack-refs", "--all");
        Assert.Equal(Main, await Town.Mirrors.Branch(Town.Repo, "main", Stop));

        var next = await Town.Commit("main", Main, "next", ("a.txt", "2\n"));
        await Fetch();
        Assert.Equal(next, await Town.Mirrors.Branch(Town.Repo, "main", Stop));

        await Town.AskMirror("symbolic-ref", "refs/heads/alias", "refs/heads/main");
        Assert.Equal(next, await Town.Mirrors.Branch(Town.Repo, "alias", Stop));
        Assert.Null(await Town.Mirrors.Branch(Town.Repo, "main/below", Stop));
    }

    [Fact]
    public async Task What_git_said_of_a_commit_is_not_asked_again_until_something_fails()
    {
        await Fetch();
        var (tree, next) = (await Town.Mirrors.Tree(Town.Repo, Main, Stop), await Orphan());
        Assert.True(await Town.Mirrors.IsAncestor(Town.Repo, Main, next, Stop));
        Town.Lose(next);

        Assert.Equal(tree, await Town.Mirrors.Tree(Town.Repo, Main, Stop));
        Assert.True(await Town.Mirrors.IsAncestor(Town.Repo, Main, next, Stop));

        await Assert.ThrowsAsync<GitException>(() => Town.Mirrors.Tree(Town.Repo, next, Stop));
        await Assert.ThrowsAsync<GitException>(() => Town.Mirrors.IsAncestor(Town.Repo, Main, next, Stop));
    }

    [Fact]
    public async Task A_mirror_that_was_removed_holds_nothing_any_more()
    {
        await Fetch();
        Assert.True(await Town.Mirrors.Has(Town.Repo, Main, Stop));
        Town.Lose();

        Assert.False(await Town.Mirrors.Has(Town.Repo, Main, Stop));
    }

    [Fact]
    public async Task Callers_at_once_share_one_fetch()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Town.Mirrors.Fetch(Town.Repo, Stop)));

        Assert.InRange(Town.Calls, 1, 2);
    }

    [Fact]
    public async Task Who_calls_after_a_fetch_has_started_gets_a_newer_one()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource();
        var runs = 0;
        var flight = new Flight<int>(async close =>
        {
            close();
            var run = ++runs;
            started.TrySetResult();
            await end.Task;
            return run;
        });

        var first = flight.Board(Stop);
        await started.Task;
        var later = flight.Board(Stop);
        end.SetResult();

        Assert.Equal(1, await first);
        Assert.Equal(2, await later);
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_the_others_their_fetch()
    {
        using var impatient = new CancellationTokenSource();
        var lost = Town.Mirrors.Fetch(Town.Repo, impatient.Token);
        var kept = Town.Mirrors.Fetch(Town.Repo, Stop);
        await impatient.CancelAsync();

        Assert.IsType<Answer<Nothing>.Made>(await kept);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
    }

    [Fact]
    public async Task A_remote_that_refuses_is_answered_as_it_said()
    {
        Town.Instead = () => new Answer<Remote>.Refused("This installation has been suspended", 403);

        Assert.Equal(new Answer<Nothing>.Refused("This installation has been suspended", 403), await Town.Mirrors.Fetch(Town.Repo, Stop));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_asked_again_later()
    {
        Town.Instead = () => new Answer<Remote>.Made(new Remote("http://127.0.0.1:9/acme/shop.git", "secret-token"));

        var later = Assert.IsType<Answer<Nothing>.Later>(await Town.Mirrors.Fetch(Town.Repo, Stop));

        Assert.DoesNotContain("secret-token", later.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_refused()
    {
        Town.Instead = () => new Answer<Remote>.Made(new Remote(Town.Server + ".missing", null));

        var refused = Assert.IsType<Answer<Nothing>.Refused>(await Town.Mirrors.Fetch(Town.Repo, Stop));

        Assert.Contains("does not appear to be a git repository", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_a_killed_git_left_is_swept_when_it_is_in_the_way()
    {
        await Town.Mirrors.Fetch(Town.Repo, Stop);
        var directory = await Town.AskMirror("rev-parse", "--absolute-git-dir");
        var litter = Path.Combine(directory, "refs", "heads", "main.lock");
        Directory.CreateDirectory(Path.GetDirectoryName(litter)!);
        await File.WriteAllTextAsync(litter, "", Stop);
        File.SetLastWriteTimeUtc(litter, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-2));
        var next = await Town.Commit("main", await Town.Where("refs/heads/main"), "next", ("x", "x"));

        Assert.IsType<Answer<Nothing>.Later>(await Town.Mirrors.Fetch(Town.Repo, Stop));
        Assert.IsType<Answer<Nothing>.Made>(await Town.Mirrors.Fetch(Town.Repo, Stop));

        Assert.Equal(next, await Town.Mirrors.Branch(Town.Repo, "main", Stop));
    }

    /// <summary>A commit on main that no branch holds.</summary>
    private async Task<Sha> Orphan() =>
        new(
            await Town.AskMirror(
                "-c",
                "user.name=Ann",
                "-c",
                "user.email=ann@example.invalid",
                "commit-tree",
                "-m",
                "next",
                "-p",
                Main.Hex,
                await Tree(Main)
            )
        );
}
