using System.Text.Json;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Release.Files;

/// <summary>Reads a file of metrics. It is strict: a key that nobody knows was meant to say something.</summary>
public static class MetricsReader
{
    private static readonly Bounds Usual = new();

    /// <param name="json">UTF-8.</param>
    public static FileReading<MetricsFile> Read(ReadOnlySpan<byte> json) => Read(json, static (ref cursor) => File(ref cursor));

    internal delegate T Part<T>(ref Cursor cursor);

    internal static FileReading<T> Read<T>(ReadOnlySpan<byte> json, Part<T> whole)
    {
        var text = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        if (text.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new FileReading<T>.Refused(1, 1, "the file is empty: there is nothing to judge");
        }

        try
        {
            var cursor = new Cursor(text);
            return new FileReading<T>.Read(whole(ref cursor));
        }
        catch (Malformed fault)
        {
            var (line, column) = Cursor.Place(text, fault.Offset);
            return new FileReading<T>.Refused(line, column, fault.Message);
        }
        catch (JsonException fault)
        {
            var why = fault.Message.Split(" LineNumber:")[0].TrimEnd('.');
            return new FileReading<T>.Refused(
                (int)(fault.LineNumber ?? 0) + 1,
                (int)(fault.BytePositionInLine ?? 0) + 1,
                $"this is no JSON: {why}"
            );
        }
    }

    internal static MetricsFile File(ref Cursor cursor)
    {
        var (bounds, marks, groups, metrics) = (Usual, new Marks(), new List<GroupWeight>(), new List<FileMetric>());
        var begin = cursor.Fault("there is no \"metrics\": write {\"metrics\":[…]}");
        var seen = new List<string>();
        cursor.Object("the file");
        while (cursor.Key(seen, "alpha", "beta", "tolerate", "margin", "metrics", "groups", "pass", "marginal") is { } key)
        {
            switch (key)
            {
                case "alpha":
                    bounds = bounds with { Alpha = Chance(ref cursor, key) };
                    break;
                case "beta":
                    bounds = bounds with { Beta = Chance(ref cursor, key) };
                    break;
                case "tolerate":
                    bounds = bounds with
                    {
                        Tolerate = cursor.Number(
                            "tolerate is a ratio above 0, at most 1000, such as 1.1",
                            ratio => ratio is > 0 and <= 1000
                        ),
                    };
                    break;
                case "margin":
                    bounds = bounds with
                    {
                        Margin = cursor.Number("margin is a ratio above 0, at most 1000, such as 1.5", ratio => ratio is > 0 and <= 1000),
                    };
                    break;
                case "groups":
                    groups = Groups(ref cursor);
                    break;
                case "pass":
                    marks = marks with { Pass = Points(ref cursor, key) };
                    break;
                case "marginal":
                    marks = marks with { Marginal = Points(ref cursor, key) };
                    break;
                default:
                    metrics = Metrics(ref cursor);
                    break;
            }
        }

        return metrics.Count == 0 ? throw begin
            : bounds.Margin <= bounds.Tolerate
                ? throw new Malformed(
                    begin.Offset,
                    $"margin {Show(bounds.Margin)} is not above tolerate {Show(bounds.Tolerate)}: a change could be harmless and bad at once"
                )
            : marks.Pass < marks.Marginal
                ? throw new Malformed(begin.Offset, $"pass {Show(marks.Pass)} is below marginal {Show(marks.Marginal)}")
            : new MetricsFile(bounds, metrics.ToRow(), marks, groups.ToRow());
    }

    private static double Chance(ref Cursor cursor, string key) =>
        cursor.Number($"{key} is a probability above 0 and below 0.5, such as 0.01", chance => chance is > 0 and < 0.5);

    private static double Points(ref Cursor cursor, string key) =>
        cursor.Number($"{key} is a score from 0 to 100", points => points is >= 0 and <= 100);

    private static List<GroupWeight> Groups(ref Cursor cursor)
    {
        var (groups, whole) = (new List<GroupWeight>(), cursor.Offset);
        cursor.List("groups");
        while (cursor.Item())
        {
            var (seen, name, weight) = (new List<string>(), (string?)null, double.NaN);
            var begin = cursor.Fault("a group has a name and a weight");
            cursor.Object("a group");
            while (cursor.Key(seen, "name", "weight") is { } key)
            {
                (name, weight) =
                    key == "name"
                        ? (cursor.Text("a group's name"), weight)
                        : (name, cursor.Number("a group's weight is a number from 0 to 100", value => value is >= 0 and <= 100));
            }

            groups.Add(name is null || double.IsNaN(weight) ? throw begin : new GroupWeight(name, weight));
        }

        // The rest would count for less than nothing, and a whole group could fail unseen.
        var sum = groups.Sum(group => group.Weight);
        return sum <= 100 + 1e-6
            ? groups
            : throw new Malformed(whole, $"the weights of groups add up to {Show(sum)}, which is more than 100");
    }

    private static List<FileMetric> Metrics(ref Cursor cursor)
    {
        var metrics = new List<FileMetric>();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var begin = cursor.Fault("metrics is empty: there is nothing to judge");
        cursor.List("metrics");
        while (cursor.Item())
        {
            var twice = cursor.Fault("");
            var metric = MetricFields.Read(ref cursor);
            var name = metric.Match(counts => counts.Name, samples => samples.Name);
            metrics.Add(names.Add(name) ? metric : throw new Malformed(twice.Offset, $"there are two metrics named \"{name}\""));
        }

        return metrics.Count > 0 ? metrics : throw begin;
    }

    private static string Show(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
