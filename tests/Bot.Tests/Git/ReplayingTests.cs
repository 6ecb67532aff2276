using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

/// <summary>Candidates by squash and by rebase, and the moves of heads that go with them.</summary>
public sealed class ReplayingTests : GitTest
{
    [Fact]
    public async Task A_squash_is_one_commit_for_each_member_by_its_author_with_the_others_named()
    {
        var one = await Two(1, "Ann", "Bob", "one");
        var two = await Two(2, "Cy", "Cy", "two");

        var composed = await Compose(
            MergeMethod.Squash,
            new Member(1, one, "Fixes #9 @eve: add one", "ann"),
            new Member(2, two, "Add two", "cy")
        );

        Assert.Equal("Add two (#2)\nFixes 9 eve: add one (#1)", await Log("%s", composed));
        Assert.Equal("Cy\nAnn", await Log("%an", composed));
        Assert.Equal("sluice[bot]\nsluice[bot]", await Log("%cn", composed));
        Assert.Contains("Co-authored-by: Bob <bob@example.invalid>", await Log("%b", composed), StringComparison.Ordinal);
        Assert.Equal(composed.Merges[0].Commit.Hex, await Town.AskMirror("rev-parse", composed.Candidate + "^"));
        Assert.Equal(
            "README.md\na.txt\nb.txt\none\none-more\ntwo\ntwo-more",
            await Town.AskMirror("ls-tree", "--name-only", composed.Tree!.Value.Hex)
        );
    }

    [Fact]
    public async Task A_rebase_makes_every_commit_again_with_its_author_date_and_words()
    {
        var one = await Two(1, "Ann", "Bob", "one");

        var composed = await Compose(MergeMethod.Rebase, new Member(1, one, "Add one", "ann"));

        Assert.Equal("more of one\nstart one", await Log("%s", composed));
        Assert.Equal("Bob 1795000000\nAnn 1795000000", await Log("%an %at", composed));
        Assert.Equal(Main.Hex, await Town.AskMirror("rev-parse", composed.Candidate + "~2"));
        Assert.NotEqual(one, composed.Candidate);
    }

    /// <summary>Git takes fewer than nine digits for no time where they stand by themselves, and would write a zone that is none.</summary>
    [Theory]
    [InlineData("5 +0000", "Ann 5 +0000")]
    [InlineData("86400 -0330", "Ann 86400 -0330")]
    [InlineData("99999999 +1400", "Ann 99999999 +1400")]
    public async Task A_rebase_keeps_a_date_of_long_ago(string date, string kept)
    {
        Town.Date = date;
        var one = await Town.Pull(1, Main, ("one", "1\n"));

        var composed = await Compose(MergeMethod.Rebase, new Member(1, one, "Add one", "ann"));

        Assert.Equal(kept, await Town.AskMirror("log", "-1", "--date=raw", "--format=%an %ad", composed.Candidate!.Value.Hex));
    }

    [Fact]
    public async Task A_rebase_leaves_out_merges_and_what_is_there_already_and_says_at_least_that_it_landed()
    {
        var one = await Town.Pull(1, Main, ("one", "1\n"));
        var same = await Town.Pull(2, Main, ("one", "1\n"));

        var composed = await Compose(MergeMethod.Rebase, new Member(1, one, "Add one", "ann"), new Member(2, same, "Add one too", "ann"));

        Assert.Equal("Add one too (#2)\nwork on 1", await Log("%s", composed));
        Assert.Equal(2, composed.Merges.Select(merge => merge.Commit).Distinct().Count());
    }

    [Fact]
    public async Task A_member_that_conflicts_names_the_one_before_it_by_either_method()
    {
        var two = await Town.Pull(2, Main, ("a.txt", "1\n2\ntwo\n4\n5\n"));
        var four = await Town.Pull(4, Main, ("a.txt", "1\n2\nfour\n4\n5\n"));

        foreach (var method in new[] { MergeMethod.Squash, MergeMethod.Rebase })
        {
            var composed = await Compose(method, new Member(2, two, "Two", "ann"), new Member(4, four, "Four", "ann"));
            Assert.Equal(new Conflict(4, 2, ["a.txt"]), Assert.Single(composed.Conflicts));
        }
    }

    [Fact]
    public async Task The_same_order_gives_the_same_commit_by_either_method()
    {
        var one = await Two(1, "Ann", "Bob", "one");

        foreach (var method in new[] { MergeMethod.Squash, MergeMethod.Rebase })
        {
            Assert.Equal(await Compose(method, new Member(1, one, "One", "ann")), await Compose(method, new Member(1, one, "One", "ann")));
        }
    }

    [Fact]
    public async Task A_head_moves_to_another_history_only_from_where_it_is_said_to_stand()
    {
        var head = await Town.Commit("work", Main, "work", ("one", "1\n"));
        var other = await Town.Commit("other", Main, "other", ("two", "2\n"));
        await Fetch();

        Assert.Equal(new PushAnswer.Stale(head), await Town.Mirrors.MoveHead(Town.Repo, "work", other, Main, Stop));
        Assert.Equal(head, await Town.Where("refs/heads/work"));
        Assert.IsType<PushAnswer.Done>(await Town.Mirrors.MoveHead(Town.Repo, "work", other, head, Stop));
        Assert.Equal(other, await Town.Where("refs/heads/work"));
    }

    private async Task<Sha> Two(int number, string first, string second, string file)
    {
        var name = $"refs/pull/{number}/head";
        var start = await Town.Commit(name, Main, $"start {file}", first, (file, "1\n"));
        return await Town.Commit(name, start, $"more of {file}", second, ($"{file}-more", "2\n"));
    }

    private async Task<Composition> Compose(MergeMethod method, params Member[] members)
    {
        await Fetch();
        return await Town.Mirrors.Compose(Town.Repo, Town.Candidate(Main, members) with { Method = method }, Stop);
    }

    private Task<string> Log(string format, Composition composed) =>
        Town.AskMirror("log", "--topo-order", $"--format={format}", $"{Main}..{composed.Candidate}");
}
