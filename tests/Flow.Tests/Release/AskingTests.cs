using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>A bad canary of which it stays unclear whom to revert: all of it, or whom a person says.</summary>
public sealed class AskingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(12);

    [Fact]
    public void Where_the_policy_says_so_all_of_it_is_taken_back()
    {
        var fleet = CanaryOfTen.With(7, policy: new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Whole });

        fleet.Run(Long);

        var revert = Assert.Single(fleet.Opened);
        Assert.Equal((10, false, 10), (revert.Pulls.Count, revert.Certain, revert.Pulls[0].Number));
        Assert.False(Fate.Of(fleet.Ledger, 3)!.Innocent);

        fleet.Land([901], 0.01, reverts: [.. Enumerable.Range(1, 10)]);
        fleet.Run(Long);
        Assert.Equal((PullState.Reverted, TakenAs.Suspect), (Fate.Of(fleet.Ledger, 3)!.State, Fate.Of(fleet.Ledger, 3)!.Taken));
    }

    [Fact]
    public void Nothing_is_taken_back_as_a_whole_where_it_is_rather_none_of_it()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Whole },
        };
        var pulls = Enumerable.Range(1, 12).ToArray();
        foreach (var number in pulls)
        {
            fleet.Paths[number] = [$"docs/{number}.md"];
        }

        fleet.Badness[fleet.Land(pulls, 0.001)[3].Commit] = 4;
        fleet.Run(Long);

        Assert.Null(fleet.Ledger.Canary!.Suspects[0].Number);
        Assert.InRange(fleet.Ledger.Canary.Suspects[0].Probability, 0.5, 0.8);
        Assert.Equal((CanaryPhase.Asking, 0), (fleet.Ledger.Canary.Phase, fleet.Opened.Count()));
    }

    [Fact]
    public void Where_the_policy_says_so_a_person_is_asked_with_what_to_say()
    {
        var fleet = CanaryOfTen.With(7, policy: new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Ask });

        fleet.Run(Long);

        Assert.Equal((CanaryPhase.Asking, 0), (fleet.Ledger.Canary!.Phase, fleet.Opened.Count()));
        Assert.Contains("`/sluice revert`", Fate.Of(fleet.Ledger, 3)!.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Trouble_that_no_part_shows_is_put_to_a_person_and_nobody_is_reverted()
    {
        var fleet = new Fleet();
        fleet.Land(1, 2, 3, 4);
        fleet.Badness[Fleet.Commit(4)] = 4;
        fleet.RunUntil(() => fleet.Ledger.Case is not null);
        fleet.Badness.Clear();
        fleet.Run(TimeSpan.FromDays(1));

        Assert.Empty(fleet.Opened);
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        Assert.NotNull(fleet.Ledger.Poison);
    }

    [Fact]
    public void A_part_that_nobody_deploys_asks_a_person_and_says_why()
    {
        var fleet = CanaryOfTen.With(7);
        fleet.Deployer = move => move.Payload.Pulls.Count < 10 && move.Payload.Stage == "canary" ? null : DeploymentState.Success;

        fleet.Run(Long);

        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        Assert.Contains("nobody took the deployment up", fleet.Ledger.Canary.Note, StringComparison.Ordinal);
        Assert.Equal(("rollback", Fleet.Commit(0)), (fleet.Deploys.Last().Payload.Stage, fleet.Deploys.Last().Sha));
    }

    [Fact]
    public void A_change_that_cannot_be_taken_back_asks_a_person()
    {
        var fleet = new Fleet();
        fleet.Paths[1] = ["db/migrations/7.sql"];
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;

        fleet.Run(Long);

        Assert.Empty(fleet.Opened);
        Assert.Contains("canary.irreversible", fleet.Ledger.Canary!.Note, StringComparison.Ordinal);
    }
}
