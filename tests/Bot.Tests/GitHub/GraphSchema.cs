using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Hub.Tests.Conformance;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>Holds a query against GitHub's public GraphQL schema: every field and argument, on the type where it stands.</summary>
public static partial class GraphSchema
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Types = new(() =>
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(TestData.At("graphql-schema", "schema.json"))).RootElement;
        var schema = root.TryGetProperty("data", out var data) ? data.GetProperty("__schema") : root.GetProperty("__schema");
        return schema.GetProperty("types").EnumerateArray().ToDictionary(type => type.GetProperty("name").GetString()!);
    });

    /// <param name="body">The request's body.</param>
    public static IEnumerable<string> Faults(string body)
    {
        using var ask = JsonDocument.Parse(body);
        var tokens = new Queue<string>(Token().Matches(ask.RootElement.GetProperty("query").GetString()!).Select(match => match.Value));
        while (tokens.Peek() != "{")
        {
            tokens.Dequeue();
        }

        var faults = new List<string>();
        Selection(tokens, "Query", faults);
        return tokens.Count == 0 ? faults : [.. faults, $"{tokens.Count} words too many"];
    }

    private static void Selection(Queue<string> tokens, string type, List<string> faults)
    {
        tokens.Dequeue();
        while (tokens.Peek() != "}")
        {
            var name = tokens.Dequeue();
            if (name == "...")
            {
                tokens.Dequeue();
                var narrowed = tokens.Dequeue();
                if (!Types.Value.ContainsKey(narrowed))
                {
                    faults.Add($"there is no type {narrowed}");
                }

                Selection(tokens, narrowed, faults);
                continue;
            }

            Field(tokens, type, name, faults);
        }

        tokens.Dequeue();
    }

    private static void Field(Queue<string> tokens, string type, string name, List<string> faults)
    {
        var field = name == "__typename" ? default : Find(type, name);
        if (name != "__typename" && field.ValueKind == JsonValueKind.Undefined)
        {
            faults.Add($"{type} has no field {name}");
        }

        if (tokens.Peek() == "(")
        {
            Arguments(tokens, $"{type}.{name}", field, faults);
        }

        if (tokens.Peek() == "{")
        {
            Selection(tokens, field.ValueKind == JsonValueKind.Undefined ? "" : Named(field.GetProperty("type")), faults);
        }
    }

    private static void Arguments(Queue<string> tokens, string name, JsonElement field, List<string> faults)
    {
        var known = field.ValueKind == JsonValueKind.Undefined ? [] : field.GetProperty("args").EnumerateArray().Select(each => each.GetProperty("name").GetString()).ToArray();
        tokens.Dequeue();
        for (var depth = 1; depth > 0;)
        {
            var word = tokens.Dequeue();
            depth += word is "(" or "{" or "[" ? 1 : word is ")" or "}" or "]" ? -1 : 0;
            if (depth == 1 && tokens.TryPeek(out var next) && next == ":" && !known.Contains(word))
            {
                faults.Add($"{name} has no argument {word}");
            }
        }
    }

    private static JsonElement Find(string type, string field) =>
        Types.Value.TryGetValue(type, out var known) && known.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array
            ? fields.EnumerateArray().FirstOrDefault(each => each.GetProperty("name").GetString() == field)
            : default;

    private static string Named(JsonElement type) => type.GetProperty("ofType") is { ValueKind: JsonValueKind.Object } inner ? Named(inner) : type.GetProperty("name").GetString()!;

    [GeneratedRegex(@"\.\.\.|[A-Za-z_][A-Za-z0-9_]*|\$[A-Za-z_]+|[0-9]+|[{}()\[\]:!]")]
    private static partial Regex Token();
}
