using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>Decides what an environment pair does next: deploys, bakes, promotes, rolls back, opens the revert, unlocks.</summary>
public static class EnvironmentDecider
{
    /// <summary>More changes than this in one look would be a circle.</summary>
    private const int MostSteps = 12;

    /// <summary>Between looks that catch up with ticks after a silence.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    public static Plan<EnvironmentLedger, EnvironmentMove> Decide(EnvironmentSeen seen)
    {
        var ledger = Baking.Judged(seen, DeployQueue.TakeIn(seen.Ledger, seen.Landed, seen.Now));
        var journal = new List<JournalLine>();
        while (Next(seen, ledger) is { } step)
        {
            ledger = step.Ledger;
            if (step.Receipt is { } receipt)
            {
                journal.Add(receipt);
            }

            journal.Add(step.Line);
            if (journal.Count > MostSteps)
            {
                throw new InvalidOperationException($"an environment goes in circles: {string.Join(", ", journal.Select(line => line.Kind))}");
            }
        }

        return new Plan<EnvironmentLedger, EnvironmentMove>(ledger, Moves(seen, ledger), Wake(seen, ledger), journal.ToRow());
    }

    private static Step? Next(EnvironmentSeen seen, EnvironmentLedger ledger) => ledger.Canary switch
    {
        null => DeployQueue.Start(seen, ledger),
        { Phase: CanaryPhase.Deploying } canary => Deploying.ToWeight(seen, ledger, canary),
        { Phase: CanaryPhase.Promoting } canary => Deploying.ToProduction(seen, ledger, canary),
        { Phase: CanaryPhase.RollingBack } canary => Deploying.Back(seen, ledger, canary),
        { Taken.Count: > 0 } canary => Regression.Wait(seen, ledger, canary),
        { Verdict: not null } canary => Baking.Next(seen, ledger, canary),
        // It began to bake in this very look: nothing was counted, so there is nothing to decide.
        _ => null,
    };

    /// <summary>Whatever the ledger wants and GitHub does not show yet; so a move that was lost is made by a later look.</summary>
    private static Row<EnvironmentMove> Moves(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        var moves = new List<EnvironmentMove>();
        if (ledger.Canary is { } canary)
        {
            moves.AddRange(Stages.Awaited(canary, seen.Policy).Where(asked => Stages.Find(seen.Deployments, asked) is null));
            if (canary is { OpensRevert: true, Phase: CanaryPhase.RollingBack or CanaryPhase.Reverting } && seen.RevertRefused is null
                && Regression.Answer(seen, canary) is null)
            {
                moves.Add(Revert(canary));
            }
        }

        moves.AddRange(seen.Deployments.Where(each => IsAbandoned(each, seen.Now)).Select(each =>
            new EnvironmentMove.Close(each.Id, DeploymentState.Error, RevertWords.NoAnswer(Stages.Timeout))));
        return moves.ToRow();
    }

    private static EnvironmentMove.OpenRevert Revert(Release.Canary canary)
    {
        var taken = canary.Pulls.Where(pull => canary.Taken.Contains(pull.Number)).Reverse().ToRow();
        var branch = $"sluice/revert/{taken[0].Commit.Short}";
        // The whole canary surely holds the culprit; a single one is as certain as its blame.
        var certain = taken.Count > 1 || canary.Blame!.Confidence >= Culprit.Certain;
        return new EnvironmentMove.OpenRevert(
            canary.Id, taken[0].Base, branch, taken, RevertWords.Title(taken), RevertWords.Body(canary, taken), certain, canary.Verdict!.At);
    }

    private static bool IsAbandoned(Deployment deployment, DateTimeOffset now) =>
        deployment.Payload is not null && Stages.IsUnfinished(deployment.State) && now - deployment.Created >= Stages.Timeout;

    /// <summary>When time alone may change something. Deployments and reverts ring when they move; a look per tick beside that costs little and misses nothing.</summary>
    private static DateTimeOffset? Wake(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        if (ledger.Canary is not { } canary)
        {
            return null;
        }

        var (policy, now) = (seen.Policy, seen.Now);
        DateTimeOffset? behind = Ticks.IsBehind(seen, canary) ? now + AtOnce : null;
        DateTimeOffset?[] times = canary.Phase switch
        {
            CanaryPhase.Deploying or CanaryPhase.Promoting or CanaryPhase.RollingBack => [now + policy.Every, canary.Since + Stages.Timeout],
            CanaryPhase.Baking =>
            [
                behind, Ticks.Next(canary, policy, now), canary.BakingSince + policy.BakeMin, canary.BakingSince + policy.BakeMax,
                canary.StageSince + (policy.BakeMin / policy.Weights.Count),
            ],
            CanaryPhase.Reverting => [now + policy.Every],
            _ => [behind, Ticks.Next(canary, policy, now)],
        };
        return times.Where(time => time > now).Min();
    }
}
