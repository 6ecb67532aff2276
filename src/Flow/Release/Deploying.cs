using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>Phases that wait for a deployment: to a weight, to production, or back.</summary>
internal static class Deploying
{
    /// <summary>
    /// A weight: success bakes, anything else takes the canary off, and so does harm that is seen at the weight before while nobody has
    /// taken the wider one up.
    /// </summary>
    public static Step? ToWeight(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        if (!Silence.IsTakenUp(canary, seen.Policy, seen.Deployments) && Baking.RegressedOnTheWay(seen, ledger, canary) is { } regressed)
        {
            return regressed;
        }

        switch (Outcome(seen, canary, Stages.AtWeight(canary, seen.Policy)))
        {
            case { Done: true, Why: null }:
                var baking = canary with
                {
                    Phase = CanaryPhase.Baking,
                    Since = seen.Now,
                    StageSince = seen.Now,
                    BakingSince = canary.BakingSince ?? seen.Now,
                    Stage = Stages.AtWeight(canary, seen.Policy).Payload.Id,
                    Every = Ticks.Length(canary, seen.Policy),
                };
                return new Step(ledger with { Canary = baking }, Story.Line("baking", baking, CanaryWords.Bakes(baking, seen.Policy)));
            case { Done: true, Why: { } why, Began: var began }:
                return Fail(seen, ledger, canary, why, began);
            default:
                return Silence.IsLeft(canary, seen.Policy, seen.Deployments, seen.Now)
                    ? DeployQueue.Overtaken(ledger, canary, seen.Now)
                    : null;
        }
    }

    public static Step? ToProduction(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        switch (Outcome(seen, canary, Stages.Production(canary, seen.Policy)))
        {
            case { Done: true, Why: null }:
                var ended = DeployQueue.End(ledger, canary, CanaryEnd.Promoted, seen.Now);
                return new Step(ended, Story.Line("promoted", canary, CanaryWords.Promoted(canary, seen.Policy)));
            case { Done: true, Why: { } why, Began: var began }:
                return Fail(seen, ledger, canary, why, began);
            default:
                return null;
        }
    }

    /// <summary>The way back. When it fails as well, that is said; the revert goes on all the same, for it is the other way back.</summary>
    public static Step? Back(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var outcomes = Stages.Back(canary, seen.Policy).Select(asked => Outcome(seen, canary, asked)).ToList();
        if (outcomes.Any(outcome => !outcome.Done))
        {
            return null;
        }

        var failed = outcomes.FirstOrDefault(outcome => outcome.Why is not null)?.Why;
        var next = failed is null ? canary : canary with { Note = Joined(canary.Note, CanaryWords.RollbackFailed(failed)) };
        var line = Story.Line(
            failed is null ? "rolled_back" : "rollback_failed",
            next,
            failed is null ? CanaryWords.RolledBack(next) : CanaryWords.Asks(next)
        );
        return canary.Taken.Count == 0
            ? new Step(DeployQueue.End(ledger, next, CanaryEnd.RolledBack, seen.Now), line)
            : new Step(Placed(ledger, next with { Phase = Regression.After(canary), Since = seen.Now }), line);
    }

    /// <summary>Whether every way back was made, or has failed.</summary>
    public static bool IsBack(EnvironmentSeen seen, Canary canary) =>
        Stages.Back(canary, seen.Policy).All(asked => Outcome(seen, canary, asked).Done);

    private static EnvironmentLedger Placed(EnvironmentLedger ledger, Canary canary) =>
        canary.Phase == CanaryPhase.Splitting ? ledger with { Canary = null, Case = canary } : ledger with { Canary = canary };

    /// <summary>A deployment that never began changed nothing: there is nothing to go back from.</summary>
    private static Step Fail(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, string why, bool began)
    {
        var next = canary with
        {
            Phase = CanaryPhase.RollingBack,
            Since = seen.Now,
            Note = CanaryWords.Failed(canary, why).TrimEnd('.'),
            DeployFailed = true,
        };
        var untouched = !began && canary.Weight == 0 && canary.BakingSince is null;
        return new Step(
            untouched ? DeployQueue.End(ledger, next, CanaryEnd.RolledBack, seen.Now) : ledger with { Canary = next },
            Story.Line("deploy_failed", next, CanaryWords.Failed(canary, why))
        );
    }

    private static Attempt Outcome(EnvironmentSeen seen, Canary canary, EnvironmentMove.Deploy asked)
    {
        var found = Stages.Find(seen.Deployments, asked);
        var late = seen.Now >= Stages.Due(canary, seen.Policy, found);
        var refused = seen.Refusals.FirstOrDefault(each =>
            each.Asked == asked.Payload.Id && each.Made == found is not null && (late || (each.Made && !each.IsTriedAgain))
        );
        return found?.State switch
        {
            DeploymentState.Success => new Attempt(true, null, true),
            DeploymentState.Failure or DeploymentState.Error => new Attempt(true, CanaryWords.DeployFailed(asked.Environment), true),
            DeploymentState.Inactive => new Attempt(true, CanaryWords.DeployReplaced(asked.Environment), true),
            not DeploymentState.InProgress when refused is not null => new Attempt(true, refused.Why, false),
            DeploymentState.InProgress when late => new Attempt(
                true,
                CanaryWords.DeployNotEnded(asked.Environment, seen.Policy.Deploy.Timeout),
                true
            ),
            // What GitHub was never seen to hold, nobody could take up: it is asked for again.
            not null when late => new Attempt(true, CanaryWords.DeployNotTaken(asked.Environment, seen.Policy.Deploy.Timeout), false),
            _ => new Attempt(false, null, false),
        };
    }

    private static string Joined(string? first, string second) => first is null ? second : $"{first}; {second}";

    /// <param name="Why">Null: it succeeded.</param>
    /// <param name="Began">Somebody took it up, so that the environment may have changed.</param>
    private sealed record Attempt(bool Done, string? Why, bool Began);
}
