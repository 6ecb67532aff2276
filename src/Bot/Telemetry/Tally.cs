using System.Diagnostics.Metrics;

namespace Sluice.Bot.Telemetry;

/// <summary>One instrument's measurements, by their labels.</summary>
/// <param name="type">counter, gauge or histogram.</param>
/// <param name="isTold">Each measurement is the whole, not what came to it.</param>
internal sealed class Tally(string type, bool isTold, double[] bounds)
{
    /// <summary>Labels that are made of what others send could go on for ever.</summary>
    private const int Most = 2_000;

    private static readonly double[] Usual = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Cell> _cells = new(StringComparer.Ordinal);

    public static Tally Of(Instrument instrument)
    {
        var kind = instrument.GetType().Name.Split('`')[0];
        return kind switch
        {
            "Counter" => new("counter", false, []),
            "ObservableCounter" => new("counter", true, []),
            "Histogram" => new("histogram", false, [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? Usual]),
            "UpDownCounter" => new("gauge", false, []),
            _ => new("gauge", true, []),
        };
    }

    public void Add(List<(string Name, string Value)> labels, double value)
    {
        var key = string.Join('\n', labels.Select(label => $"{label.Name}={label.Value}"));
        lock (_gate)
        {
            if (!_cells.TryGetValue(key, out var cell))
            {
                if (_cells.Count >= Most)
                {
                    return;
                }

                _cells.Add(key, cell = new Cell(labels, new long[bounds.Length + 1]));
            }

            cell.Sum = isTold ? value : cell.Sum + value;
            if (type == "histogram")
            {
                var at = Array.FindIndex(bounds, bound => value <= bound);
                cell.Counts[at < 0 ? bounds.Length : at]++;
            }
        }
    }

    public Family Family(Instrument instrument)
    {
        lock (_gate)
        {
            return new(
                Exposition.Name(instrument.Name, instrument.Unit, type),
                type,
                instrument.Description ?? instrument.Name,
                [.. _cells.Values.SelectMany(cell => type == "histogram" ? Buckets(cell) : [new Sample("", cell.Labels, cell.Sum)])]
            );
        }
    }

    private IEnumerable<Sample> Buckets(Cell cell)
    {
        var count = 0L;
        for (var i = 0; i < cell.Counts.Length; i++)
        {
            count += cell.Counts[i];
            var bound = i < bounds.Length ? bounds[i] : double.PositiveInfinity;
            yield return new Sample("_bucket", [.. cell.Labels, ("le", Exposition.Number(bound))], count);
        }

        yield return new Sample("_sum", cell.Labels, cell.Sum);
        yield return new Sample("_count", cell.Labels, count);
    }

    private sealed class Cell(List<(string Name, string Value)> labels, long[] counts)
    {
        public List<(string Name, string Value)> Labels => labels;

        public long[] Counts => counts;

        public double Sum { get; set; }
    }
}
