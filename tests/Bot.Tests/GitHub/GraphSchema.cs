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
        var root = tokens.Peek() == "mutation" ? "Mutation" : "Query";
        var variables = ask.RootElement.TryGetProperty("variables", out var given) ? given : default;
        var faults = new List<string>();
        while (tokens.Peek() != "{")
        {
            // $name : Type
            if (tokens.Dequeue() is ['$', .. var name] && tokens.Dequeue() == ":" && variables.TryGetProperty(name, out var value))
            {
                Input(value, tokens.Dequeue(), name, faults);
            }
        }

        Selection(tokens, root, faults);
        return tokens.Count == 0 ? faults : [.. faults, $"{tokens.Count} words too many"];
    }

    private static void Selection(Queue<string> tokens, string type, List<string> faults)
    {
        tokens.Dequeue();
        while (tokens.Peek() != "}")
        {
            var name = tokens.Dequeue();
            if (tokens.Peek() == ":")
            {
                // An alias.
                tokens.Dequeue();
                name = tokens.Dequeue();
            }

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

    /// <summary>What a variable holds, against the type that it is declared with: every key, and every one that must be there.</summary>
    private static void Input(JsonElement value, string type, string path, List<string> faults)
    {
        if (!Types.Value.TryGetValue(type, out var known))
        {
            faults.Add($"there is no type {type}");
            return;
        }

        if (known.GetProperty("kind").GetString() == "ENUM")
        {
            if (known.GetProperty("enumValues").EnumerateArray().All(word => word.GetProperty("name").GetString() != value.GetString()))
            {
                faults.Add($"{path}: {type} has no {value}");
            }

            return;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var fields = known
            .GetProperty("inputFields")
            .EnumerateArray()
            .ToDictionary(field => field.GetProperty("name").GetString()!, field => field.GetProperty("type"));
        faults.AddRange(
            fields
                .Where(field => field.Value.GetProperty("kind").GetString() == "NON_NULL" && !value.TryGetProperty(field.Key, out _))
                .Select(field => $"{path} lacks {field.Key}")
        );
        foreach (var given in value.EnumerateObject())
        {
            if (fields.TryGetValue(given.Name, out var field))
            {
                Input(given.Value, Named(field), $"{path}.{given.Name}", faults);
            }
            else
            {
                faults.Add($"{path}: {type} has no {given.Name}");
            }
        }
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
        var known =
            field.ValueKind == JsonValueKind.Undefined
                ? []
                : field.GetProperty("args").EnumerateArray().Select(each => each.GetProperty("name").GetString()).ToArray();
        tokens.Dequeue();
        for (var depth = 1; depth > 0; )
        {
            var word = tokens.Dequeue();
            depth +=
                word is "(" or "{" or "[" ? 1
                : word is ")" or "}" or "]" ? -1
                : 0;
            if (depth == 1 && tokens.TryPeek(out var next) && next == ":" && !known.Contains(word))
            {
                faults.Add($"{name} has no argument {word}");
            }
        }
    }

    private static JsonElement Find(string type, string field) =>
        Types.Value.TryGetValue(type, out var known)
        && known.TryGetProperty("fields", out var fields)
        && fields.ValueKind == JsonValueKind.Array
            ? fields.EnumerateArray().FirstOrDefault(each => each.GetProperty("name").GetString() == field)
            : default;

    private static string Named(JsonElement type) =>
        type.GetProperty("ofType") is { ValueKind: JsonValueKind.Object } inner ? Named(inner) : type.GetProperty("name").GetString()!;

    [GeneratedRegex(@"\.\.\.|[A-Za-z_][A-Za-z0-9_]*|\$[A-Za-z0-9_]+|[0-9]+|[{}()\[\]:!]")]
    private static partial Regex Token();
}
