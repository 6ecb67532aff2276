using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Sim.Queues;

/// <summary>A trace from its CSV, or all that is wrong with it.</summary>
public static class TraceReader
{
    /// <summary>A file of another kind has a fault in every line: nobody reads more than these.</summary>
    private const int MostFaults = 20;

    private static readonly string[] Columns = ["number", "arrival_s", "author", "origin", "risk", "paths", "bad", "conflicts"];

    public static TraceReading Read(string name, string text) =>
        Read(name, text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')));

    /// <param name="lines">Of the file, as comma-separated text with quotes (RFC 4180).</param>
    public static TraceReading Read(string name, IEnumerable<string> lines)
    {
        var faults = new List<TraceFault>();
        var rows = new List<TraceRow>();
        var (at, next) = (0, 1);
        int[]? places = null;
        try
        {
            foreach (var record in CsvRecords.Read(lines, name))
            {
                at = record.Line;
                if (next == 1 && record.Text.StartsWith("\u001F\uFFFD", StringComparison.Ordinal))
                {
                    return new TraceReading(null, [new TraceFault(1, "is packed: let its name end in .gz, or unpack it first")]);
                }

                if (next == 1 && at == 1)
                {
                    places = Header(record.Cells, faults);
                }
                else if (at > next || record.Text.Trim().Length == 0)
                {
                    faults.Add(new TraceFault(Math.Min(at, next), "is empty: write one pull request in each line, without gaps"));
                }

                if (at > 1 && record.Text.Trim().Length > 0 && places is not null && Row(record.Cells, at, places, faults) is { } row)
                {
                    rows.Add(row);
                }

                next = at + record.Text.AsSpan().Count('\n') + 1;
            }
        }
        catch (UnreadableTableException fault)
        {
            faults.Add(new TraceFault(fault.Line, fault.Why));
        }

        if (at == 0 && faults.Count == 0)
        {
            return new TraceReading(
                null,
                [new TraceFault(1, $"is empty: it needs the header {string.Join(',', Columns)} and a line for each pull request")]
            );
        }

        if (faults.Count == 0 && rows.Count == 0)
        {
            faults.Add(new TraceFault(2, "has a header and no pull requests"));
        }

        TraceOrder.Check(rows, faults);
        return faults.Count > 0
            ? new TraceReading(
                null,
                faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Says, StringComparer.Ordinal).Take(MostFaults).ToRow()
            )
            : new TraceReading(
                new Trace(name, rows.Select(row => row.Change).OrderBy(change => change.Arrival).ThenBy(change => change.Number).ToRow()),
                []
            );
    }

    /// <summary>Where each column stands; null: they are not all there.</summary>
    private static int[]? Header(string[] cells, List<TraceFault> faults)
    {
        var (names, strange) = (cells.Select(name => name.Trim()).ToList(), new List<string>());
        foreach (var (name, place) in names.Select((name, place) => (name, place)))
        {
            if (names.IndexOf(name) < place)
            {
                faults.Add(new TraceFault(1, $"names the column {name} twice"));
            }
            else if (!Columns.Contains(name))
            {
                if (Nearest.To(name, Columns.Where(column => !names.Contains(column))) is { } meant)
                {
                    faults.Add(new TraceFault(1, $"has an unknown column \"{name}\": did you mean {meant}?"));
                }
                else
                {
                    strange.Add($"\"{name}\"");
                }
            }
        }

        if (strange.Count > 0)
        {
            faults.Add(
                new TraceFault(
                    1,
                    $"has {Plural.Word(strange.Count, "an unknown column", "unknown columns")} {string.Join(", ", strange)}: the columns are {string.Join(',', Columns)}"
                )
            );
        }

        var missing = Columns.Where(column => !names.Contains(column)).ToList();
        if (missing.Count > 0)
        {
            faults.Add(
                new TraceFault(
                    1,
                    $"lacks the {Plural.Word(missing.Count, "column", "columns")} {string.Join(", ", missing)}: the columns are {string.Join(',', Columns)}"
                )
            );
        }

        return faults.Count > 0 ? null : [.. Columns.Select(column => names.IndexOf(column))];
    }

    private static TraceRow? Row(string[] fields, int at, int[] places, List<TraceFault> faults)
    {
        if (fields.Length != Columns.Length)
        {
            faults.Add(
                new TraceFault(
                    at,
                    string.Create(CultureInfo.InvariantCulture, $"has {Plural.Of(fields.Length, "field")} instead of {Columns.Length}")
                )
            );
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
