using System.Globalization;
using System.Text.Json;
using Sluice.Flow;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Metrics;

/// <summary>The body of a range query to one series: a count for each step, null where there is none to be had.</summary>
internal static class MatrixAnswer
{
    public static Answer<Row<double?>> Read(JsonElement body, DateTimeOffset first, TimeSpan step, int count)
    {
        try
        {
            return Judge(body, first, step, count);
        }
        catch (InvalidOperationException)
        {
            return new Answer<Row<double?>>.Refused("the answer holds text that is no Unicode, or another shape than Prometheus writes");
        }
    }

    private static Answer<Row<double?>> Judge(JsonElement body, DateTimeOffset first, TimeSpan step, int count)
    {
        if (!PrometheusAnswer.IsWhole(body, out var data, out var result, out var why))
        {
            return new Answer<Row<double?>>.Refused(why);
        }

        if (!data.TryGetProperty("resultType", out var type) || type.GetString() != "matrix")
        {
            return new Answer<Row<double?>>.Refused("the query gives no series over time");
        }

        if (result.GetArrayLength() > 1)
        {
            return new Answer<Row<double?>>.Refused($"{result.GetArrayLength()} series instead of one; write sum(…)");
        }

        var counts = new double?[count];
        var pairs = result.GetArrayLength() == 0 || !result[0].TryGetProperty("values", out var values) ? [] : values.EnumerateArray();
        foreach (var pair in pairs)
        {
            if (
                pair.ValueKind == JsonValueKind.Array
                && pair.GetArrayLength() == 2
                && pair[0].TryGetDouble(out var time)
                && (int)Math.Round(((time * 1000) - first.ToUnixTimeMilliseconds()) / step.TotalMilliseconds) is var at
                && at >= 0
                && at < count
            )
            {
                counts[at] = Number(pair[1]);
            }
        }

        return new Answer<Row<double?>>.Made(counts.ToRow());
    }

    private static double? Number(JsonElement text) =>
        text.ValueKind == JsonValueKind.String
        && double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsFinite(value)
        && value >= 0
            ? value
            : null;
}
