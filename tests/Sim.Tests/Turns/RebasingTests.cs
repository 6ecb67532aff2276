using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Turns.Lanes;
using MergeMethod = Sluice.Flow.Policies.MergeMethod;
using Signature = Sluice.Hub.Git.Signature;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What a pull comes to commit by commit.</summary>
public sealed class RebasingTests : TurnTest
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

    private async Task<Composition> Compose(params string[] branches)
    {
        await Mirror.Fetch(Repo, Stop);
        var members = branches.Select((branch, index) => new Member(index + 1, new Sha(Town.Repo.Branch(branch)!), branch, "ada")).ToRow();
        return await new Rebasing(Mirror).Compose(
            Repo,
            new LaneMove.Compose("b1", "sluice/queue/main/b1", new Sha(Town.Repo.Branch("main")!), members, 0, Town.Clock.GetUtcNow())
            {
                Method = MergeMethod.Rebase,
            },
            Stop
        );
    }

    private void MergeIn(string branch, string other, string tree)
    {
        var by = new Signature("ada", "ada@acme.example", Town.Clock.GetUtcNow());
        var head = Town.Repo.Branch(branch)!;
        var merge = Town.Repo.Git.Write(new CommitDraft(tree, [head, other], by, by, "Merge\n"));
        Assert.Null(Town.World.Refs.Move(As("ada"), Town.Repo, [new RefMove($"refs/heads/{branch}", head, merge)], "push"));
    }
}
