using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Reads objects inside a body, with the refusals of <see cref="Call"/>.</summary>
internal static class Inner
{
    public static string? TextOrNull(this JsonObject inner, string name) =>
        inner[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            var other => throw Wrong(other, "a string"),
        };

    public static string Needed(this JsonObject inner, string name) => inner.TextOrNull(name) ?? throw Call.Missing(name);

    public static int? NumberOrNull(this JsonObject inner, string name) =>
        inner[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<int>(out var number) => number,
            var other => throw Wrong(other, "an integer"),
        };

    public static JsonObject[] Objects(this JsonObject inner, string name) =>
        inner[name] switch
        {
            null => [],
            JsonArray list => [.. list.Select(item => item as JsonObject ?? throw Wrong(item, "an object"))],
            var other => throw Wrong(other, "an array"),
        };

    public static DateTimeOffset? When(this JsonObject inner, string name) =>
        inner.TextOrNull(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when) ? when
        : throw Wrong(inner[name], "a date-time");

    private static BodyFault Wrong(JsonNode? found, string wanted) =>
        new(new Refusal(422, $"Invalid request.\n\nFor 'properties', {found?.ToJsonString() ?? "nil"} is not {wanted}."));
}
