using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>People take a canary into their own hands. Whether they may was asked where they said it.</summary>
internal static class Steering
{
    /// <summary>The oldest word that is not heeded yet. What was said before this canary began was said of another.</summary>
    public static Step? Heed(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        if (canary.Taken.Count > 0 || canary.Phase is not (CanaryPhase.Deploying or CanaryPhase.Baking or CanaryPhase.Asking))
        {
            return null;
        }

        // GitHub's clock tells whole seconds.
        var order = seen.Orders.Where(order => order.Comment > canary.Heeded && order.At.AddSeconds(1) > canary.Created && canary.Pulls.Any(pull => pull.Number == order.Pull))
            .OrderBy(order => order.Comment).FirstOrDefault();
        var next = canary with { Heeded = order?.Comment ?? canary.Heeded };
        return order?.Ask switch
        {
            // A canary that is not there yet cannot be promoted: the word waits.
            CanaryAsk.Promote when canary.Phase != CanaryPhase.Deploying => Baking.Kept(seen, ledger, next, (_, _, tested) => Baking.Promote(seen, ledger, tested, CanaryWords.PromotedBy(order.By))),
            CanaryAsk.Rollback => Baking.Kept(seen, ledger, next, (_, _, tested) => Baking.TakeOff(seen, ledger, tested, CanaryWords.TakenOffBy(order.By))),
            CanaryAsk.Extend => Extend(seen, ledger, next, order.By),
            _ => null,
        };
    }

    private static Step Extend(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, Actor by)
    {
        var next = canary with
        {
            Extra = canary.Extra + seen.Policy.BakeMax,
            Phase = canary.Phase == CanaryPhase.Asking ? CanaryPhase.Baking : canary.Phase,
            Since = canary.Phase == CanaryPhase.Asking ? seen.Now : canary.Since,
            Note = null,
        };
        return new Step(ledger with { Canary = next }, Story.Line("extended", next, CanaryWords.Extended(next, by, seen.Policy.BakeMax + next.Extra)));
    }
}
