using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Release.Budgets;

namespace Sluice.Flow.Release;

/// <summary>From the verdict until the culprit is off the base: roll back, lock, blame, take back, unlock. In that order.</summary>
internal static class Regression
{
    /// <summary>Mitigates at once, whoever is to blame; all of it is locked until that is known.</summary>
    public static Step Begin(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var all = canary.Pulls.Select(pull => pull.Number).Order().ToRow();
        var next = canary with
        {
            Phase = seen.Policy.RollBack ? CanaryPhase.RollingBack : CanaryPhase.Blaming,
            Since = seen.Now,
            Taken = all,
            Note = null,
            Cost = Cost.Of(seen, canary),
            Counted = Signs.Counted(seen, canary),
        };
        return new Step(
            ledger with
            {
                Canary = next,
                Poison = new PoisonRange(canary.Id, canary.Pulls[0].Commit, all, seen.Now),
            },
            Story.Line("regressed", next, CanaryWords.Regressed(next))
        );
    }

    /// <summary>Weighs the evidence as soon as it was read; null: it is not there yet.</summary>
    public static Step? Weigh(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary) =>
        seen.Symptoms is { } symptoms && Signs.Of(seen, canary, symptoms) is var failing
            ? Conclude(
                seen,
                ledger with
                {
                    Canary = null,
                },
                canary with
                {
                    Failing = failing,
                    Signature = failing.Select(Places.Main).OfType<string>().ToRow(),
                }
            )
            : null;

    /// <summary>
    /// What follows from all that is known by now: a culprit, another part to try, or a question. The case is put back where it belongs.
    /// </summary>
    public static Step Conclude(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var known = canary with { Suspects = Weighed(seen, canary) };
        return Culprit.Find(known, Splitting.Field(canary), seen.Policy) switch
        {
            Finding.Take take => Take(seen, ledger, known, take),
            Finding.Ask ask => Place(seen, ledger, known with { OpensRevert = false, Note = ask.Why }, CanaryPhase.Asking, "asking"),
            _ => Place(seen, ledger, known, CanaryPhase.Splitting, "splitting"),
        };
    }

    public static Row<Suspicion> Weighed(EnvironmentSeen seen, Canary canary)
    {
        var field = Splitting.Field(canary);
        // What another part did may have been another's fault.
        var trials = canary
            .Trials.Where(trial => trial.Verdict != Verdict.Regressed || field.All(pull => trial.Pulls.Contains(pull.Number)))
            .ToRow();
        return Posterior.Of(new Evidence(field, canary.Failing, trials, seen.Policy.Alpha, seen.Policy.Beta));
    }

    /// <summary>Waits until the base has taken it back, by the bot's revert or by anybody's.</summary>
    public static Step? Wait(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        if (Unlocked(seen, ledger, canary) is { } unlocked)
        {
            return unlocked;
        }

        var revert = Answer(seen, canary);
        if (revert is not null && canary.RevertPull != revert.Number)
        {
            return Reverting(seen, ledger, canary with { RevertPull = revert.Number });
        }

        var trouble =
            revert is { Open: false, Merged: false } ? CanaryWords.Closed(revert.Number)
            : revert is { Merged: false, Out: { } standing } ? CanaryWords.RevertIsOut(revert.Number, standing)
            : revert is null && canary.OpensRevert
                ? Refusals.OfRevert(seen, canary) is { } refusal ? CanaryWords.NotOpened(refusal, canary.Taken)
                    : null
            : null;
        return canary.Phase == CanaryPhase.Reverting && trouble is not null ? Asking(seen, ledger, canary with { Note = trouble })
            : canary.Phase == CanaryPhase.Asking && revert is { Open: true } && trouble is null
                ? Reverting(seen, ledger, canary with { Note = null })
            : null;
    }

    /// <summary>
    /// What was named is off the base; or, while nobody was, a person took any of it back: that is a decision, and what is left goes again
    /// with the revert. Where that came past the queue, nothing that waits brings it: then the base is deployed as it stands.
    /// </summary>
    public static Step? Unlocked(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var landed = ledger.Waiting.SelectMany(pull => pull.Reverts).ToRow();
        var isPast = !IsEnough(canary, landed) && seen.Undone is not null;
        var back = isPast ? landed.AddRange(seen.Undone!.Pulls) : landed;
        if (!IsEnough(canary, back))
        {
            return null;
        }

        var ended = canary with { Note = null, Taken = canary.Blame is null ? Of(canary, back) : canary.Taken };
        var over = DeployQueue.End(ledger with { Case = null }, ended, CanaryEnd.Reverted, seen.Now);
        return new Step(
            isPast ? DeployQueue.AsItStands(over, canary.Pulls[0].Base, seen.Undone!.Head) : over,
            Story.Line("unlocked", ended, CanaryWords.Unlocked(ended))
        );
    }

    private static bool IsEnough(Canary canary, Row<int> back) =>
        canary.Blame is null ? Of(canary, back).Count > 0 : canary.Taken.All(back.Contains);

    private static Row<int> Of(Canary canary, Row<int> back) =>
        back.Where(number => canary.Pulls.Any(pull => pull.Number == number)).Distinct().Order().ToRow();

    /// <summary>
    /// The revert of just what this canary has to take back; an open one before a closed one, the newest first. One of what was named
    /// before answers nothing any more. A pull that landed twice is named once and taken back twice.
    /// </summary>
    public static RevertPull? Answer(EnvironmentSeen seen, Canary canary) =>
        seen
            .Reverts.Where(revert => revert.Canary == canary.Id && new SortedSet<int>(revert.Pulls).SetEquals(canary.Taken))
            .OrderByDescending(revert => revert.Merged)
            .ThenByDescending(revert => revert.Open)
            .ThenByDescending(revert => revert.Number)
            .FirstOrDefault();

    /// <summary>Where a regressed canary goes once its way back is made.</summary>
    public static CanaryPhase After(Canary canary) =>
        canary switch
        {
            { Suspects.Count: 0 } => CanaryPhase.Blaming,
            { OpensRevert: true } => CanaryPhase.Reverting,
            { Blame: null, Note: null } => CanaryPhase.Splitting,
            _ => CanaryPhase.Asking,
        };

    private static Step Take(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, Finding.Take take)
    {
        var against = Guards.Against(seen, ledger, canary, take.Pulls);
        var named = canary with
        {
            Taken = take.Pulls,
            Blame = take.Blame,
            Certain = take.Certain,
            OpensRevert = against is null,
            Note = against is null ? null : CanaryWords.NoRevert(against, take.Pulls),
        };
        var opened = against is null ? Guards.OpenedOfLate(seen, ledger).Append(seen.Now).ToRow() : ledger.RevertsOpened;
        var from = canary.Pulls.First(pull => take.Pulls.Contains(pull.Number)).Commit;
        var poison = new PoisonRange(canary.Id, from, take.Pulls, ledger.Poison?.Since ?? seen.Now);
        return Place(
            seen,
            ledger with
            {
                RevertsOpened = opened,
                Poison = poison,
            },
            named,
            against is null ? CanaryPhase.Reverting : CanaryPhase.Asking,
            "named"
        );
    }

    /// <summary>A way back that is still being made is waited for first; a part that still runs, likewise.</summary>
    private static Step Place(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, CanaryPhase phase, string kind)
    {
        var next = canary.Phase == CanaryPhase.RollingBack ? canary : canary with { Phase = phase, Since = seen.Now };
        var splits = next.Phase == CanaryPhase.Splitting;
        var placed = ledger.Canary is not null || splits ? ledger with { Case = next } : ledger with { Canary = next, Case = null };
        return new Step(placed, Story.Line(kind, next, CanaryWords.Concluded(next)));
    }

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
}
