using System.Globalization;
using Sluice.Flow;

namespace Sluice.Sim.Queues;

/// <summary>A trace from its CSV, or all that is wrong with it.</summary>
public static class TraceReader
{
    /// <summary>A file of another kind has a fault in every line: nobody reads more than these.</summary>
    private const int MostFaults = 20;

    private static readonly string[] Columns = ["number", "arrival_s", "author", "origin", "risk", "paths", "bad", "conflicts"];

    public static TraceReading Read(string name, string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        while (lines.Count > 0 && lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        var faults = new List<TraceFault>();
        if (text.StartsWith("\u001F\uFFFD", StringComparison.Ordinal))
        {
            return new TraceReading(null, [new TraceFault(1, "is packed: unpack it first, as gunzip does")]);
        }

        if (lines.Count == 0)
        {
            return new TraceReading(null, [new TraceFault(1, $"is empty: it needs the header {string.Join(',', Columns)} and a line for each pull request")]);
        }

        var places = Header(lines[0], faults);
        var rows = new List<TraceRow>();
        for (var i = 1; places is not null && i < lines.Count; i++)
        {
            if (Row(lines[i], i + 1, places, faults) is { } row)
            {
                rows.Add(row);
            }
        }

        if (faults.Count == 0 && rows.Count == 0)
        {
            faults.Add(new TraceFault(2, "has a header and no pull requests"));
        }

        TraceOrder.Check(rows, faults);
        return faults.Count > 0
            ? new TraceReading(null, faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Says, StringComparer.Ordinal).Take(MostFaults).ToRow())
            : new TraceReading(new Trace(name, rows.Select(row => row.Change).OrderBy(change => change.Arrival).ThenBy(change => change.Number).ToRow()), []);
    }

    /// <summary>Where each column stands; null: they are not all there.</summary>
    private static int[]? Header(string line, List<TraceFault> faults)
    {
        var names = line.Split(',').Select(name => name.Trim()).ToList();
        foreach (var (name, place) in names.Select((name, place) => (name, place)))
        {
            if (names.IndexOf(name) < place)
            {
                faults.Add(new TraceFault(1, $"names the column {name} twice"));
            }
            else if (!Columns.Contains(name))
            {
                var meant = Nearest.To(name, Columns.Where(column => !names.Contains(column)));
                faults.Add(new TraceFault(1, $"has an unknown column \"{name}\"{(meant is null ? $": the columns are {string.Join(',', Columns)}" : $": did you mean {meant}?")}"));
            }
        }

        foreach (var missing in Columns.Where(column => !names.Contains(column)))
        {
            faults.Add(new TraceFault(1, $"lacks the column {missing}: the columns are {string.Join(',', Columns)}"));
        }

        return faults.Count > 0 ? null : [.. Columns.Select(column => names.IndexOf(column))];
    }

    private static TraceRow? Row(string line, int at, int[] places, List<TraceFault> faults)
    {
        if (line.Trim().Length == 0)
        {
            faults.Add(new TraceFault(at, "is empty: write one pull request in each line, without gaps"));
            return null;
        }

        if (line.Contains('"', StringComparison.Ordinal))
        {
            faults.Add(new TraceFault(at, "has a quote: fields are read as they stand, so write them without quotes, and without commas in them"));
            return null;
        }

        var fields = line.Split(',');
        if (fields.Length != Columns.Length)
        {
            faults.Add(new TraceFault(at, string.Create(CultureInfo.InvariantCulture, $"has {Plural.Of(fields.Length, "field")} instead of {Columns.Length}")));
            return null;
        }

        var before = faults.Count;
        var row = new TraceFields(at, [.. places.Select(place => fields[place].Trim())], faults).Read();
        return faults.Count == before ? row : null;
    }
}

/// <param name="Trace">Null: see the faults.</param>
public sealed record TraceReading(Trace? Trace, Row<TraceFault> Faults);

public sealed record TraceFault(int Line, string Says)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}: {Says}");
}

/// <summary>A pull and the line that it stands in.</summary>
internal sealed record TraceRow(int Line, Change Change);
