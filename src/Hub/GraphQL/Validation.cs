using System.Text.Json.Nodes;

namespace Sluice.Hub.GraphQL;

/// <summary>Walks a document along the schema before anything runs: unknown fields, arguments and types are faults, all at once.</summary>
internal sealed class Validation(Schema schema, Document document)
{
    /// <summary>Fragments that spread each other twice ask for twice as much with each of them.</summary>
    private const int MostSelections = 100_000;

    private readonly JsonArray _errors = [];
    private int _walked;
    private readonly SortedSet<string> _open = new(StringComparer.Ordinal);

    public JsonArray Errors(Operation operation)
    {
        var root = operation.Kind == "mutation" ? "Mutation" : "Query";
        Walk(operation.Below, root, [operation.Name is null ? operation.Kind : $"{operation.Kind} {operation.Name}"]);
        return _errors;
    }

    private void Walk(Selection[] selections, string type, string[] path)
    {
        foreach (var selection in selections)
        {
            if (++_walked > MostSelections)
            {
                if (_walked == MostSelections + 1)
                    Add($"The query asks for more than {MostSelections} fields", "queryTooLarge", new Place(1, 1), path);
                return;
            }

            switch (selection)
            {
                case Selection.Field field:
                    Field(field, type, [.. path, field.Key]);
                    break;
                case Selection.Inline inline:
                    Below(inline.Type ?? type, inline.Below, inline.At, [.. path, $"... on {inline.Type}"]);
                    break;
                case Selection.Spread spread when !document.Fragments.TryGetValue(spread.Fragment, out _):
                    Add($"Fragment {spread.Fragment} was used, but not defined", "useAndDefineFragment", spread.At, path);
                    break;
                case Selection.Spread spread when _open.Count >= Parser.Deepest:
                    Add($"Fragments are nested more than {Parser.Deepest} deep", "fragmentsTooDeep", spread.At, path);
                    break;
                case Selection.Spread spread when _open.Add(spread.Fragment):
                    var fragment = document.Fragments[spread.Fragment];
                    Below(fragment.Type, fragment.Below, spread.At, [$"fragment {fragment.Name}"]);
                    _open.Remove(spread.Fragment);
                    break;
                case Selection.Spread spread:
                    Add($"Fragment {spread.Fragment} contains an infinite loop", "infiniteLoop", spread.At, path);
                    break;
            }
        }
    }

    private void Below(string type, Selection[] selections, Place at, string[] path)
    {
        if (schema.Types.ContainsKey(type))
            Walk(selections, type, path);
        else
            Add($"No such type {type}, so it can't be a fragment condition", "undefinedType", at, path);
    }

    private void Field(Selection.Field field, string type, string[] path)
    {
        if (field.Name == "__typename")
            return;
        if (!schema[type].Fields.TryGetValue(field.Name, out var definition))
        {
            Add(
                $"Field '{field.Name}' doesn't exist on type '{type}'",
                "undefinedField",
                field.At,
                path,
                ("typeName", type),
                ("fieldName", field.Name)
            );
            return;
        }

        foreach (var (name, _) in field.Arguments.Where(a => !definition.Arguments.Contains(a.Key)))
            Add(
                $"Field '{field.Name}' doesn't accept argument '{name}'",
                "argumentNotAccepted",
                field.At,
                [.. path, name],
                ("name", field.Name),
                ("argumentName", name)
            );
        var missing = definition.Required.Except(field.Arguments.Select(a => a.Key)).ToArray();
        if (missing.Length > 0)
            Add(
                $"Field '{field.Name}' is missing required arguments: {string.Join(", ", missing)}",
                "missingRequiredArguments",
                field.At,
                path,
                ("name", field.Name)
            );
        if (definition.Type is null && field.Below.Length > 0)
            Add(
                $"Selections can't be made on scalars (field '{field.Name}' returns a scalar but has selections)",
                "selectionMismatch",
                field.At,
                path
            );
        else if (definition.Type is not null && field.Below.Length == 0)
            Add(
                $"Field must have selections (field '{field.Name}' returns {definition.Type} but has no selections. Did you mean '{field.Name} {{ ... }}'?)",
                "selectionMismatch",
                field.At,
                path
            );
        else if (definition.Type is not null)
            Walk(field.Below, definition.Type, path);
    }

    private void Add(string message, string code, Place at, string[] path, params (string Name, string Value)[] extensions)
    {
        var details = new JsonObject { ["code"] = code };
        foreach (var (name, value) in extensions)
            details[name] = value;
        _errors.Add(
            new JsonObject
            {
                ["path"] = new JsonArray([.. path.Select(p => (JsonNode)p)]),
                ["extensions"] = details,
                ["locations"] = new JsonArray(new JsonObject { ["line"] = at.Line, ["column"] = at.Column }),
                ["message"] = message,
            }
        );
    }
}
