using System.Diagnostics;
using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;

namespace Sluice.Bench;

/// <summary>How long the verdict on a day of ticks takes, on one core.</summary>
public static class Speed
{
    public const int Metrics = 500;
    public const int Ticks = 2880;

    /// <summary>A share of its own in every tick, as real traffic has: the judge gets no logarithm twice.</summary>
    public static Row<Measured> Day(int metrics = Metrics, int ticks = Ticks) =>
        Enumerable
            .Range(0, metrics)
            .Select(metric =>
            {
                var dice = new Dice((ulong)metric);
                var day = new Tick[ticks];
                for (var i = 0; i < ticks; i++)
                {
                    var share = 0.04 + (0.02 * dice.Roll());
                    day[i] = new Tick("", i, dice.Poisson(50 * share), dice.Poisson(50 * (1 - share)), share)
                    {
                        Exposure = 5000 * (1 - share),
                    };
                }

                return new Measured(string.Create(CultureInfo.InvariantCulture, $"metric {metric}"), day.ToRow(), metric % 10 == 0);
            })
            .ToRow();

    /// <summary>
    /// Of a core's time, so that other programs do not count: the least and the middle of eleven, after the compiler has seen it run.
    /// </summary>
    public static (double Least, double Median) Milliseconds()
    {
        using var process = Process.GetCurrentProcess();
        var (day, bounds) = (Day(), new Bounds());
        for (var warm = 0; warm < 8; warm++)
        {
            _ = Judge.Of(day, bounds);
        }

        var times = Enumerable
            .Range(0, 11)
            .Select(run =>
            {
                var began = process.TotalProcessorTime;
                _ = Judge.Of(day, bounds);
                process.Refresh();
                return (process.TotalProcessorTime - began).TotalMilliseconds;
            })
            .Order()
            .ToList();
        return (times[0], times[5]);
    }
}
