using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Turns.Lanes;
using MergeMethod = Sluice.Flow.Policies.MergeMethod;
using Signature = Sluice.Hub.Git.Signature;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What a pull comes to commit by commit, and behind others.</summary>
public sealed class CandidatesTests : TurnTest
{
    [Fact]
    public async Task What_only_a_merge_of_its_own_left_out_does_not_come_along()
    {
        var hidden = Push("hidden", "good/backdoor.txt");
        Push("odd", "good/odd.txt");
        MergeIn("odd", hidden.Hex, Town.Repo.Git.Commit(Town.Repo.Branch("odd")!)!.Tree);
        Push("even", "good/even.txt");

        var composed = await Compose("odd", "even");

        Assert.Equal([2], composed.Included);
        Assert.Equal((1, (int?)null), Assert.Single(composed.Conflicts.Select(conflict => (conflict.Number, conflict.With))));
        Assert.Null(await Mirror.File(Repo, composed.Candidate!.Value, "good/backdoor.txt", Stop));
        Assert.NotNull(await Mirror.File(Repo, composed.Candidate!.Value, "good/even.txt", Stop));
    }

    [Fact]
    public async Task Nothing_is_composed_of_such_a_one_alone()
    {
        var hidden = Push("hidden", "good/backdoor.txt");
        Push("odd", "good/odd.txt");
        MergeIn("odd", hidden.Hex, Town.Repo.Git.Commit(Town.Repo.Branch("odd")!)!.Tree);

        var composed = await Compose("odd");

        Assert.Null(composed.Candidate);
        Assert.Equal(1, Assert.Single(composed.Conflicts).Number);
    }

    [Fact]
    public async Task Who_merged_the_base_in_is_rebased_as_ever()
    {
        Push("even", "good/even.txt");
        var main = Push("main", "good/meanwhile.txt");
        MergeIn("even", main.Hex, Town.Repo.Git.Merge(Town.Repo.Branch("even")!, main.Hex).Tree!);
        Push("even", "good/later.txt");

        var composed = await Compose("even");

        Assert.Empty(composed.Conflicts);
        Assert.NotNull(await Mirror.File(Repo, composed.Candidate!.Value, "good/later.txt", Stop));
    }

    [Fact]
    public async Task Nobody_takes_back_behind_another_what_is_no_change_of_theirs_to_the_base()
    {
        Undo();
        Push("even", "good/even.txt");

        var composed = await Merge("mend", "undo", "even");

        Assert.Equal([1, 3], composed.Included);
        Assert.Equal((2, (int?)1), Assert.Single(composed.Conflicts.Select(conflict => (conflict.Number, conflict.With))));
        Assert.NotNull(await Mirror.File(Repo, composed.Candidate!.Value, "good/mend.txt", Stop));
    }

    [Fact]
    public async Task Nor_does_what_is_stacked_on_the_others_candidate()
    {
        Undo();
        var root = new Sha(Town.Repo.Branch("main")!);
        var below = await Merge("mend");

        var composed = await Candidate(
            Order(MergeMethod.Merge, ["undo"]) with
            {
                Onto = below.Candidate!.Value,
                Root = root,
                Below = [new Member(9, new Sha(Town.Repo.Branch("mend")!), "mend", "ada")],
            }
        );

        Assert.Null(composed.Candidate);
        Assert.Equal((1, (int?)null), Assert.Single(composed.Conflicts.Select(conflict => (conflict.Number, conflict.With))));
    }

    [Fact]
    public async Task Once_that_has_landed_it_takes_it_back_as_anybody_may_see()
    {
        Undo();
        Assert.Null(Town.World.Merging.MergeBranches(As("ada"), Town.Repo, "main", "mend", null).Refusal?.Message);
        Push("even", "good/even.txt");

        var composed = await Merge("even", "undo");

        Assert.Equal([1, 2], composed.Included);
        Assert.Null(await Mirror.File(Repo, composed.Candidate!.Value, "good/mend.txt", Stop));
        var change = await Mirror.Change(Repo, new Sha(Town.Repo.Branch("main")!), new Sha(Town.Repo.Branch("undo")!), Stop);
        Assert.Contains("good/mend.txt", change.Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_built_on_another_goes_with_it(bool said)
    {
        var lower = Push("lower", "good/lower.txt");
        Assert.Null(
            Town.World.Refs.CommitTo(
                As("ada"),
                Town.Repo,
                "upper",
                "Work",
                [new("good/lower.txt", said ? "changed\n" : "new\n"), new("good/upper.txt", "new\n")],
                "lower"
            ).Refusal?.Message
        );
        var order = Order(MergeMethod.Merge, ["lower", "upper"]);

        var composed = await Candidate(
            order with
            {
                Members = said ? [order.Members[0], order.Members[1] with { Upon = lower }] : order.Members,
            }
        );

        Assert.Equal([1, 2], composed.Included);
        Assert.NotNull(await Mirror.File(Repo, composed.Candidate!.Value, "good/upper.txt", Stop));
    }

    /// <summary>One that mends something, and one that holds that and has taken it back: to the base it changes nothing of it.</summary>
    private void Undo()
    {
        Push("mend", "good/mend.txt");
        Push("undo", "good/undo.txt", "undo\n");
        MergeIn("undo", Town.Repo.Branch("mend")!, Town.Repo.Git.Commit(Town.Repo.Branch("undo")!)!.Tree);
    }

    private Task<Composition> Compose(params string[] branches) => Candidate(Order(MergeMethod.Rebase, branches));

    private Task<Composition> Merge(params string[] branches) => Candidate(Order(MergeMethod.Merge, branches));

    private async Task<Composition> Candidate(LaneMove.Compose order)
    {
        await Mirror.Fetch(Repo, Stop);
        return await new Candidates(Mirror).Compose(Repo, order, Stop);
    }

    private LaneMove.Compose Order(MergeMethod method, string[] branches)
    {
        var members = branches.Select((branch, index) => new Member(index + 1, new Sha(Town.Repo.Branch(branch)!), branch, "ada")).ToRow();
        return new("b1", "sluice/queue/main/b1", new Sha(Town.Repo.Branch("main")!), members, 0, Town.Clock.GetUtcNow())
        {
            Method = method,
        };
    }

    private void MergeIn(string branch, string other, string tree)
    {
        var by = new Signature("ada", "ada@acme.example", Town.Clock.GetUtcNow());
        var head = Town.Repo.Branch(branch)!;
        var merge = Town.Repo.Git.Write(new CommitDraft(tree, [head, other], by, by, "Merge\n"));
        Assert.Null(Town.World.Refs.Move(As("ada"), Town.Repo, [new RefMove($"refs/heads/{branch}", head, merge)], "push"));
    }
}
