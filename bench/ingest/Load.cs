using System.Diagnostics;
using System.Globalization;

namespace Sluice.Bench.Ingest;

/// <summary>Deliveries over several connections for a time.</summary>
internal static class Load
{
    /// <summary>As many as are answered: each connection sends the next when the last was answered.</summary>
    public static Task<Figures> Full(Contestant on, Payload payload, int connections, TimeSpan time, Sequence sequence)
    {
        payload.Sign(sequence.Following, (int)(Signed * time.TotalSeconds));
        return Run(
            connections,
            time,
            async (line, _, ends, figures) =>
            {
                while (Stopwatch.GetTimestamp() < ends)
                {
                    var began = Stopwatch.GetTimestamp();
                    figures.Add(await line.Post(payload, sequence.Next()), Stopwatch.GetElapsedTime(began));
                }
            },
            on
        );
    }

    /// <summary>At a steady rate, whether or not the last was answered in time: what waits behind a slow answer counts as slow.</summary>
    public static Task<Figures> Steady(Contestant on, Payload payload, int connections, double perSecond, TimeSpan time, Sequence sequence)
    {
        payload.Sign(sequence.Following, (int)(perSecond * time.TotalSeconds));
        return Run(
            connections,
            time,
            async (line, number, ends, figures) =>
            {
                var between = (long)(Stopwatch.Frequency * connections / perSecond);
                for (var due = Stopwatch.GetTimestamp() + (between * number / connections); due < ends; due += between)
                {
                    if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } early)
                    {
                        await Task.Delay(early);
                    }

                    // A timer wakes late; what is not the server's doing is not counted against it.
                    var began = Math.Max(due, Stopwatch.GetTimestamp() - Timer);
                    figures.Add(await line.Post(payload, sequence.Next()), Stopwatch.GetElapsedTime(began));
                }
            },
            on
        );
    }

    /// <summary>So many a second are signed before the clock runs; who answers more has the senders sign the rest meanwhile.</summary>
    private const int Signed = 30_000;

    /// <summary>How late a timer of this system may wake.</summary>
    private static readonly long Timer = Stopwatch.Frequency / 1000;

    private static async Task<Figures> Run(int connections, TimeSpan time, Func<Line, int, long, Figures, Task> send, Contestant on)
    {
        var lines = Enumerable.Range(0, connections).Select(_ => new Line(on.Port, on.Path)).ToList();
        var all = Enumerable.Range(0, connections).Select(_ => new Figures()).ToList();
        try
        {
            await Console.Error.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{on.Name}: {connections} connections for {time.TotalSeconds:0} s")
            );
            var began = Stopwatch.GetTimestamp();
            var ends = began + (long)(time.TotalSeconds * Stopwatch.Frequency);
            await Task.WhenAll(lines.Select((line, number) => Task.Run(() => send(line, number, ends, all[number]))));
            return Figures.Of(all, Stopwatch.GetElapsedTime(began));
        }
        finally
        {
            lines.ForEach(line => line.Dispose());
        }
    }
}

/// <summary>Counts deliveries over a whole run, so that none is like another.</summary>
internal sealed class Sequence
{
    private long _n;

    public long Following => Interlocked.Read(ref _n) + 1;

    public long Next() => Interlocked.Increment(ref _n);
}
