using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

/// <summary>What a field's resolver may use. Arguments have their variables filled in.</summary>
internal sealed record FieldCall(World World, Wire Wire, Caller Caller, JsonObject Arguments)
{
    public string? Text(string name) => Arguments[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public long? Number(string name) => Arguments[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    public bool? Flag(string name) => Arguments[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>A list of enum values or texts; GraphQL lets a single one stand for a list.</summary>
    public string[]? Texts(string name) =>
        Arguments[name] switch
        {
            JsonArray list => [.. list.Select(i => i?.ToString() ?? "")],
            JsonValue one => [one.ToString()],
            _ => null,
        };

    public FieldCall Under(string argument) => this with { Arguments = Arguments[argument] as JsonObject ?? [] };
}

/// <summary>A field of a type. Type null: a scalar.</summary>
internal sealed record FieldDefinition(string Name, string? Type, SortedSet<string> Arguments, Func<object, FieldCall, object?> Resolve)
{
    public SortedSet<string> Required { get; init; } = [];
}

/// <summary>An object type, or an interface or union with the names of what it may be.</summary>
internal sealed class TypeDefinition(string name)
{
    public string Name { get; } = name;

    public SortedDictionary<string, FieldDefinition> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Of an interface or union: its object types. Empty for an object type.</summary>
    public SortedSet<string> Possible { get; } = new(StringComparer.Ordinal);

    public bool IsAbstract => Possible.Count > 0;
}

/// <summary>A field cannot be resolved: GitHub puts null there and tells why under <c>errors</c>.</summary>
internal sealed class FieldFault(string type, string message) : Exception(message)
{
    public string Type { get; } = type;

    public static FieldFault From(Refusal refusal) =>
        new(
            refusal.Status switch
            {
                404 => "NOT_FOUND",
                401 or 403 => "FORBIDDEN",
                _ => "UNPROCESSABLE",
            },
            refusal.Message
        );
}

/// <summary>The part of GitHub's schema that Hub answers.</summary>
internal sealed class Schema
{
    private readonly List<(Func<object, bool> Is, string Name)> _names = [];

    public SortedDictionary<string, TypeDefinition> Types { get; } = new(StringComparer.Ordinal);

    public TypeDefinition this[string name] => Types[name];

    /// <summary>Declares an object type over values of T.</summary>
    public TypeOf<T> Object<T>(string name, Func<T, bool>? when = null)
        where T : class
    {
        var type = new TypeDefinition(name);
        Types.Add(name, type);
        _names.Add((value => value is T typed && (when is null || when(typed)), name));
        return new TypeOf<T>(this, type);
    }

    /// <summary>Declares an interface or union; its own fields are taken from the first of its types.</summary>
    public void Abstract(string name, string[] possible, params string[] fields)
    {
        var type = new TypeDefinition(name);
        type.Possible.UnionWith(possible);
        foreach (var field in fields)
            type.Fields.Add(field, Types[possible[0]].Fields[field]);
        Types.Add(name, type);
    }

    public string NameOf(object value) => _names.First(n => n.Is(value)).Name;
}

/// <summary>Adds fields to a type.</summary>
internal sealed class TypeOf<T>(Schema schema, TypeDefinition type)
    where T : class
{
    public TypeOf<T> Scalar(string name, Func<T, FieldCall, object?> resolve, params string[] arguments) =>
        Add(name, null, resolve, arguments);

    public TypeOf<T> One(string name, string of, Func<T, FieldCall, object?> resolve, params string[] arguments) =>
        Add(name, of, resolve, arguments);

    /// <summary>A connection: first, after, last and before cut it.</summary>
    public TypeOf<T> Many(string name, string of, Func<T, FieldCall, IEnumerable<object>> resolve, params string[] arguments)
    {
        var connection = Connections.Declare(schema, of);
        type.Fields.Add(
            name,
            new FieldDefinition(
                name,
                connection,
                [.. arguments, "first", "after", "last", "before"],
                (value, call) => Connections.Cut(name, connection, resolve((T)value, call), call)
            )
        );
        return this;
    }

    private TypeOf<T> Add(string name, string? of, Func<T, FieldCall, object?> resolve, string[] arguments)
    {
        // "name!" is an argument that must be given.
        var required = arguments.Where(a => a.EndsWith('!')).Select(a => a[..^1]).ToArray();
        type.Fields.Add(
            name,
            new FieldDefinition(name, of, [.. arguments.Select(a => a.TrimEnd('!'))], (value, call) => resolve((T)value, call))
            {
                Required = [.. required],
            }
        );
        return this;
    }
}
