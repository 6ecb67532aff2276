using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>Once GitHub answers again: its breaker's issue and the lane's journal tell from when to when it did not. Safe to call again.</summary>
public sealed class AfterOutage(IStore store, BreakerIssues issues, Books books)
{
    /// <returns>Whether all is said that there is to say; false: call again.</returns>
    public async Task<bool> Tell(Repository repo, DateTimeOffset from, DateTimeOffset until, CancellationToken stop)
    {
        var lane = new LaneSubject(repo.Id, repo.DefaultBranch);
        var known = await store.Ledger<LaneLedger>(lane, stop);
        var pulls = await store.Ledgers<PullSubject, PullLedger>(repo.Id, stop);
        if (known.Value is not { } ledger || !Bystanders.AreTold(ledger, pulls.Select(pull => pull.Value), until))
        {
            return true;
        }

        foreach (var isOpen in new[] { true, false })
        {
            var made = await issues.Put(repo, BreakerKind.GitHub, "", BreakerWords.Title(BreakerKind.GitHub), BreakerWords.Away(from, until), isOpen, stop);
            if (made is Made.Later)
            {
                return false;
            }
        }

        return await store.Note(
            lane, known.Version, ledger,
            [new JournalLine("breaker_open", BreakerWords.AwayFor(from, until), []), new JournalLine("breaker_closed", BreakerWords.Closed(BreakerKind.GitHub), [])], books.Now, stop);
    }
}
