using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Sluice.Bot.Telemetry;

/// <summary>Adds up what this process' meters say, from the start on, for whoever scrapes it.</summary>
internal sealed class Recorder : IDisposable
{
    /// <summary>Of the runtime only what tells of trouble.</summary>
    private static readonly string[] Runtime =
    [
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.gc.pause.time",
        "dotnet.thread_pool.queue.length",
        "dotnet.thread_pool.thread.count",
        "dotnet.exceptions",
    ];

    /// <summary>That say nothing here, or more than is anybody's business.</summary>
    private static readonly string[] Left =
    [
        "network.protocol.version",
        "network.protocol.name",
        "url.scheme",
        "aspnetcore.request.is_unhandled",
    ];

    private readonly ConcurrentDictionary<Instrument, Tally> _tallies = new();
    private readonly MeterListener _listener;
    private readonly IMeterFactory _ours;

    public Recorder(IMeterFactory ours)
    {
        _ours = ours;
        _listener = new MeterListener { InstrumentPublished = Publish };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public IReadOnlyList<Family> Families()
    {
        _listener.RecordObservableInstruments();
        return [.. _tallies.Select(each => each.Value.Family(each.Key))];
    }

    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (
            (ReferenceEquals(instrument.Meter.Scope, _ours) && instrument.Meter.Name is Meters.Name or "Microsoft.AspNetCore.Hosting")
            || (instrument.Meter.Name == "System.Runtime" && Runtime.Contains(instrument.Name))
        )
        {
            _tallies.GetOrAdd(instrument, Tally.Of);
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<(string, string)>(tags.Length);
        foreach (var (name, tag) in tags)
        {
            if (!Left.Contains(name))
            {
                labels.Add((name, Convert.ToString(tag, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
            }
        }

        labels.Sort();
        _tallies.GetOrAdd(instrument, Tally.Of).Add(labels, value);
    }
}
