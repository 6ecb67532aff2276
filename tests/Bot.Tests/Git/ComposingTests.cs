using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

public sealed class ComposingTests : GitTest
{
    [Fact]
    public async Task Members_are_merged_in_order_each_by_a_merge_of_its_own()
    {
        var (one, two) = (await Town.Pull(1, Main, ("one", "1\n")), await Town.Pull(2, Main, ("two", "2\n")));

        var composed = await Compose(Member(1, one, "Add one"), Member(2, two, "Add two"));

        Assert.Equal([1, 2], composed.Included);
        Assert.Empty(composed.Conflicts);
        Assert.Equal(
            "Merge #2: Add two\nMerge #1: Add one",
            await Town.AskMirror("log", "--first-parent", "--format=%s", $"{Main}..{composed.Candidate}")
        );
        Assert.Equal([1, 2], composed.Merges.Select(merge => merge.Number));
        Assert.Equal(await Town.AskMirror("rev-parse", composed.Candidate + "^1"), composed.Merges[0].Commit.Hex);
        Assert.Equal(composed.Candidate, composed.Merges[1].Commit);
        Assert.Equal(two.Hex, await Town.AskMirror("rev-parse", composed.Candidate + "^2"));
        Assert.Equal("README.md\na.txt\nb.txt\none\ntwo", await Town.AskMirror("ls-tree", "--name-only", composed.Tree!.Value.Hex));
    }

    [Fact]
    public async Task The_same_order_gives_the_same_commit()
    {
        var one = await Town.Pull(1, Main, ("one", "1\n"));

        Assert.Equal(await Compose(Member(1, one)), await Compose(Member(1, one)));
    }

    [Fact]
    public async Task A_member_that_conflicts_is_left_out_and_named_with_the_one_before_it()
    {
        var one = await Town.Pull(1, Main, ("one", "1\n"));
        var two = await Town.Pull(2, Main, ("a.txt", "1\n2\ntwo\n4\n5\n"));
        var three = await Town.Pull(3, Main, ("three", "3\n"));
        var four = await Town.Pull(4, Main, ("a.txt", "1\n2\nfour\n4\n5\n"));

        var composed = await Compose(Member(1, one), Member(2, two), Member(3, three), Member(4, four));

        Assert.Equal([1, 2, 3], composed.Included);
        Assert.Equal(new Conflict(4, 2, ["a.txt"]), Assert.Single(composed.Conflicts));
    }

    [Fact]
    public async Task A_member_that_conflicts_with_the_base_is_named_with_nobody()
    {
        var old = await Town.Pull(1, Main, ("a.txt", "old\n"));
        var two = await Town.Pull(2, Main, ("two", "2\n"));
        Main = await Town.Commit("main", Main, "moved on", ("a.txt", "new\n"));

        var composed = await Compose(Member(2, two), Member(1, old));

        Assert.Equal(new Conflict(1, null, ["a.txt"]), Assert.Single(composed.Conflicts));
        Assert.Equal([2], composed.Included);
    }

    [Fact]
    public async Task When_nobody_can_be_merged_there_is_no_candidate()
    {
        var alien = await Town.Commit("alien", null, "alien", ("alien.txt", "1\n"));

        var composed = await Compose(Member(1, alien));

        Assert.Null(composed.Candidate);
        Assert.Null(composed.Tree);
        Assert.Null(Assert.Single(composed.Conflicts).With);
    }

    [Fact]
    public async Task A_member_that_the_base_already_holds_is_merged_without_effect()
    {
        var composed = await Compose(Member(1, Main));

        Assert.Equal([1], composed.Included);
        Assert.Equal(await Town.Mirrors.Tree(Town.Repo, Main, Stop), composed.Tree);
    }

    [Fact]
    public async Task Conflicts_names_the_paths_or_nothing()
    {
        var one = await Town.Pull(1, Main, ("a.txt", "one\n"), ("b.txt", "one\n"));
        var two = await Town.Pull(2, Main, ("a.txt", "two\n"), ("b.txt", null));
        var three = await Town.Pull(3, Main, ("c.txt", "three\n"));
        await Fetch();

        Assert.Equal(["a.txt", "b.txt"], await Town.Mirrors.Conflicts(Town.Repo, one, two, Stop));
        Assert.Empty(await Town.Mirrors.Conflicts(Town.Repo, one, three, Stop));
    }

    [Fact]
    public async Task Attributes_of_a_pull_neither_run_nor_choose_a_merge()
    {
        var one = await Town.Pull(1, Main, ("a.txt", "1\n2\none\n4\n5\n"), (".gitattributes", "* merge=union filter=evil diff=evil\n"));
        var two = await Town.Pull(2, Main, ("a.txt", "1\n2\ntwo\n4\n5\n"));

        var composed = await Compose(Member(1, one), Member(2, two));

        Assert.Equal(new Conflict(2, 1, ["a.txt"]), Assert.Single(composed.Conflicts));
    }

    /// <summary>A mirror's HEAD is <c>master</c>, as git makes it.</summary>
    [Fact]
    public async Task Attributes_of_the_mirrors_HEAD_choose_no_merge()
    {
        await Town.Commit("master", Main, "Merge all", (".gitattributes", "* merge=union\n"));
        var one = await Town.Pull(1, Main, ("a.txt", "1\n2\none\n4\n5\n"));
        var two = await Town.Pull(2, Main, ("a.txt", "1\n2\ntwo\n4\n5\n"));

        var composed = await Compose(Member(1, one), Member(2, two));

        Assert.Equal("refs/heads/master", await Town.AskMirror("symbolic-ref", "HEAD"));
        Assert.Equal(new Conflict(2, 1, ["a.txt"]), Assert.Single(composed.Conflicts));
    }

    [Fact]
    public async Task The_bot_signs_with_the_date_of_the_order()
    {
        var one = await Town.Pull(1, Main, ("one", "1\n"));

        var composed = await Compose(Member(1, one));

        Assert.Equal(
            $"sluice[bot] sluice@example.invalid {GitTown.Noon.ToUnixTimeSeconds()} sluice[bot] {GitTown.Noon.ToUnixTimeSeconds()}",
            await Town.AskMirror("show", "--no-patch", "--format=%an %ae %at %cn %ct", composed.Candidate!.Value.Hex)
        );
    }

    private static Member Member(int number, Sha head, string title = "Work") => new(number, head, title, "ann");

    private async Task<Composition> Compose(params Member[] members)
    {
        await Fetch();
        return await Town.Mirrors.Compose(Town.Repo, Town.Candidate(Main, members), Stop);
    }
}
