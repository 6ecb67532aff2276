using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

public sealed class ComposingTests : IAsyncLifetime
{
    private GitTown _town = null!;
    private Sha _main;

    private static CancellationToken Stop => GitTown.Stop;

    public async ValueTask InitializeAsync()
    {
        _town = await GitTown.Found();
        _main = (await _town.Where("refs/heads/main"))!.Value;
    }

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task Members_are_merged_in_order_each_by_a_merge_of_its_own()
    {
        var (one, two) = (await _town.Pull(1, _main, ("one", "1\n")), await _town.Pull(2, _main, ("two", "2\n")));

        var composed = await Compose(Member(1, one, "Add one"), Member(2, two, "Add two"));

        Assert.Equal([1, 2], composed.Included);
        Assert.Empty(composed.Conflicts);
        Assert.Equal("Merge #2: Add two\nMerge #1: Add one", await _town.AskMirror("log", "--first-parent", "--format=%s", $"{_main}..{composed.Candidate}"));
        Assert.Equal([1, 2], composed.Merges.Select(merge => merge.Number));
        Assert.Equal(await _town.AskMirror("rev-parse", composed.Candidate + "^1"), composed.Merges[0].Commit.Hex);
        Assert.Equal(composed.Candidate, composed.Merges[1].Commit);
        Assert.Equal(two.Hex, await _town.AskMirror("rev-parse", composed.Candidate + "^2"));
        Assert.Equal("README.md\na.txt\nb.txt\none\ntwo", await _town.AskMirror("ls-tree", "--name-only", composed.Tree!.Value.Hex));
    }

    [Fact]
    public async Task The_same_order_gives_the_same_commit()
    {
        var one = await _town.Pull(1, _main, ("one", "1\n"));

        Assert.Equal(await Compose(Member(1, one)), await Compose(Member(1, one)));
    }

    [Fact]
    public async Task A_member_that_conflicts_is_left_out_and_named_with_the_one_before_it()
    {
        var one = await _town.Pull(1, _main, ("one", "1\n"));
        var two = await _town.Pull(2, _main, ("a.txt", "1\n2\ntwo\n4\n5\n"));
        var three = await _town.Pull(3, _main, ("three", "3\n"));
        var four = await _town.Pull(4, _main, ("a.txt", "1\n2\nfour\n4\n5\n"));

        var composed = await Compose(Member(1, one), Member(2, two), Member(3, three), Member(4, four));

        Assert.Equal([1, 2, 3], composed.Included);
        Assert.Equal(new Conflict(4, 2, ["a.txt"]), Assert.Single(composed.Conflicts));
    }

    [Fact]
    public async Task A_member_that_conflicts_with_the_base_is_named_with_nobody()
    {
        var old = await _town.Pull(1, _main, ("a.txt", "old\n"));
        var two = await _town.Pull(2, _main, ("two", "2\n"));
        _main = await _town.Commit("main", _main, "moved on", ("a.txt", "new\n"));

        var composed = await Compose(Member(2, two), Member(1, old));

        Assert.Equal(new Conflict(1, null, ["a.txt"]), Assert.Single(composed.Conflicts));
        Assert.Equal([2], composed.Included);
    }

    [Fact]
    public async Task When_nobody_can_be_merged_there_is_no_candidate()
    {
        var alien = await _town.Commit("alien", null, "alien", ("alien.txt", "1\n"));

        var composed = await Compose(Member(1, alien));

        Assert.Null(composed.Candidate);
        Assert.Null(composed.Tree);
        Assert.Null(Assert.Single(composed.Conflicts).With);
    }

    [Fact]
    public async Task A_member_that_the_base_already_holds_is_merged_without_effect()
    {
        var composed = await Compose(Member(1, _main));

        Assert.Equal([1], composed.Included);
        Assert.Equal(await _town.Mirrors.Tree(_town.Repo, _main, Stop), composed.Tree);
    }

    [Fact]
    public async Task Conflicts_names_the_paths_or_nothing()
    {
        var one = await _town.Pull(1, _main, ("a.txt", "one\n"), ("b.txt", "one\n"));
        var two = await _town.Pull(2, _main, ("a.txt", "two\n"), ("b.txt", null));
        var three = await _town.Pull(3, _main, ("c.txt", "three\n"));
        await _town.Mirrors.Fetch(_town.Repo, Stop);

        Assert.Equal(["a.txt", "b.txt"], await _town.Mirrors.Conflicts(_town.Repo, one, two, Stop));
        Assert.Empty(await _town.Mirrors.Conflicts(_town.Repo, one, three, Stop));
    }

    [Fact]
    public async Task Attributes_of_a_pull_neither_run_nor_choose_a_merge()
    {
        var one = await _town.Pull(1, _main, ("a.txt", "1\n2\none\n4\n5\n"), (".gitattributes", "* merge=union filter=evil diff=evil\n"));
        var two = await _town.Pull(2, _main, ("a.txt", "1\n2\ntwo\n4\n5\n"));

        var composed = await Compose(Member(1, one), Member(2, two));

        Assert.Equal(new Conflict(2, 1, ["a.txt"]), Assert.Single(composed.Conflicts));
    }

    [Fact]
    public async Task The_bot_signs_with_the_date_of_the_order()
    {
        var one = await _town.Pull(1, _main, ("one", "1\n"));

        var composed = await Compose(Member(1, one));

        Assert.Equal(
            $"sluice[bot] sluice@example.invalid {GitTown.Noon.ToUnixTimeSeconds()} sluice[bot] {GitTown.Noon.ToUnixTimeSeconds()}",
            await _town.AskMirror("show", "--no-patch", "--format=%an %ae %at %cn %ct", composed.Candidate!.Value.Hex));
    }

    private static Member Member(int number, Sha head, string title = "Work") => new(number, head, title, "ann");

    private async Task<Composition> Compose(params Member[] members)
    {
        await _town.Mirrors.Fetch(_town.Repo, Stop);
        return await _town.Mirrors.Compose(_town.Repo, _town.Candidate(_main, members), Stop);
    }
}
