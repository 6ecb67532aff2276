using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Takes in how pulls left GitHub's queue: merged, put out by it, taken out by somebody, or never let in.</summary>
internal static class Driven
{
    public static void Ended(Draft draft, NativeSeen native)
    {
        var inOrder = draft
            .Ledger.Driven.OrderBy(pull => native.Pull(pull.Number)?.Commit is null)
            .ThenBy(pull => native.Pull(pull.Number)?.Nth)
            .ThenBy(pull => pull.Number)
            .ToList();
        foreach (var pull in inOrder)
        {
            if (native.Pull(pull.Number) is not { Untold: false } known)
            {
                continue;
            }

            if (known.Commit is { } commit)
            {
                Land(draft, pull, known, commit);
            }
            else if (!known.Open)
            {
                Drop(draft, pull); // its own turn says that it was closed
            }
            else if (
                native.Entry(pull.Number) is null
                && pull.Out is null
                && Why(known, pull) is { } why
                && !IsUnproven(draft, pull, native, known, why.Code)
            )
            {
                Drop(draft, pull);
                if (draft.Find(pull.Number) is { } entry && entry.Ticket == pull.As.Ticket)
                {
                    draft.Eject(entry, why.Code, why.Because, checks: why.Checks);
                }
            }
        }
    }

    /// <summary>
    /// What fails on top of others may fail for one of them: GitHub puts it out all the same, and only once they have landed it is its own
    /// fault.
    /// </summary>
    private static bool IsUnproven(Draft draft, DrivenPull pull, NativeSeen native, NativePull known, Code code)
    {
        var suspects = pull.Ahead.Where(number => native.Pull(number)?.Commit is null).ToRow();
        if (code is not (Code.ChecksFailed or Code.MergeConflict) || suspects.Count == 0)
        {
            return false;
        }

        var waits = suspects.Any(number => native.Entry(number) is not null || native.Pull(number) is { Untold: true });
        Put(draft, waits ? pull with { Waits = true } : pull.Anew(draft.Seen.Now, known.LeftAt));
        if (!waits)
        {
            draft.Say("unproven", NativeWords.Unproven(pull.Number, suspects), [pull.Number]);
        }

        return true;
    }

    private static void Put(Draft draft, DrivenPull pull) =>
        draft.Ledger = draft.Ledger with { Driven = draft.Ledger.Driven.Select(each => each.Number == pull.Number ? pull : each).ToRow() };

    private static void Drop(Draft draft, DrivenPull pull) =>
        draft.Ledger = draft.Ledger with { Driven = draft.Ledger.Driven.Where(each => each.Number != pull.Number).ToRow() };

    private static void Land(Draft draft, DrivenPull pull, NativePull known, Sha commit)
    {
        Drop(draft, pull);
        var (seen, at) = (draft.Seen, known.MergedAt ?? draft.Seen.Now);
        var landed = pull.As with { Before = known.Onto ?? seen.Ledger.Head ?? commit, Tip = commit, Commit = commit, At = seen.Now };
        draft.Settle(
            new Outcome(
                pull.Number,
                pull.As.Ticket,
                pull.As.Head,
                PullState.Landed,
                Code.Landed,
                null,
                commit,
                [],
                null,
                null,
                [],
                seen.Now
            )
            {
                Fails = pull.As.Fails,
            }
        );
        draft.Say(LandedPulls.Kind, NativeWords.Landed(pull.Number, seen.Base, commit), [pull.Number], LandedPulls.Write([landed]));
        var told = known.Checks.Where(check => IsToldBy(check, at)).ToRow();
        if (pull.Group == commit && pull.Moved is { } began && at > began)
        {
            draft.Ledger = draft.Ledger with { Learnt = Learning.Ended(draft.Ledger.Learnt, at - began, told, green: true, began) };
        }

        var demand = Demands.Of(seen.Policy.Queue, seen.Rules, []);
        if (
            (seen.Rules.Names.Count > 0 || seen.Policy.Queue.Checks.Count > 0)
            && demand.Judge(told, seen.Now) is { Kind: not CheckVerdictKind.Green } verdict
        )
        {
            draft.Say("untested", NativeWords.Untested(pull.Number, commit, verdict.Told, verdict.Missing), [pull.Number]);
        }
    }

    /// <summary>
    /// The base is often tested once more when it has moved, by checks of the same names: they say nothing of what GitHub landed by.
    /// </summary>
    private static bool IsToldBy(Check check, DateTimeOffset merged) =>
        check.Completed is { } ended ? ended <= merged : check.State is not (CheckState.Queued or CheckState.Running);

    /// <summary>Null: it is still on its way in.</summary>
    private static (Code Code, string Because, Row<Check> Checks)? Why(NativePull known, DrivenPull pull) =>
        known is { LeftFor: { } reason and not ("MERGE" or "merge"), LeftAt: { } left } && left >= pull.Since ? Of(reason, known.Checks)
        : known is { Refused: { } words, RefusedAt: { } refused } && refused >= pull.Since && !pull.Entered
            ? (Code.Dequeued, NativeWords.Refused(words), [])
        : null;

    // GitHub spells its reasons in two ways: CI_FAILURE in webhooks, failed_checks in the timeline.
    private static (Code Code, string Because, Row<Check> Checks) Of(string reason, Row<Check> checks)
    {
        var word = reason.ToUpperInvariant();
        var failed = checks.Where(check => check.State == CheckState.Failure).ToRow();
        return word.Contains("CONFLICT", StringComparison.Ordinal) ? (Code.MergeConflict, NativeWords.Conflicts(), [])
            : word.Contains("TIMEOUT", StringComparison.Ordinal) || word.Contains("TIMED", StringComparison.Ordinal)
                ? (Code.TimedOut, NativeWords.Late(), [])
            : word.Contains("FAIL", StringComparison.Ordinal) ? (Code.ChecksFailed, NativeWords.Failed(failed), failed)
            : (Code.Dequeued, NativeWords.Removed(reason), []);
    }
}
