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
        if (WayBack(seen, canary) is not { } way)
        {
            return null;
        }

        var next = way.Failed is null ? canary : canary with { Note = Joined(canary.Note, way.Failed) };
        var line = Told(next, way);
        return canary.Taken.Count == 0
            ? new Step(DeployQueue.End(ledger, next, CanaryEnd.RolledBack, seen.Now), line)
            : new Step(Placed(ledger, next with { Phase = Regression.After(canary), Since = seen.Now }), line);
    }

    /// <summary>The way back of a part, after which its case goes on: one that is for people says where it failed.</summary>
    public static Step? BackToCase(EnvironmentSeen seen, EnvironmentLedger ledger, Canary @case, Canary part)
    {
        if (WayBack(seen, part) is not { } way)
        {
            return null;
        }

        var line = Told(way.Failed is null ? part : part with { Note = way.Failed }, way);
        // The next part takes its place.
        return @case.Phase == CanaryPhase.Splitting
            ? new Step(ledger with { Canary = null }, line)
            : new Step(
                ledger with
                {
                    Canary = way.Failed is null ? @case : @case with { Note = Joined(@case.Note, way.Failed) },
                    Case = null,
                },
                line
            );
    }

    /// <summary>Null: not every one was made, or has failed.</summary>
    private static Return? WayBack(EnvironmentSeen seen, Canary canary)
    {
        var outcomes = Stages.Back(canary, seen.Policy).Select(asked => Outcome(seen, canary, asked)).ToList();
        return outcomes.TrueForAll(outcome => outcome.Done)
            ? new Return(outcomes.Find(outcome => outcome.Why is not null)?.Why is { } why ? CanaryWords.RollbackFailed(why) : null)
            : null;
    }

    private static JournalLine Told(Canary canary, Return way) =>
        way.Failed is null
            ? Story.Line("rolled_back", canary, CanaryWords.RolledBack(canary))
            : Story.Line("rollback_failed", canary, CanaryWords.Asks(canary));

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

    /// <param name="Failed">What people have to do; null: what ran before runs again.</param>
    private sealed record Return(string? Failed);
}
