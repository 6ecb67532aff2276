using System.Text.Json.Nodes;

namespace Sluice.Hub.GraphQL;

internal sealed record Place(int Line, int Column);

/// <summary>A value as written: a literal, or a variable to fill in.</summary>
internal abstract record Written
{
    public sealed record Variable(string Name) : Written;

    public sealed record Literal(JsonNode? Value) : Written;

    public sealed record List(Written[] Items) : Written;

    public sealed record Record(KeyValuePair<string, Written>[] Fields) : Written;

    /// <summary>The value with its variables filled in.</summary>
    public JsonNode? With(JsonObject variables) =>
        this switch
        {
            Variable variable => variables[variable.Name]?.DeepClone(),
            Literal literal => literal.Value?.DeepClone(),
            List list => new JsonArray([.. list.Items.Select(i => i.With(variables))]),
            Record record => new JsonObject(record.Fields.Select(f => KeyValuePair.Create(f.Key, f.Value.With(variables)))),
            _ => null,
        };
}

internal sealed record Directive(string Name, KeyValuePair<string, Written>[] Arguments);

internal abstract record Selection(Directive[] Directives)
{
    public sealed record Field(
        string Name,
        string Key,
        KeyValuePair<string, Written>[] Arguments,
        Directive[] On,
        Selection[] Below,
        Place At
    ) : Selection(On);

    public sealed record Inline(string? Type, Directive[] On, Selection[] Below, Place At) : Selection(On);

    public sealed record Spread(string Fragment, Directive[] On, Place At) : Selection(On);
}

internal sealed record Fragment(string Name, string Type, Selection[] Below);

internal sealed record VariableDefinition(string Name, bool IsRequired, Written? Default);

/// <summary>Kind: query or mutation.</summary>
internal sealed record Operation(string Kind, string? Name, VariableDefinition[] Variables, Selection[] Below);

internal sealed record Document(Operation[] Operations, SortedDictionary<string, Fragment> Fragments);
