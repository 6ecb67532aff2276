using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sluice.Bot.Store;
using Sluice.Flow;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Turns;

namespace Sluice.Bot.Api;

/// <summary>What each repository's risk labels were worth: outcomes are read once, and then only the new ones.</summary>
internal sealed class RiskBooks
{
    /// <summary>Outcomes of all repositories together, of three hundred bytes each.</summary>
    private const int Most = 100_000;

    /// <summary>A change is taken for good once it was watched for long enough: the clock alone makes news that rarely.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly PostgresStore _store;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<long, Held> _held = new();

    public RiskBooks(PostgresStore store, TimeProvider clock, int most = Most) =>
        (_store, _clock, Room) = (store, clock, new(most, repo => _held.TryRemove(repo, out _)));

    public Room<long> Room { get; }

    public async Task<TrackRecord> Of(long repo, CancellationToken stop) => (await Read(repo, stop)).Record;

    /// <summary>What became of the pulls of late, and who made them: what limits follow.</summary>
    public async Task<Row<Noted>> Lately(long repo, DateTimeOffset now, CancellationToken stop) =>
        (await Read(repo, stop)).Noted.Where(each => now - each.At < Allowances.Remembers && each.Outcome.Author is not null).ToRow();

    private async Task<Held> Read(long repo, CancellationToken stop)
    {
        var held = _held.GetValueOrDefault(repo, Held.Nothing);
        var (rows, now) = (await _store.Journal(repo, Outcome.Kind, held.After, stop), _clock.GetUtcNow());
        if (rows.Count == 0 && now - held.At < Fresh)
        {
            Room.Use(repo);
            return held;
        }

        var noted = held.Noted.AddRange(
            from row in rows
            let outcome = row.Line.Pulls.Count == 1 ? Outcome.Read(row.Line.Data) : null
            where outcome is not null
            select new Noted(row.Line.Pulls[0], row.At, outcome)
        );
        // Two readers at once read the same lines: either's result will do.
        _held[repo] = held = new Held(rows.Count == 0 ? held.After : rows[^1].Seq, noted, now, TrackRecord.Of(Settled.Of(noted, now)));
        Room.Keep(repo, noted.Count);
        return held;
    }

    private sealed record Held(long After, ImmutableList<Noted> Noted, DateTimeOffset At, TrackRecord Record)
    {
        public static Held Nothing { get; } = new(0, [], DateTimeOffset.MinValue, TrackRecord.None);
    }
}
