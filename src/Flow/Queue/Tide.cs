using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>How many pulls come into a lane and how many leave it, counted over its last hour.</summary>
/// <param name="Counts">By five minutes, oldest first.</param>
public sealed record Tide(Row<TideCount> Counts)
{
    /// <summary>So much is looked back on.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromHours(1);

    private static readonly TimeSpan Part = TimeSpan.FromMinutes(5);

    /// <summary>Of less nothing is concluded: the first minutes of a morning are no flood.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(10);

    public static Tide None { get; } = new([]);

    /// <summary>When counting began; null: it has not.</summary>
    public DateTimeOffset? Begun { get; init; }

    /// <summary>What presses on the lane now; null: nothing. Kept, so that it ends where it is over and not where it began.</summary>
    public Pressing? Presses { get; init; }

    /// <summary>What it is once the line is another.</summary>
    public Tide Next(IEnumerable<(int Number, int Ticket)> before, IEnumerable<(int Number, int Ticket)> after, DateTimeOffset now)
    {
        var (came, left) = Changes(before, after);
        var at = now.AddTicks(-(now.Ticks % Part.Ticks));
        var counts = Counts.Where(count => now - count.At < Span && count.At != at).ToRow();
        var here = Counts.FirstOrDefault(count => count.At == at) ?? new TideCount(at, 0, 0);
        here = new TideCount(at, here.Arrived + came, here.Left + left);
        return this with { Counts = here.Arrived + here.Left == 0 ? counts : counts.Add(here), Begun = Begun ?? now };
    }

    /// <summary>At most looks nobody came or left.</summary>
    private static (int Came, int Left) Changes(IEnumerable<(int, int)> before, IEnumerable<(int, int)> after)
    {
        if (before.SequenceEqual(after))
        {
            return (0, 0);
        }

        var (was, stands) = (new SortedSet<(int, int)>(before), new SortedSet<(int, int)>(after));
        return (stands.Count(one => !was.Contains(one)), was.Count(one => !stands.Contains(one)));
    }

    /// <summary>Null: too little was counted yet.</summary>
    /// <param name="backlog">How many are in line now, or wait outside.</param>
    public TideReading? Read(DateTimeOffset now, int backlog)
    {
        if (Begun is not { } begun || now - begun < Least)
        {
            return null;
        }

        var hours = (now - begun < Span ? now - begun : Span).TotalHours;
        var recent = Counts.Where(count => now - count.At < Span).ToList();
        var (arrivals, drains) = (recent.Sum(count => count.Arrived) / hours, recent.Sum(count => count.Left) / hours);
        return new TideReading(
            arrivals,
            drains,
            backlog,
            backlog == 0 ? TimeSpan.Zero
                : drains == 0 ? null
                : TimeSpan.FromHours(backlog / drains)
        );
    }
}

public sealed record TideCount(DateTimeOffset At, int Arrived, int Left);

/// <summary>Rates for each hour.</summary>
/// <param name="ToDrain">Until all that are there now have left, at this rate; null: nothing leaves.</param>
public sealed record TideReading(double Arrivals, double Drains, int Backlog, TimeSpan? ToDrain);

/// <param name="ByCanary">Too much has landed that is not deployed yet; else more comes than leaves.</param>
public sealed record Pressing(bool ByCanary, DateTimeOffset Since);
