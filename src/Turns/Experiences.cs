using System.Collections.Concurrent;
using System.Collections.Immutable;
using Sluice.Flow;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>
/// What each repository's outcomes have taught: read from the journal, line by line as it grows, and learnt anew when there is enough that
/// is new.
/// </summary>
public sealed class Experiences
{
    /// <summary>What was learnt takes as much room as so many outcomes.</summary>
    private const int Learnt = 100;

    /// <summary>Past this many outcomes trees are grown, which takes moments: then only once there are so many more.</summary>
    private const double Worthwhile = 1.02;

    private readonly IStore _store;
    private readonly int _most;
    private readonly Room<long> _room;
    private readonly ConcurrentDictionary<long, Held> _held = new();

    /// <param name="most">Outcomes of one repository, the newest: what is older teaches nothing that they do not.</param>
    /// <param name="all">Of all repositories together, of three hundred bytes each.</param>
    public Experiences(IStore store, int most = 20_000, int all = 200_000) =>
        (_store, _most, _room) = (store, most, new(all, repo => _held.TryRemove(repo, out _)));

    public async Task<Experience> Of(long repo, DateTimeOffset now, CancellationToken stop) => (await UpToDate(repo, now, stop)).Experience;

    /// <summary>What became of the pulls of late, and who made them: what limits follow.</summary>
    public async Task<Row<Noted>> Lately(long repo, DateTimeOffset now, CancellationToken stop)
    {
        var noted = (await UpToDate(repo, now, stop)).Noted;
        var first = noted.Count;
        while (first > 0 && now - noted[first - 1].At < Allowances.Remembers)
        {
            first--;
        }

        return noted.Skip(first).Where(each => each.Outcome.Author is not null).ToRow();
    }

    private async Task<Held> UpToDate(long repo, DateTimeOffset now, CancellationToken stop)
    {
        var held = _held.GetValueOrDefault(repo, Held.Nothing);
        var rows = await _store.Journal(repo, Outcome.Kind, held.After, stop);
        if (rows.Count > 0)
        {
            held = held with { After = rows[^1].Seq, Noted = Newest(held.Noted.AddRange(rows.Select(Read).OfType<Noted>())) };
        }

        if (rows.Count > 0 || now >= held.Due)
        {
            held = Learn(held, now);
        }

        // Two looks at once read the same lines: either's result will do.
        _held[repo] = held;
        _room.Keep(repo, Learnt + held.Noted.Count);
        return held;
    }

    private ImmutableList<Noted> Newest(ImmutableList<Noted> noted) =>
        noted.Count > _most ? noted.RemoveRange(0, noted.Count - _most) : noted;

    private static Held Learn(Held held, DateTimeOffset now)
    {
        var settled = Settled.Of(held.Noted, now);
        var told = settled.Count(each => each.Bad is not null);
        var due = held
            .Noted.Select(noted => noted.At + Settled.Watched)
            .Where(at => at > now)
            .DefaultIfEmpty(DateTimeOffset.MaxValue)
            .Min();
        return settled.Count >= OwnLearning.ForTrees && told < held.Told * Worthwhile
            ? held with
            {
                Due = due,
            }
            : held with
            {
                Due = due,
                Told = told,
                Experience = FromOutcomes.Learn(Shipped.Model, settled),
            };
    }

    private static Noted? Read(JournalRow row) =>
        row.Line.Pulls.Count == 1 && Outcome.Read(row.Line.Data) is { } outcome ? new Noted(row.Line.Pulls[0], row.At, outcome) : null;

    /// <param name="After">The last line of the journal that was read.</param>
    /// <param name="Due">When the next change has been watched for long enough.</param>
    /// <param name="Told">Of how many changes the end was known when it was learnt last.</param>
    private sealed record Held(long After, ImmutableList<Noted> Noted, DateTimeOffset Due, int Told, Experience Experience)
    {
        public static Held Nothing { get; } = new(0, [], DateTimeOffset.MaxValue, 0, Experience.None);
    }
}
