using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>What must hold of every turn.</summary>
internal static class Rules
{
    public static void Check(World world, LaneSeen seen, Plan<LaneLedger, LaneMove> plan)
    {
        Assert.Equal(plan, LaneDecider.Decide(seen));
        Assert.True(plan.Next.Builds.Count(build => build.State != BuildState.Green) <= seen.Policy.Queue.Slots, "no more builds than slots");
        Assert.Null(plan.Next.Halted);
        foreach (var land in plan.Moves.OfType<LaneMove.Land>())
        {
            Assert.True(world.WentGreen(land.Candidate), "what lands went green");
            Assert.Equal(land.Tree, world.Of(land.Candidate).Tree);
            Assert.All(plan.Next.Landing!.Pulls, pull => Assert.Contains(seen.Entries, entry => entry.Number == pull.Number && entry.CurrentHead == pull.Head));
        }

        var bar = 1 - Knobs.Default.Doubt;
        foreach (var outcome in plan.Next.Outcomes.Where(outcome => outcome.Code == Code.ChecksFailed && outcome.Confidence is not null))
        {
            Assert.True(outcome.Confidence >= bar || seen.Ledger.Outcomes.Contains(outcome) || FailedAloneTooOften(seen, outcome.Number), $"#{outcome.Number}: {outcome.Confidence}");
        }
    }

    /// <summary>Counting what this turn takes in.</summary>
    private static bool FailedAloneTooOften(LaneSeen seen, int number) =>
        seen.Ledger.Reds.Any(red => red.Suspects.Any(member => member.Number == number))
        || seen.Ledger.Builds.Any(build => build.Content.Any(member => member.Number == number));
}
