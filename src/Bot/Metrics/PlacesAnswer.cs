using System.Globalization;
using System.Text.Json;
using Sluice.Flow;
using Sluice.Flow.Release.Blaming;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Metrics;

/// <summary>The body of an instant query to many series: how much was counted at each place.</summary>
internal static class PlacesAnswer
{
    /// <summary>The heaviest of them: what a regression is about is among these, or it is everywhere.</summary>
    private const int Most = 50;

    private const int LongestValue = 300;

    public static Answer<Row<Place>> Read(JsonElement body)
    {
        if (
            !body.TryGetProperty("data", out var data)
            || !data.TryGetProperty("result", out var result)
            || result.ValueKind != JsonValueKind.Array
            || !data.TryGetProperty("resultType", out var type)
            || type.GetString() != "vector"
        )
        {
            return new Answer<Row<Place>>.Refused($"the query gives no vector of series{PrometheusAnswer.Error(body)}");
        }

        return new Answer<Row<Place>>.Made(
            result.EnumerateArray().Select(Place).OfType<Place>().OrderByDescending(place => place.Count).Take(Most).ToRow()
        );
    }

    /// <summary>The same places on both tracks.</summary>
    public static Row<Symptom> Join(string metric, Row<Place> canary, Row<Place> baseline) =>
        canary
            .Concat(baseline)
            .Select(place => place.Labels)
            .Distinct()
            .Select(labels => new Symptom(metric, labels, Count(canary, labels), Count(baseline, labels)))
            .ToRow();

    private static double Count(Row<Place> places, Row<Label> labels) =>
        places.Where(place => place.Labels.Equals(labels)).Sum(place => place.Count);

    /// <summary>Null: not a number, or nothing that tells it from others.</summary>
    private static Place? Place(JsonElement series)
    {
        var labels =
            series.TryGetProperty("metric", out var metric) && metric.ValueKind == JsonValueKind.Object
                ? metric
                    .EnumerateObject()
                    .Where(label => label.Name != "track")
                    .Select(label => new Label(label.Name, Cut(label.Value.ToString())))
                    .OrderBy(label => label.Name, StringComparer.Ordinal)
                    .ToRow()
                : [];
        return
            labels.Count > 0
            && series.TryGetProperty("value", out var value)
            && value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() == 2
            && double.TryParse(value[1].ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            && double.IsFinite(count)
            && count >= 0
            ? new Place(labels, count)
            : null;
    }

    private static string Cut(string text) => Clipped.To(text, LongestValue);
}

internal sealed record Place(Row<Label> Labels, double Count);
