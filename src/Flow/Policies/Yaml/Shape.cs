using System.Text.Json.Nodes;

namespace Sluice.Flow.Policies.Yaml;

/// <summary>What a value may be, as JSON Schema says it.</summary>
internal static class Shape
{
    public static JsonObject Text(int? longest)
    {
        var shape = new JsonObject { ["type"] = "string", ["minLength"] = 1 };
        if (longest is { } most)
        {
            shape["maxLength"] = most;
        }

        return shape;
    }

    public static JsonObject Flag() => new() { ["type"] = "boolean" };

    public static JsonObject Whole(int least, int most) =>
        least == most
            ? new JsonObject { ["const"] = least }
            : new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = least,
                ["maximum"] = most,
            };

    /// <param name="range">What the schema cannot say of it.</param>
    public static JsonObject Number(string range) => new() { ["type"] = "number", ["description"] = range };

    public static JsonObject Percent(string range) =>
        new()
        {
            ["type"] = "string",
            ["pattern"] = @"^[+-]?[0-9]*\.?[0-9]+\s*%$",
            ["description"] = range,
        };

    public static JsonObject Duration(string range) =>
        new()
        {
            ["type"] = "string",
            ["pattern"] = "^([0-9]{1,9}[smhdw])+$",
            ["description"] = range,
        };

    public static JsonObject Word(IEnumerable<string> words) => new() { ["enum"] = Entries(words) };

    /// <summary>One without entries may be written as nothing.</summary>
    public static JsonObject List(JsonObject each, int most) =>
        new()
        {
            ["type"] = new JsonArray("array", "null"),
            ["items"] = each,
            ["maxItems"] = most,
        };

    public static JsonArray Entries<T>(IEnumerable<T> values) => new([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
}
