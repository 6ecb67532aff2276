using System.Text.Json;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>
/// Once GitHub answers again: the lane's journal and the breaker's issue tell from when to when it did not. Safe to call again, also by
/// another replica, whose times are a little other: what overlaps with an outage that the journal tells of is that one.
/// </summary>
public sealed class AfterOutage(IStore store, BreakerIssues issues, Books books)
{
    private const string Kind = "breaker_open";

    /// <returns>Whether all is said that there is to say; false: call again.</returns>
    public async Task<bool> Tell(Repository repo, DateTimeOffset from, DateTimeOffset until, CancellationToken stop)
    {
        // Before the journal: whoever notes it in between takes this version away.
        var known = await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, repo.DefaultBranch), stop);
        var told = (await store.Journal(repo.Id, Kind, 0, stop)).Select(row => Away.Read(row.Line.Data)).OfType<Away>().ToList();
        if (told.Find(each => each.From <= until && from <= each.Until) is not { } outage)
        {
            outage = new Away(from, until);
            var pulls = await store.Ledgers<PullSubject, PullLedger>(repo.Id, stop);
            if (known.Value is not { } ledger || !Bystanders.AreTold(ledger, pulls.Select(pull => pull.Value), until))
            {
                return true;
            }

            // Before the issue, which is written for what stands in the books and for nothing else.
            if (!await Note(repo, known.Version, ledger, outage, stop))
            {
                return false;
            }
        }

        // The issue tells of the last one.
        return told.Exists(each => each.From > outage.From) || await Show(repo, outage, stop);
    }

    private Task<bool> Note(Repository repo, long version, LaneLedger ledger, Away outage, CancellationToken stop) =>
        store.Note(
            new LaneSubject(repo.Id, repo.DefaultBranch),
            version,
            ledger,
            [
                new JournalLine(Kind, BreakerWords.AwayFor(outage.From, outage.Until), [], outage.Json()),
                new JournalLine("breaker_closed", BreakerWords.Closed(BreakerKind.GitHub), []),
            ],
            books.Now,
            stop
        );

    private async Task<bool> Show(Repository repo, Away outage, CancellationToken stop)
    {
        var text = BreakerWords.Away(outage.From, outage.Until);
        if (await issues.Of(repo, BreakerKind.GitHub, "", stop) is { Open: false } shown && shown.Body == text)
        {
            return true;
        }

        foreach (var isOpen in new[] { true, false })
        {
            var made = await issues.Put(repo, BreakerKind.GitHub, "", BreakerWords.Title(BreakerKind.GitHub), text, isOpen, stop);
            if (made is Made.Later)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An outage as the journal keeps it.</summary>
    private sealed record Away(DateTimeOffset From, DateTimeOffset Until)
    {
        public string Json() => JsonSerializer.Serialize(new Data(this), JsonSerializerOptions.Web);

        /// <summary>Null: the line is about another breaker.</summary>
        public static Away? Read(string? data) =>
            data is null ? null : JsonSerializer.Deserialize<Data>(data, JsonSerializerOptions.Web)?.Away;

        private sealed record Data(Away? Away);
    }
}
