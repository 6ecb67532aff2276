using System.Text.Json.Nodes;

namespace Sluice.Hub.Rest;

/// <summary>Reads of nested JSON that answer null for what is absent or of another kind.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonNode? node, string name) => Read<string>(node, name);

    public static long? Number(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<long>(out var read) ? read : null;

    public static bool? Flag(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<bool>(out var read) ? read : null;

    public static string? AsText(this JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var read) ? read : null;

    private static T? Read<T>(JsonNode? node, string name)
        where T : class => (node as JsonObject)?[name] is JsonValue value && value.TryGetValue<T>(out var read) ? read : null;
}
