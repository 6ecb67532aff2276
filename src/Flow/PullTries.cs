using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>Takes a try from the command to its answer: composed, tested, told, its branch gone.</summary>
internal static class PullTries
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What GitHub refuses for so long (a locked conversation, a guarded branch) is given up; the sweep deletes branches that nobody knows.
    /// </summary>
    private static readonly TimeSpan GivenUp = TimeSpan.FromHours(1);

    public static (PullLedger Ledger, Row<JournalLine> Lines) TakeIn(PullSeen seen, PullLedger ledger)
    {
        var ended = ledger.EndedTries.Where(end => !IsSettled(seen, ledger, end)).ToRow();
        if (ledger.Try is not { } run)
        {
            return (ledger with { EndedTries = ended }, []);
        }

        if (run.Candidate is null && Trial(seen, run)?.Composed is { Candidate: { } candidate, Refused: null })
        {
            run = run with { Candidate = candidate, Started = seen.Now };
        }

        return Ends(seen, ledger, run) is { } says
            ? (
                ledger with
                {
                    Try = null,
                    EndedTries = ended.Add(new TryEnd(run.Comment, run.Candidate, says, seen.Now)),
                },
                [new JournalLine("tried", Told(run, says), [seen.Pull.Number])]
            )
            : (ledger with { Try = run, EndedTries = ended }, []);
    }

    public static IEnumerable<PullMove> Moves(PullSeen seen, PullLedger ledger)
    {
        foreach (var end in ledger.EndedTries.Where(end => !seen.Shown.Tried.Contains(end.Comment)))
        {
            yield return new PullMove.PutComment(null, TryWords.Marker(end.Comment), end.Says);
        }

        if (ledger.Try is { Candidate: null } run)
        {
            if (IsRead(seen, run))
            {
                yield return new PullMove.ComposeTry(run.Comment, run.Head, run.Onto, run.At);
            }
        }
        else if (ledger.Try is null && ledger.EndedTries.Count > 0)
        {
            yield return new PullMove.DropTry(ledger.EndedTries.Select(end => end.Candidate).OfType<Sha>().ToRow());
        }
    }

    public static DateTimeOffset? Wake(PullSeen seen, PullLedger ledger)
    {
        DateTimeOffset? settled = ledger.Try is { Candidate: not null } run
            ? Judge(seen, ledger, run).SettledAt ?? Deadline(seen, run)
            : null;
        return ledger.EndedTries.Count > 0 || ledger.Try is { Candidate: null } ? seen.Now + Again : settled;
    }

    /// <summary>
    /// Why somebody may not have a fork's head tried that changes what CI runs: the path; null: they may, as far as is known.
    /// </summary>
    public static string? Guard(PullSeen seen, Actor by, Permission permission) =>
        seen.Pull.IsFork(seen.Repo.Id)
        && seen.Ci is { Paths: [var path, ..] }
        && (permission < Permission.Maintain || by.Id == seen.Pull.Author.Id)
            ? path
            : null;

    /// <summary>Told, or given up; and its branch gone, or taken over by the next.</summary>
    private static bool IsSettled(PullSeen seen, PullLedger ledger, TryEnd end) =>
        seen.Now - end.At >= GivenUp || (seen.Shown.Tried.Contains(end.Comment) && (seen.TryBranchGone || ledger.Try is not null));

    /// <summary>The head is there to be merged, and of a fork's it is known what it changes of what CI runs.</summary>
    private static bool IsRead(PullSeen seen, TryRun run) => seen.Change?.Head == run.Head && seen.Ci is not null;

    private static TrySeen? Trial(PullSeen seen, TryRun run) =>
        seen.Trial?.Composed is { } composed && composed.Comment != run.Comment ? null : seen.Trial;

    private static string? Ends(PullSeen seen, PullLedger ledger, TryRun run)
    {
        var limit = seen.Policy.Queue.Timeout;
        return !seen.Pull.Open ? TryWords.Over(run, seen.Pull.Merged)
            : seen.Pull.Head != run.Head ? TryWords.HeadMoved(run, seen.Pull.Head)
            : seen.Pull.Base != run.Base ? TryWords.Retargeted(run, seen.Pull.Base)
            : run.Candidate is not null ? Judged(seen, run, Judge(seen, ledger, run), limit)
            : Trial(seen, run)?.Composed is { } composed
                ? composed.Refused is { } words ? TryWords.Refused(run, words)
                    : TryWords.Conflicts(run, composed.Paths)
            : Guard(seen, run.By, run.Permission) is { } path ? TryWords.Guarded(run, path)
            : seen.Now >= Deadline(seen, run) ? TryWords.NotComposed(run, limit)
            : null;
    }

    /// <summary>Whoever tries wants to hear of every check: one that failed ends it only once the others have ended.</summary>
    private static string? Judged(PullSeen seen, TryRun run, CheckVerdict verdict, TimeSpan limit)
    {
        var checks = Trial(seen, run)?.Checks ?? [];
        var isLate = seen.Now >= Deadline(seen, run);
        var isBusy = checks.Any(check => check.State is CheckState.Queued or CheckState.Running);
        return verdict.Kind switch
        {
            CheckVerdictKind.Green => TryWords.Passed(run, checks),
            CheckVerdictKind.Red when !isBusy || isLate => TryWords.Failed(run, verdict.Told, checks),
            CheckVerdictKind.Broken when !isBusy || isLate => TryWords.NoVerdict(run, verdict.Told, checks),
            CheckVerdictKind.Pending when !isLate => null,
            CheckVerdictKind.Pending when verdict.SettledAt is not null => TryWords.Passed(run, checks),
            CheckVerdictKind.Pending when verdict.Told.Count == 0 && checks.Count == 0 => TryWords.NeverReported(
                run,
                verdict.Missing,
                limit
            ),
            CheckVerdictKind.Pending => TryWords.TooLong(run, verdict.Told, verdict.Missing, limit, checks),
            _ => null,
        };
    }

    private static CheckVerdict Judge(PullSeen seen, PullLedger ledger, TryRun run)
    {
        var labels = ledger.Assessment is { } assessment
            ? Marks.Of(assessment.Risk.Band, assessment.Origin.Class, seen.Revert is not null, false)
            : [];
        return Demands.Of(seen.Policy.Queue, seen.Rules, labels).Judge(Trial(seen, run)?.Checks ?? [], seen.Now);
    }

    private static DateTimeOffset Deadline(PullSeen seen, TryRun run) => (run.Started ?? run.At) + seen.Policy.Queue.Timeout;

    private static string Told(TryRun run, string says) =>
        says[(TryWords.Marker(run.Comment).Length + 2)..].Split('\n')[0].Replace("**", "", StringComparison.Ordinal);
}
