using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Sluice.Bench.Ingest;

/// <summary>Measures, and prints the table that docs/performance.md holds.</summary>
internal sealed class Report
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15); // until the runtime has compiled again what it finds to be hot

    private readonly Sequence _sequence = new();
    private readonly List<string> _rows = [];
    private readonly List<string> _notes = [];
    private long _answered;
    private int _failed;

    public int Failed => Volatile.Read(ref _failed);

    /// <param name="processes">Those that do the work.</param>
    public async Task Measure(Contestant contestant, IReadOnlyCollection<int> processes, IReadOnlyList<int> connections, TimeSpan time)
    {
        foreach (var payload in Payload.All())
        {
            Count(await Load.Full(contestant, payload, 64, WarmUp, _sequence));
            foreach (var count in connections)
            {
                var before = Processor.Seconds(processes);
                var full = Count(await Load.Full(contestant, payload, count, time, _sequence));
                var each = (Processor.Seconds(processes) - before) / full.Answered * 1e6;
                var half = Count(await Load.Steady(contestant, payload, count, full.PerSecond / 2, time, _sequence));
                _rows.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {contestant.Name} | {payload.Kind}, {payload.Bytes / 1000.0:0.0} KB | {count} | {full.PerSecond:N0} | {full.Quantile(0.5):0.0} | {full.Quantile(0.99):0.0} | {each:0} | {half.PerSecond:N0} | {half.Quantile(0.5):0.0} | {half.Quantile(0.99):0.0} | {contestant.Resident / 1_000_000} |"
                    )
                );
                Console.Error.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{contestant.Name}, {payload.Kind}, {count} connections: {full.PerSecond:N0} a second"
                    )
                );
            }
        }

        if (contestant.Name != "sluice")
        {
            _answered = 0;
        }
    }

    /// <summary>What GitHub sends again after an outage arrives at once; what happens meanwhile is answered beside it.</summary>
    public async Task Backlog(Contestant contestant, string database, int deliveries)
    {
        var payload = Payload.All()[0];
        var left = deliveries;
        var fresh = new Figures();
        var began = Stopwatch.GetTimestamp();
        using var beside = new Line(contestant.Port, contestant.Path);
        var flood = Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        using var line = new Line(contestant.Port, contestant.Path);
                        while (Interlocked.Decrement(ref left) >= 0)
                        {
                            Count(await line.Post(payload, _sequence.Next()));
                        }
                    })
                )
        );
        while (!flood.IsCompleted)
        {
            var asked = Stopwatch.GetTimestamp();
            var status = await beside.Post(payload, _sequence.Next());
            fresh.Add(status, Stopwatch.GetElapsedTime(asked));
            Count(status);
            await Task.Delay(20);
        }

        await flood;
        var took = Stopwatch.GetElapsedTime(began);
        var sorted = Figures.Of([fresh], took);
        var quiet = await Quiet(database, began);
        _notes.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"A backlog of {deliveries:N0} deliveries on 64 connections is stored in {took.TotalSeconds:0.0} s ({deliveries / took.TotalSeconds:N0} a second), and the last turn that it rang has ended {quiet.TotalSeconds:0.0} s after its first; {sorted.Answered} others meanwhile, each on its own, are answered within {sorted.Quantile(0.5):0} ms (median), {sorted.Quantile(1):0} ms (worst)."
            )
        );
    }

    /// <summary>Every delivery that was answered must be in the books.</summary>
    public void Stored(long stored)
    {
        _notes.Add(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Answered with 202: {_answered:N0}. Found in the database afterwards: {stored:N0}."
            )
        );
        _failed += stored == _answered ? 0 : 1;
        _answered = 0;
    }

    public void Write()
    {
        Console.WriteLine(
            "| | payload | connections | requests/s | p50 ms | p99 ms | processor µs each | half load, requests/s | p50 ms | p99 ms | resident MB |"
        );
        Console.WriteLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        _rows.ForEach(Console.WriteLine);
        _notes.ForEach(note => Console.WriteLine("\n" + note));
    }

    /// <summary>How long until nobody waits for a turn.</summary>
    private static async Task<TimeSpan> Quiet(string database, long began)
    {
        await using var source = NpgsqlDataSource.Create(database);
        while (true)
        {
            await using var waiting = source.CreateCommand("select count(*) from qrtz_triggers where trigger_group = 'ring'");
            if ((long)(await waiting.ExecuteScalarAsync())! == 0)
            {
                return Stopwatch.GetElapsedTime(began);
            }

            await Task.Delay(50);
        }
    }

    private Figures Count(Figures figures)
    {
        _answered += figures.Answered - figures.Failed;
        _failed += figures.Failed;
        return figures;
    }

    /// <summary>From many connections at once.</summary>
    private void Count(int status)
    {
        if (status == 202)
        {
            Interlocked.Increment(ref _answered);
        }
        else
        {
            Interlocked.Increment(ref _failed);
        }
    }
}
