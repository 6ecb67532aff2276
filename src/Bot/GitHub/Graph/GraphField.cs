using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Bot.GitHub.Graph;

/// <summary>One top-level field of a GraphQL operation, with variables of its own: many of them make one request.</summary>
/// <param name="Text">The field as it would stand alone: <c>addComment(input: $input) { … }</c>.</param>
internal sealed partial record GraphField(string Text, params IReadOnlyList<GraphVariable> Variables)
{
    /// <summary>The field under an alias, its variables renamed after it.</summary>
    public string As(string alias) => $"{alias}: {VariableName().Replace(Text, match => $"{match.Value}_{alias}")}";

    public IEnumerable<GraphVariable> VariablesOf(string alias) =>
        Variables.Select(variable => variable with { Name = $"{variable.Name}_{alias}" });

    [GeneratedRegex(@"\$[a-z]+")]
    private static partial Regex VariableName();
}

/// <param name="Type">As GraphQL writes it: <c>String!</c>.</param>
internal sealed record GraphVariable(string Name, string Type, JsonNode? Value);

/// <summary>Fields of one kind go together. A comment's budget is scarce, so that nothing else waits for it.</summary>
internal enum GraphKind
{
    Query,
    Mutation,
    Notification,
}
