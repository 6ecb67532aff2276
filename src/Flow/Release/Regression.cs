using Sluice.Flow.Policies;

namespace Sluice.Flow.Release;

/// <summary>From the verdict until the culprit is off the base: roll back, lock, blame, take back, unlock. In that order.</summary>
internal static class Regression
{
    public static Step Begin(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var policy = seen.Policy;
        var blame = Culprit.Of(canary.Pulls, policy.Alpha);
        var taken = Culprit.Taken(canary.Pulls, blame);
        var all = canary.Pulls.Select(pull => pull.Number).Order().ToRow();
        var against = Against(seen, ledger, canary, taken);
        // Without anything that may be taken back, the lock holds all of it until a person has decided.
        var locked = taken.Count > 0 ? taken : all;
        var next = canary with
        {
            Phase = policy.RollBack ? CanaryPhase.RollingBack : against is null ? CanaryPhase.Reverting : CanaryPhase.Asking,
            Since = seen.Now,
            Blame = blame,
            Taken = locked,
            OpensRevert = against is null,
            Note = against is null ? null : CanaryWords.NoRevert(against, locked),
        };
        var from = canary.Pulls.First(pull => locked.Contains(pull.Number)).Commit;
        var opened = against is null ? ledger.RevertsOpened.Where(at => seen.Now - at < Day).Append(seen.Now).ToRow() : ledger.RevertsOpened;
        return new Step(
            ledger with { Canary = next, Poison = new PoisonRange(canary.Id, from, locked, seen.Now), RevertsOpened = opened },
            Story.Line("regressed", next, CanaryWords.Regressed(next)));
    }

    /// <summary>Waits until the base has taken it back, by the bot's revert or by anybody's.</summary>
    public static Step? Wait(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var back = ledger.Waiting.SelectMany(pull => pull.Reverts).ToList();
        if (canary.Taken.All(back.Contains))
        {
            var ended = DeployQueue.End(ledger, canary with { Note = null }, CanaryEnd.Reverted, seen.Now);
            return new Step(ended, Story.Line("unlocked", canary, CanaryWords.Unlocked(canary)));
        }

        var revert = Answer(seen, canary);
        if (revert is not null && canary.RevertPull != revert.Number)
        {
            var opened = canary with { RevertPull = revert.Number };
            return new Step(ledger with { Canary = opened }, Story.Line("revert_opened", opened, CanaryWords.RevertOpened(opened)));
        }

        var trouble = revert is { Open: false, Merged: false } ? CanaryWords.Closed(revert.Number)
            : revert is null && seen.RevertRefused is { } why ? CanaryWords.NoRevert(why, canary.Taken)
            : null;
        return canary.Phase == CanaryPhase.Reverting && trouble is not null ? Asking(seen, ledger, canary with { Note = trouble })
            : canary.Phase == CanaryPhase.Asking && revert is { Open: true } ? Reverting(seen, ledger, canary with { Note = null })
            : null;
    }

    /// <summary>The revert that answers this canary; an open one before a closed one, the newest first.</summary>
    public static RevertPull? Answer(EnvironmentSeen seen, Canary canary) => seen.Reverts.Where(revert => revert.Canary == canary.Id)
        .OrderByDescending(revert => revert.Merged).ThenByDescending(revert => revert.Open).ThenByDescending(revert => revert.Number).FirstOrDefault();

    private static TimeSpan Day => TimeSpan.FromDays(1);

    private static Step Asking(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var next = canary with { Phase = CanaryPhase.Asking, Since = seen.Now };
        return new Step(ledger with { Canary = next }, Story.Line("asking", next, CanaryWords.Asks(next)));
    }

    private static Step Reverting(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var next = canary with { Phase = CanaryPhase.Reverting, Since = seen.Now };
        return new Step(ledger with { Canary = next }, Story.Line("revert_opened", next, CanaryWords.RevertOpened(next)));
    }

    /// <summary>What keeps the bot from opening the revert by itself; null: nothing does.</summary>
    private static string? Against(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, Row<int> taken)
    {
        var policy = seen.Policy;
        return !policy.Revert ? CanaryWords.NotAsked()
            : taken.Count == 0 ? CanaryWords.RevertToBlame()
            : canary.Pulls.FirstOrDefault(pull => pull.OptOut && taken.Contains(pull.Number)) is { } marked ? CanaryWords.OptedOut(marked.Number, policy.OptOut)
            : ledger.RevertsOpened.Count(at => seen.Now - at < Day) >= policy.RevertsPerDay ? CanaryWords.ManyReverts(policy.RevertsPerDay)
            : null;
    }
}
