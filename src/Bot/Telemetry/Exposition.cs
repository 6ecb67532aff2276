using System.Globalization;
using System.Text;

namespace Sluice.Bot.Telemetry;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal static class Exposition
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<Family> families)
    {
        var text = new StringBuilder();
        foreach (var family in families.Where(each => each.Samples.Count > 0).OrderBy(each => each.Name, StringComparer.Ordinal))
        {
            text.Append("# HELP ")
                .Append(family.Name)
                .Append(' ')
                .Append(family.Help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal))
                .Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Type).Append('\n');
            foreach (var sample in family.Samples)
            {
                text.Append(family.Name).Append(sample.Suffix);
                Labels(text, sample.Labels);
                text.Append(' ').Append(Number(sample.Value)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// A name of OpenTelemetry's kind in Prometheus' convention: the unit in full at its end, and <c>_total</c> on what only rises.
    /// </summary>
    public static string Name(string instrument, string? unit, string type)
    {
        var name = string.Concat(instrument.Select(each => char.IsAsciiLetterOrDigit(each) ? each : '_'));
        var full = unit switch
        {
            "s" => "seconds",
            "By" => "bytes",
            _ => "",
        };
        name = full.Length == 0 || name.EndsWith(full, StringComparison.Ordinal) ? name : $"{name}_{full}";
        return type == "counter" ? $"{name}_total" : name;
    }

    public static string Number(double value) =>
        value switch
        {
            double.PositiveInfinity => "+Inf",
            double.NegativeInfinity => "-Inf",
            double.NaN => "NaN",
            _ => value.ToString("R", CultureInfo.InvariantCulture),
        };

    private static void Labels(StringBuilder text, IReadOnlyList<(string Name, string Value)> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }

        text.Append('{').AppendJoin(',', labels.Select(label => $"{Label(label.Name)}=\"{Escaped(label.Value)}\"")).Append('}');
    }

    private static string Label(string name) => string.Concat(name.Select(each => char.IsAsciiLetterOrDigit(each) ? each : '_'));

    private static string Escaped(string value) =>
        value
            .Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal);
}
