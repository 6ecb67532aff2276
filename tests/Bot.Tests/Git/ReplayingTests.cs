using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

/// <summary>Candidates by squash and by rebase, and the moves of heads that go with them.</summary>
public sealed class ReplayingTests : IAsyncLifetime
{
    private GitTown _town = null!;
    private Sha _main;

    public async ValueTask InitializeAsync()
    {
        _town = await GitTown.Found();
        _main = (await _town.Where("refs/heads/main"))!.Value;
    }

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task A_squash_is_one_commit_for_each_member_by_its_author_with_the_others_named()
    {
        var one = await Two(1, "Ann", "Bob", "one");
        var two = await Two(2, "Cy", "Cy", "two");

        var composed = await Compose(MergeMethod.Squash, new Member(1, one, "Fixes #9 @eve: add one", "ann"), new Member(2, two, "Add two", "cy"));

        Assert.Equal("Add two (#2)\nFixes 9 eve: add one (#1)", await Log("%s", composed));
        Assert.Equal("Cy\nAnn", await Log("%an", composed));
        Assert.Equal("sluice[bot]\nsluice[bot]", await Log("%cn", composed));
        Assert.Contains("Co-authored-by: Bob <bob@example.invalid>", await Log("%b", composed), StringComparison.Ordinal);
        Assert.Equal(composed.Merges[0].Commit.Hex, await _town.AskMirror("rev-parse", composed.Candidate + "^"));
        Assert.Equal("README.md\na.txt\nb.txt\none\none-more\ntwo\ntwo-more", await _town.AskMirror("ls-tree", "--name-only", composed.Tree!.Value.Hex));
    }

    [Fact]
    public async Task A_rebase_makes_every_commit_again_with_its_author_date_and_words()
    {
        var one = await Two(1, "Ann", "Bob", "one");

        var composed = await Compose(MergeMethod.Rebase, new Member(1, one, "Add one", "ann"));

        Assert.Equal("more of one\nstart one", await Log("%s", composed));
        Assert.Equal("Bob 1795000000\nAnn 1795000000", await Log("%an %at", composed));
        Assert.Equal(_main.Hex, await _town.AskMirror("rev-parse", composed.Candidate + "~2"));
        Assert.NotEqual(one, composed.Candidate);
    }

    [Fact]
    public async Task A_rebase_leaves_out_merges_and_what_is_there_already_and_says_at_least_that_it_landed()
    {
        var one = await _town.Pull(1, _main, ("one", "1\n"));
        var same = await _town.Pull(2, _main, ("one", "1\n"));

        var composed = await Compose(MergeMethod.Rebase, new Member(1, one, "Add one", "ann"), new Member(2, same, "Add one too", "ann"));

        Assert.Equal("Add one too (#2)\nwork on 1", await Log("%s", composed));
        Assert.Equal(2, composed.Merges.Select(merge => merge.Commit).Distinct().Count());
    }

    [Fact]
    public async Task A_member_that_conflicts_names_the_one_before_it_by_either_method()
    {
        var two = await _town.Pull(2, _main, ("a.txt", "1\n2\ntwo\n4\n5\n"));
        var four = await _town.Pull(4, _main, ("a.txt", "1\n2\nfour\n4\n5\n"));

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
        var head = await _town.Commit("work", _main, "work", ("one", "1\n"));
        var other = await _town.Commit("other", _main, "other", ("two", "2\n"));
        Assert.IsType<Answer<Nothing>.Made>(await _town.Mirrors.Fetch(_town.Repo, GitTown.Stop));

        Assert.Equal(new PushAnswer.Stale(head), await _town.Mirrors.MoveHead(_town.Repo, "work", other, _main, GitTown.Stop));
        Assert.Equal(head, await _town.Where("refs/heads/work"));
        Assert.IsType<PushAnswer.Done>(await _town.Mirrors.MoveHead(_town.Repo, "work", other, head, GitTown.Stop));
        Assert.Equal(other, await _town.Where("refs/heads/work"));
    }

    private async Task<Sha> Two(int number, string first, string second, string file)
    {
        var name = $"refs/pull/{number}/head";
        var start = await _town.Commit(name, _main, $"start {file}", first, (file, "1\n"));
        return await _town.Commit(name, start, $"more of {file}", second, ($"{file}-more", "2\n"));
    }

    private async Task<Composition> Compose(MergeMethod method, params Member[] members)
    {
        Assert.IsType<Answer<Nothing>.Made>(await _town.Mirrors.Fetch(_town.Repo, GitTown.Stop));
        return await _town.Mirrors.Compose(_town.Repo, _town.Candidate(_main, members) with { Method = method }, GitTown.Stop);
    }

    private Task<string> Log(string format, Composition composed) => _town.AskMirror("log", "--topo-order", $"--format={format}", $"{_main}..{composed.Candidate}");
}
