using Sluice.Flow.Repo;

namespace Sluice.Flow;

/// <summary>
/// How one side answered of late, and the breaker that opens when it mostly did not. Only what can wait asks whether it may go; what cannot
/// is never asked, yet what it hears counts.
/// </summary>
public sealed record Outage
{
    public static Outage None { get; } = new();

    /// <summary>Null: it is closed.</summary>
    public Breaker? Breaker { get; init; }

    /// <summary>When what opened it began; null: it is closed.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What came of the requests within the window, oldest first; empty while it is open.</summary>
    public Row<Slice> Lately { get; init; } = [];

    /// <summary>A request ended.</summary>
    /// <param name="isAnswered">False: no answer, none in time, or that the server is not well.</param>
    public Outage Heard(bool isAnswered, DateTimeOffset now, OutageLimits limits) =>
        Breaker switch
        {
            null => Counted(isAnswered, now, limits),
            { State: BreakerState.Open, TryAt: { } at } when now < at => this,
            _ when isAnswered => None,
            var tried => Open(tried.Trips + 1, Since ?? now, now, limits),
        };

    /// <summary>Whether something that can wait goes now, as the one that tries where it is time.</summary>
    /// <returns>Until when it waits; null: it goes.</returns>
    public (Outage Next, DateTimeOffset? Until) Ask(DateTimeOffset now, OutageLimits limits) =>
        Breaker switch
        {
            null => (this, null),
            { TryAt: { } at } waits when now < at => (
                this,
                waits.State == BreakerState.Open || at < now + limits.Glance ? at : now + limits.Glance
            ),
            var due => (this with { Breaker = due with { State = BreakerState.HalfOpen, Since = now, TryAt = now + limits.Try } }, null),
        };

    private Outage Counted(bool isAnswered, DateTimeOffset now, OutageLimits limits)
    {
        var kept = Lately.Where(slice => slice.At > now - limits.Window).ToList();
        if (kept.Count == 0 || now - kept[^1].At >= limits.Window / 10)
        {
            kept.Add(new Slice(now, 0, 0));
        }

        kept[^1] = isAnswered ? kept[^1] with { Well = kept[^1].Well + 1 } : kept[^1] with { Failed = kept[^1].Failed + 1 };
        var failed = kept.Sum(slice => slice.Failed);
        return
            !isAnswered
            && failed >= limits.Least
            && failed > kept.Sum(slice => slice.Well)
            && kept.First(slice => slice.Failed > 0).At is var first
            && now - first >= limits.Patience
            ? Open(1, first, now, limits)
            : this with
            {
                Lately = kept.ToRow(),
            };
    }

    private static Outage Open(int trips, DateTimeOffset since, DateTimeOffset now, OutageLimits limits) =>
        new()
        {
            Breaker = new Breaker(
                BreakerKind.GitHub,
                BreakerState.Open,
                now,
                trips,
                now + Breaker.Pause(trips, limits.FirstPause, limits.LongestPause)
            ),
            Since = since,
        };
}

/// <summary>What came of the requests of a part of the window.</summary>
public sealed record Slice(DateTimeOffset At, int Well, int Failed);

/// <summary>When a breaker of requests opens, and when it is tried.</summary>
public sealed record OutageLimits
{
    /// <summary>What is longer ago does not count.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>It fails for so long at least.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>So many failures at least, and more than half of all.</summary>
    public int Least { get; init; } = 10;

    /// <summary>Before the first try; each further one waits twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>A try that heard nothing for so long makes way for another.</summary>
    public TimeSpan Try { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Who waits for another's try looks again so soon.</summary>
    public TimeSpan Glance { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One that was open for so long is told of in the repositories that it concerned.</summary>
    public TimeSpan Told { get; init; } = TimeSpan.FromMinutes(10);
}
