using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Wire;

namespace Sluice.Bot.GitHub.Graph;

/// <summary>Writes one operation of many fields.</summary>
internal static class GraphWords
{
    public static string Alias(int index) => string.Create(CultureInfo.InvariantCulture, $"f{index}");

    public static GraphFieldsAsk Of(GraphKind kind, IReadOnlyList<GraphField> fields)
    {
        var variables = fields.SelectMany((field, i) => field.VariablesOf(Alias(i))).ToList();
        var operation = kind == GraphKind.Query ? "query" : "mutation";
        var declared = string.Join(", ", variables.Select(variable => $"${variable.Name}: {variable.Type}"));
        var text = $"{operation}({declared}) {{\n{string.Join('\n', fields.Select((field, i) => "  " + field.As(Alias(i))))}\n}}";
        return new GraphFieldsAsk(
            text,
            new JsonObject(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value?.DeepClone())))
        );
    }
}
