using Sluice.Bot.Git;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

public sealed class PushingTests : GitTest
{
    private Sha _next;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _next = await Town.Pull(1, Main, ("x", "x\n"));
        await Fetch();
    }

    [Fact]
    public async Task A_branch_at_the_expected_commit_moves_here_and_there()
    {
        Assert.IsType<PushAnswer.Done>(await Push("main", _next, Main));

        Assert.Equal(_next, await Town.Where("refs/heads/main"));
        Assert.Equal(_next, await Town.Mirrors.Branch(Town.Repo, "main", Stop));
    }

    [Fact]
    public async Task What_another_replica_composed_after_our_last_fetch_lands_all_the_same()
    {
        var theirs = await Town.Commit("sluice/queue/main/b1", Main, "composed elsewhere", ("z", "z\n"));

        Assert.IsType<PushAnswer.Done>(await Push("main", theirs, Main));

        Assert.Equal(theirs, await Town.Where("refs/heads/main"));
    }

    [Theory]
    [InlineData("-x")]
    [InlineData("--upload-pack=touch${IFS}x")]
    public async Task A_branch_that_is_called_like_an_option_is_a_branch(string name)
    {
        var head = await Town.Commit(name, Main, "one", ("a.txt", "a\n"));
        await Town.Mirrors.Fetch(Town.Repo, Stop);

        Assert.Equal(head, await Town.Mirrors.Branch(Town.Repo, name, Stop));
        Assert.IsType<PushAnswer.Done>(await Town.Mirrors.DropHead(Town.Repo, name, head, Stop));
        Assert.Null(await Town.Mirrors.Branch(Town.Repo, name, Stop));
    }

    [Fact]
    public async Task A_head_is_moved_to_what_another_replica_composed()
    {
        var head = await Town.Commit("work", Main, "work", ("w", "w\n"));
        var theirs = await Town.Commit("sluice/queue/main/b1", Main, "composed elsewhere", ("z", "z\n"));

        Assert.IsType<PushAnswer.Done>(await Town.Mirrors.MoveHead(Town.Repo, "work", theirs, head, Stop));

        Assert.Equal(theirs, await Town.Where("refs/heads/work"));
    }

    [Fact]
    public async Task What_nobody_holds_any_more_is_refused()
    {
        var gone = new Sha(new string('5', 40));

        Assert.Contains(
            "neither here nor on GitHub",
            Assert.IsType<PushAnswer.Refused>(await Push("main", gone, Main)).Why,
            StringComparison.Ordinal
        );
        Assert.Equal(Main, await Town.Where("refs/heads/main"));
    }

    [Fact]
    public async Task A_branch_that_must_not_exist_is_made()
    {
        Assert.IsType<PushAnswer.Done>(await Push("sluice/queue/main/b1", _next, null));

        Assert.Equal(_next, await Town.Where("refs/heads/sluice/queue/main/b1"));
    }

    [Fact]
    public async Task The_same_push_again_is_done_already()
    {
        await Push("main", _next, Main);
        await Push("sluice/queue/main/b1", _next, null);

        Assert.IsType<PushAnswer.Done>(await Push("main", _next, Main));
        Assert.IsType<PushAnswer.Done>(await Push("sluice/queue/main/b1", _next, null));
    }

    [Fact]
    public async Task A_branch_that_somebody_else_moved_is_stale_and_stays()
    {
        var theirs = await Town.Commit("main", Main, "theirs", ("y", "y\n"));

        Assert.Equal(new PushAnswer.Stale(theirs), await Push("main", _next, Main));
        Assert.Equal(theirs, await Town.Where("refs/heads/main"));
    }

    [Fact]
    public async Task A_branch_that_was_reset_backwards_is_not_brought_forward_again()
    {
        await Push("main", _next, Main);
        var third = await Town.Pull(2, _next, ("z", "z\n"));
        await Fetch();
        await Town.AskServer("update-ref", "refs/heads/main", Main.Hex);

        Assert.Equal(new PushAnswer.Stale(Main), await Push("main", third, _next));
    }

    [Fact]
    public async Task A_branch_that_is_there_though_it_must_not_is_stale()
    {
        await Push("sluice/queue/main/b1", Main, null);

        Assert.Equal(new PushAnswer.Stale(Main), await Push("sluice/queue/main/b1", _next, null));
    }

    [Fact]
    public async Task A_branch_that_is_gone_is_stale_at_nothing()
    {
        Assert.Equal(new PushAnswer.Stale(null), await Push("gone", _next, Main));
    }

    [Fact]
    public async Task History_is_never_rewritten()
    {
        await Push("main", _next, Main);
        var aside = await Town.Pull(3, Main, ("aside", "x\n"));
        await Fetch();

        var refused = Assert.IsType<PushAnswer.Refused>(await Push("main", aside, _next));

        Assert.Contains("not a fast-forward", refused.Why, StringComparison.Ordinal);
        Assert.Equal(_next, await Town.Where("refs/heads/main"));
    }

    [Fact]
    public async Task A_rule_of_the_server_is_told_in_its_words()
    {
        Town.Hook(
            "echo 'error: GH013: Repository rule violations found for refs/heads/main.' >&2; echo 'Changes must be made through a pull request.' >&2; exit 1"
        );

        var refused = Assert.IsType<PushAnswer.Refused>(await Push("main", _next, Main));

        Assert.Contains("GH013: Repository rule violations found", refused.Why, StringComparison.Ordinal);
        Assert.Equal(Main, await Town.Mirrors.Branch(Town.Repo, "main", Stop));
    }

    [Fact]
    public async Task A_branch_of_the_bot_is_deleted_and_gone_already_is_fine()
    {
        await Push("sluice/queue/main/b1", _next, null);

        Assert.IsType<PushAnswer.Done>(await Town.Mirrors.Delete(Town.Repo, "sluice/queue/main/b1", Stop));
        Assert.IsType<PushAnswer.Done>(await Town.Mirrors.Delete(Town.Repo, "sluice/queue/main/b1", Stop));
        Assert.Null(await Town.Where("refs/heads/sluice/queue/main/b1"));
        Assert.Null(await Town.Mirrors.Branch(Town.Repo, "sluice/queue/main/b1", Stop));
    }

    [Fact]
    public async Task A_branch_that_another_replica_deletes_in_the_same_moment_is_gone_and_nothing_is_wrong()
    {
        const string branch = "sluice/queue/main/b1";
        await Push(branch, _next, null);
        Town.Hook($"env -u GIT_QUARANTINE_PATH git update-ref -d refs/heads/{branch}; echo 'error: failed to update ref' >&2; exit 1");

        Assert.IsType<PushAnswer.Done>(await Town.Mirrors.Delete(Town.Repo, branch, Stop));
        Assert.Null(await Town.Mirrors.Branch(Town.Repo, branch, Stop));
    }

    [Fact]
    public async Task A_branch_that_the_server_keeps_is_told()
    {
        await Push("sluice/queue/main/b1", _next, null);
        Town.Hook("echo 'error: this branch stays' >&2; exit 1");

        Assert.IsType<PushAnswer.Refused>(await Town.Mirrors.Delete(Town.Repo, "sluice/queue/main/b1", Stop));
    }

    [Fact]
    public async Task A_branch_of_somebody_else_is_never_deleted() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Town.Mirrors.Delete(Town.Repo, "main", Stop));

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_asked_again_later()
    {
        Town.Instead = () => new Answer<Remote>.Made(new Remote("http://127.0.0.1:9/acme/shop.git", "secret-token"));

        Assert.IsType<PushAnswer.Later>(await Push("main", _next, Main));
    }

    [Theory]
    [InlineData(
        "! [remote rejected] x (refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission)",
        "",
        "Refused"
    )]
    [InlineData(
        "! [remote rejected] x (protected branch hook declined)",
        "remote: error: GH006: Protected branch update failed for refs/heads/main.",
        "Refused"
    )]
    [InlineData("! [remote rejected] x (cannot lock ref 'refs/heads/main': is at 1 but expected 2)", "", "Stale")]
    [InlineData("! [rejected] x (stale info)", "", "Stale")]
    [InlineData("! [remote rejected] x (Internal Server Error)", "", "Passing")]
    [InlineData("= [up to date]", "", "Done")]
    [InlineData("", "fatal: unable to access 'http://x/': The requested URL returned error: 503", "Passing")]
    [InlineData("", "fatal: unable to access 'http://x/': The requested URL returned error: 403", "Refused")]
    public void What_a_server_says_is_sorted_into_what_can_be_done(string line, string errors, string kind)
    {
        var text = line.Length > 0 ? $"To http://x\n{line[0]}\tabc:refs/heads/main\t{line[2..]}\nDone\n" : "";
        var output = new GitOutput(1, System.Text.Encoding.UTF8.GetBytes(text), errors);

        Assert.Equal(kind, PushLine.Read(output, "refs/heads/main").Kind.ToString());
    }

    private Task<PushAnswer> Push(string branch, Sha commit, Sha? expected) => Town.Mirrors.Push(Town.Repo, branch, commit, expected, Stop);
}
