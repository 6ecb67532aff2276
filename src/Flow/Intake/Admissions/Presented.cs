using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>
/// What GitHub's page showed of a head: who approves it approves that. A pull that is aimed at another branch, or whose branch goes back,
/// brings more by the same head, and nobody approved the rest. So it may by a head that was left and comes back.
/// </summary>
/// <param name="Onto">The branch at which it was aimed on GitHub.</param>
/// <param name="Commits">The least of them that was shown since <paramref name="Since"/>.</param>
/// <param name="Since">What was said by then was said of less; null: nothing was.</param>
public sealed record Presented(Sha Head, string Onto, Row<Sha> Commits, DateTimeOffset? Since)
{
    /// <summary>Git tells no more commits: below them it is the place where they begin that tells what comes along.</summary>
    private const int Most = 250;

    /// <summary>Takes in what is shown now.</summary>
    public static Presented Of(PullSeen seen, PullLedger ledger)
    {
        var (head, onto, brings, known) = (seen.Pull.Head, seen.Aim ?? seen.Pull.Base, Brings(seen), ledger.Presented);
        var shown = seen.OnPage ?? brings;
        return known?.Head != head ? new Presented(head, onto, shown, ledger.HeadSeen?.Back)
            : !shown.Except(known.Commits).Any() ? known with { Onto = onto, Commits = shown }
            : !brings.Except(known.Commits).Any() || brings.Except(shown).Any() ? known
            // GitHub's clock, where it tells when that was.
            : new Presented(head, onto, shown, known.Onto == onto ? seen.Now : seen.Pull.Updated);
    }

    /// <summary>Whether who approved this head then was shown all that it brings.</summary>
    public bool Covers(PullSeen seen, DateTimeOffset at) => !(at <= Since) && !Brings(seen).Except(Commits).Any();

    private static Row<Sha> Brings(PullSeen seen) =>
        [
            .. seen.Commits.Select(commit => commit.Sha),
            .. seen.Commits.Count < Most || seen.Change is not { } change ? [] : Row.Of([change.MergeBase]),
        ];
}
