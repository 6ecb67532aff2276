using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>What must hold of every turn.</summary>
internal static class Rules
{
    public static void Check(World world, LaneSeen seen, Plan<LaneLedger, LaneMove> plan)
    {
        Assert.Equal(plan, LaneDecider.Decide(seen));
        var again = LaneDecider.Decide(seen with { Ledger = plan.Next, LandingContained = false }).Next;
        Assert.All(plan.Next.Builds, build => Assert.Contains(again.Builds, kept => kept.Id == build.Id));
        Assert.True(
            plan.Next.Builds.Count(build => build.State != BuildState.Green) <= seen.Policy.Queue.Slots,
            "no more builds than slots"
        );
        Assert.Null(plan.Next.Halted);
        foreach (var land in plan.Moves.OfType<LaneMove.Land>())
        {
            Assert.True(world.WentGreen(land.Candidate), "what lands went green");
            Assert.Equal(land.Tree, world.Of(land.Candidate).Tree);
            Assert.All(plan.Next.Landing!.Pulls, pull => Lands(world, seen, land, pull));
        }

        var outcomes = plan.Next.Outcomes.Where(outcome => outcome.Confidence is not null && !seen.Ledger.Outcomes.Contains(outcome));
        foreach (var outcome in outcomes)
        {
            Assert.True(
                outcome.Confidence >= Knobs.Default.Bar(seen.Policy.Queue.Slots, seen.Ledger.Learnt.FlakeRate)
                    || (seen.Policy.Queue.Retries == 0 || FailedAlone(world, seen, outcome.Number)),
                $"#{outcome.Number} is blamed at {outcome.Confidence}"
            );
        }
    }

    /// <summary>What must hold in the end.</summary>
    public static void CheckEnd(World world)
    {
        Assert.True(world.Passes(world.Of(world.Head)), "the base is green");
        Assert.Equal(
            world.OnBase.Order(),
            world
                .Journal.Where(line => line.Kind == LandedPulls.Kind)
                .SelectMany(line => LandedPulls.Read(line.Data!))
                .Select(pull => pull.Number)
                .Order()
        );
        foreach (var outcome in world.Pulls.Select(pull => pull.Ended!))
        {
            Assert.Equal(outcome.State == PullState.Landed, world.OnBase.Contains(outcome.Number));
            Assert.True(
                outcome.Code != Code.MergeConflict
                    || world.OnBase.Any(other => world.Conflicts.Contains(World.Pair(outcome.Number, other))),
                $"#{outcome.Number} conflicts with nothing that landed"
            );
        }
    }

    /// <summary>Good, and together with all that landed still good: nobody should have put it out.</summary>
    public static bool IsWronged(World world, Pull pull) =>
        pull.Ended is { State: PullState.Ejected, Confidence: not null }
        && !pull.Bad
        && !world.OnBase.Any(other => world.Pairs.Contains(World.Pair(pull.Number, other)));

    private static void Lands(World world, LaneSeen seen, LaneMove.Land land, Landed pull)
    {
        Assert.Contains(
            seen.Entries,
            entry => entry.Number == pull.Number && entry.CurrentHead == pull.Head && entry.Ticket == pull.Ticket
        );
        Assert.True(world.Descends(land.Candidate, pull.Commit), "its commit comes with the candidate");
        Assert.Contains(pull.Number, world.Of(pull.Commit).Content);
        Assert.Equal((land.Expected, land.Candidate), (pull.Before, pull.Tip));
    }

    /// <summary>It was alone under suspicion before this turn's evidence came in.</summary>
    private static bool FailedAlone(World world, LaneSeen seen, int number) =>
        seen.Ledger.Reds.Any(red =>
            red.Suspects.Any(member => member.Number == number)
            && red.Suspects.All(member => member.Number == number || world.OnBase.Contains(member.Number))
        );
}
