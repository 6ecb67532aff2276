using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>People take a canary into their own hands. Whether they may was asked where they said it.</summary>
internal static class Steering
{
    /// <summary>
    /// What is not heeded yet: to take it off is safe, so that wins, then the newest word. What was said before this canary began was said
    /// of another.
    /// </summary>
    public static Step? Heed(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        if (
            canary.Taken.Count > 0
            || canary.Phase is not (CanaryPhase.Deploying or CanaryPhase.Baking or CanaryPhase.Asking or CanaryPhase.Promoting)
        )
        {
            return null;
        }

        // GitHub's clock tells whole seconds.
        var orders = seen
            .Orders.Where(order =>
                order.Comment > canary.Heeded
                && order.At.AddSeconds(1) > canary.Created
                && !ledger.OrdersDone.Contains(order.Comment)
                && canary.Pulls.Any(pull => pull.Number == order.Pull)
            )
            .Where(order => Counts(seen, ledger, canary, order))
            .OrderBy(order => order.Comment)
            .ToList();
        var order = orders.FindLast(order => order.Ask == CanaryAsk.Rollback) ?? orders.LastOrDefault();
        var next = canary with { Heeded = orders.LastOrDefault()?.Comment ?? canary.Heeded };
        // Also of those after it: by its clock GitHub may have heard the word when the next one had begun.
        ledger = Ordering.Done(ledger, orders.Select(each => each.Comment));
        return order?.Ask switch
        {
            // A canary that is not there yet, or is kept by a freeze, cannot be promoted: the word waits.
            CanaryAsk.Promote when canary.Phase != CanaryPhase.Deploying && !DeployFreezes.Keeps(seen, canary) => Baking.Kept(
                seen,
                ledger,
                next,
                (_, _, tested) => Baking.Promote(seen, ledger, tested, CanaryWords.PromotedBy(order.By))
            ),
            CanaryAsk.Rollback => Baking.Kept(
                seen,
                ledger,
                next,
                (_, _, tested) => Baking.TakeOff(seen, ledger, tested, CanaryWords.TakenOffBy(order.By))
            ),
            CanaryAsk.Extend => Extend(seen, ledger, next, order.By),
            _ => null,
        };
    }

    /// <summary>Nobody promotes what they wrote a part of.</summary>
    public static bool IsByAuthor(Canary canary, CanaryOrder order) =>
        canary.Pulls.Any(pull => string.Equals(pull.Author, order.By.Login, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A verdict of harm that is acted on goes before what people said until then. One that is only put to a person, because the judge is
    /// not trusted, does not; but who promotes it must have seen the question.
    /// </summary>
    private static bool Counts(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, CanaryOrder order) =>
        order.Ask switch
        {
            // On its way to production it can be taken off, and no more: what was said of its bake is over with that.
            _ when canary.Phase == CanaryPhase.Promoting => order.Ask == CanaryAsk.Rollback,
            CanaryAsk.Extend => true,
            CanaryAsk.Rollback => !Baking.Regressed(seen, canary) || !Baking.IsTrusted(seen, ledger),
            CanaryAsk.Promote when IsByAuthor(canary, order) => false,
            CanaryAsk.Promote => !Baking.Regressed(seen, canary)
                || (!Baking.IsTrusted(seen, ledger) && canary.Phase == CanaryPhase.Asking && order.At > canary.Since),
            _ => false,
        };

    /// <summary>
    /// For another longest bake from where the last one ends, or has ended: the time for which it waited for somebody is none of it.
    /// </summary>
    private static Step Extend(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, Actor by)
    {
        var over = seen.Now - (canary.BakingSince ?? seen.Now) - seen.Policy.BakeMax;
        var next = canary with
        {
            Extra = (over > canary.Extra ? over : canary.Extra) + seen.Policy.BakeMax,
            Phase = canary.Phase == CanaryPhase.Asking ? CanaryPhase.Baking : canary.Phase,
            Since = canary.Phase == CanaryPhase.Asking ? seen.Now : canary.Since,
            Note = null,
        };
        return new Step(
            ledger with
            {
                Canary = next,
            },
            Story.Line("extended", next, CanaryWords.Extended(next, by, seen.Policy.BakeMax + next.Extra))
        );
    }
}
