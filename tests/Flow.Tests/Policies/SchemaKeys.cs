using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Flow.Policies;

namespace Sluice.Flow.Tests.Policies;

/// <summary>The schema's keys one by one; an entry of a list has <c>[]</c> in its path.</summary>
internal static class SchemaKeys
{
    public static JsonObject Schema { get; } = JsonNode.Parse(PolicySchema.Text())!.AsObject();

    public static IEnumerable<(string Path, JsonObject Shape)> All => Below(Schema, "");

    /// <summary>As the reference in the docs shows them: a table for each section.</summary>
    public static string Tables() => string.Join("\n", All.GroupBy(key => key.Path.Split('.')[0]).Select(Table));

    private static string Table(IGrouping<string, (string Path, JsonObject Shape)> section)
    {
        var rows = section
            .Where(key => Kind(key.Shape).Length > 0)
            .Select(key =>
                $"| `{key.Path}` | {Kind(key.Shape)} | {Usual(key.Shape["default"])} | {Escaped((string?)key.Shape["description"])} |"
            );
        var heading = Kind(section.First().Shape).Length > 0 ? "" : $"**{section.Key}.** {section.First().Shape["description"]}\n\n";
        return $"{heading}| key | value | default | meaning |\n|---|---|---|---|\n{string.Join("\n", rows)}\n";
    }

    /// <summary>Empty: a mapping, whose own keys say it.</summary>
    private static string Kind(JsonObject shape) =>
        shape switch
        {
            _ when shape["anyOf"] is JsonArray several => string.Join(
                " or ",
                several.OfType<JsonObject>().Select(Kind).Where(kind => kind.Length > 0)
            ),
            _ when shape["const"] is { } only => Code(only),
            _ when shape["enum"] is JsonArray words => string.Join(", ", words.Select(word => Code(word!))),
            _ when shape["items"] is JsonObject each => Kind(each) is { Length: > 0 } kind ? $"list of {kind}" : "list",
            _ when shape["properties"] is not null => "",
            _ when shape["pattern"] is { } pattern => ((string)pattern!).Contains('%', StringComparison.Ordinal)
                ? "percentage"
                : "duration",
            _ when shape["minimum"] is { } least => string.Create(CultureInfo.InvariantCulture, $"{least} to {shape["maximum"]}"),
            _ => (string)shape["type"]! switch
            {
                "boolean" => "`true`, `false`",
                "string" => "text",
                var type => type,
            },
        };

    private static string Usual(JsonNode? value) =>
        value switch
        {
            null => "",
            JsonArray { Count: 0 } => "none",
            JsonArray list => $"`[{string.Join(", ", list)}]`",
            _ => Code(value),
        };

    private static string Code(JsonNode value) => $"`{value}`";

    private static string Escaped(string? text) => (text ?? "").Replace("|", "\\|", StringComparison.Ordinal);

    private static IEnumerable<(string Path, JsonObject Shape)> Below(JsonObject mapping, string path)
    {
        var shapes = mapping["anyOf"] is JsonArray several ? several.OfType<JsonObject>() : [mapping];
        foreach (var shape in shapes)
        {
            foreach (var (key, value) in shape["properties"]?.AsObject() ?? [])
            {
                var at = path.Length == 0 ? key : $"{path}.{key}";
                yield return (at, value!.AsObject());
                foreach (var below in Below(value.AsObject(), at))
                {
                    yield return below;
                }
            }

            foreach (var below in shape["items"] is JsonObject item ? Below(item, path + "[]") : [])
            {
                yield return below;
            }
        }
    }
}
