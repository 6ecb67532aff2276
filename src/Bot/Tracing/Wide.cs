using System.Globalization;
using System.Text.Json;
using Sluice.Flow;

namespace Sluice.Bot.Tracing;

/// <summary>A line's details as attributes: every word and number under its own name, as deep as it stands.</summary>
internal static class Wide
{
    /// <summary>Of one attribute: what people wrote can be long.</summary>
    private const int Longest = 500;

    private const int MostItems = 50;

    /// <param name="at">The beginning of every name, such as <c>sluice.</c></param>
    public static IEnumerable<SpanTag> Of(string? data, string at)
    {
        using var json = JsonDocument.Parse(data ?? "{}");
        return [.. Of(json.RootElement, at)];
    }

    public static string Cut(string text) => Clipped.To(text, Longest);

    private static IEnumerable<SpanTag> Of(JsonElement element, string at) =>
        element.ValueKind == JsonValueKind.Object
            ? element
                .EnumerateObject()
                .SelectMany(field =>
                    field.Value.ValueKind == JsonValueKind.Object
                        ? Of(field.Value, $"{at}{field.Name}.")
                        : One($"{at}{field.Name}", field.Value)
                )
            : [];

    private static IEnumerable<SpanTag> One(string name, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => [new(name, Cut(value.GetString()!))],
            JsonValueKind.Number => [new(name, value.TryGetInt64(out var whole) ? whole : value.GetDouble())],
            JsonValueKind.True or JsonValueKind.False => [new(name, value.GetBoolean())],
            JsonValueKind.Array when value.GetArrayLength() > 0 => [new(name, value.EnumerateArray().Take(MostItems).Select(Item).ToRow())],
            _ => [],
        };

    /// <summary>An item in words: <c>ci/test failure</c>.</summary>
    private static string Item(JsonElement item) =>
        Cut(
            item.ValueKind switch
            {
                JsonValueKind.Object => string.Join(
                    ' ',
                    item.EnumerateObject()
                        .Where(field => field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                        .Select(field => Text(field.Value))
                ),
                _ => Text(item),
            }
        );

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            ? Math.Round(number, 3).ToString(CultureInfo.InvariantCulture)
            : value.ToString();
}
