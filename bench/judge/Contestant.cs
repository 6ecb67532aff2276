using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;

namespace Sluice.Bench;

/// <summary>Whoever looks at a canary again and again, and calls it worse at a tick, counted from 1; null: never.</summary>
/// <param name="Ticks">How long it looks.</param>
public sealed record Contestant(string Name, int Ticks, Func<Row<Tick>, Traffic, int?> CallsAt)
{
    private const int TicksPerMinute = 2;

    /// <summary>Ours, at every tick. It is not let off by promoting before: with such a margin nothing is safe.</summary>
    public static Contestant Ours(double tolerate, bool deflate) =>
        new(
            deflate ? "sluice" : "sluice, undeflated",
            Traffic.Looks,
            (ticks, _) =>
                Judge.Of([new Measured("errors", ticks, Deflate: deflate)], new Bounds(0.01, 0.05, tolerate, Margin: 0.01)).Crossed?.Tick
                + 1
        );

    /// <summary>
    /// Kayenta's judge at its usual settings on errors per share of the requests, every ten minutes for three hours. Earlier it would be
    /// called on too few samples.
    /// </summary>
    public static Contestant MannWhitney { get; } =
        new(
            "Mann-Whitney (Kayenta)",
            360,
            (ticks, traffic) =>
            {
                const int Every = 10 * TicksPerMinute;
                for (var look = Every; look <= ticks.Count; look += Every)
                {
                    var metric = new SampledMetric(
                        "errors",
                        ticks.Take(look).Select(tick => tick.Canary / traffic.Share).ToRow(),
                        ticks.Take(look).Select(tick => tick.Baseline / (1 - traffic.Share)).ToRow()
                    )
                    {
                        Direction = Direction.Increase,
                    };
                    if (Classifier.Of(metric).Class == Class.High)
                    {
                        return look;
                    }
                }

                return null;
            }
        );

    /// <summary>
    /// As Flagger: of every minute the error rate, over 1 % is a failed check, and the fifth failed check rolls back; good checks do not
    /// count against them.
    /// </summary>
    public static Contestant Threshold { get; } =
        new(
            "threshold (Flagger)",
            Traffic.Looks,
            (ticks, traffic) =>
            {
                var failed = 0;
                for (var at = TicksPerMinute; at <= ticks.Count; at += TicksPerMinute)
                {
                    var errors = ticks[at - 1].Canary + ticks[at - 2].Canary;
                    failed += errors > 0.01 * traffic.Requests ? 1 : 0;
                    if (failed == 5)
                    {
                        return at;
                    }
                }

                return null;
            }
        );
}
