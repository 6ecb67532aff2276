using System.Globalization;
using System.Text.Json;
using Sluice.Flow;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Metrics;

/// <summary>
/// The body of an instant query to one number. Prometheus gives numbers as texts, and success with warnings for what it only has in part.
/// </summary>
internal static class PrometheusAnswer
{
    private const int LongestQuote = 200;

    public static Answer<double> Read(JsonElement body)
    {
        try
        {
            return Judge(body);
        }
        catch (InvalidOperationException)
        {
            return Refused("the answer holds text that is no Unicode");
        }
    }

    private static Answer<double> Judge(JsonElement body)
    {
        if (!IsWhole(body, out var data, out var result, out var why))
        {
            return Refused(why);
        }

        return Text(data, "resultType") switch
        {
            "scalar" => Number(result),
            "vector" when result.GetArrayLength() == 0 => Refused("no data; where that means none, write: … or vector(0)"),
            "vector" when result.GetArrayLength() > 1 => Refused($"{result.GetArrayLength()} series instead of one; write sum(…)"),
            "vector" when TryGet(result[0], "value", JsonValueKind.Array, out var value) => Number(value),
            var other => Refused($"the query gives a {Cut(other ?? "thing without a type")} instead of one number"),
        };
    }

    /// <summary>A success without warnings; else why it cannot be used.</summary>
    public static bool IsWhole(JsonElement body, out JsonElement data, out JsonElement result, out string why)
    {
        (result, why) = (default, "");
        if (
            Text(body, "status") != "success"
            || !TryGet(body, "data", JsonValueKind.Object, out data)
            || !TryGet(data, "result", JsonValueKind.Array, out result)
        )
        {
            (data, why) = (default, $"the answer is not one of Prometheus{Error(body)}");
        }
        else if (TryGet(body, "warnings", JsonValueKind.Array, out var warnings) && warnings.GetArrayLength() > 0)
        {
            why = $"the answer may be partial: {Cut(warnings[0].ToString())}";
        }

        return why.Length == 0;
    }

    /// <summary>What Prometheus says of a query that it refuses, for the end of a sentence.</summary>
    public static string Error(JsonElement body) => Text(body, "error") is { Length: > 0 } error ? $": {Cut(error)}" : "";

    public static Answer<double> Of(double value) =>
        value switch
        {
            double.NaN => Refused("not a number (NaN)"),
            _ when double.IsInfinity(value) => Refused("infinite"),
            < 0 => Refused("a count below zero"),
            _ => new Answer<double>.Made(value),
        };

    private static Answer<double> Number(JsonElement pair)
    {
        var text = pair.GetArrayLength() == 2 && pair[1].ValueKind == JsonValueKind.String ? pair[1].GetString() : null;
        return text switch
        {
            "+Inf" or "-Inf" => Refused("infinite"),
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => Of(value),
            _ => Refused("a value that is no number"),
        };
    }

    private static string? Text(JsonElement element, string name) =>
        TryGet(element, name, JsonValueKind.String, out var value) ? value.GetString() : null;

    private static bool TryGet(JsonElement element, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    private static Answer<double>.Refused Refused(string why) => new(why);

    private static string Cut(string text) => Clipped.To(text, LongestQuote);
}
