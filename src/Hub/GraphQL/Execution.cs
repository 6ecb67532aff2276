using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

/// <summary>Runs one operation over the world.</summary>
internal sealed class Execution(Schema schema, Document document, JsonObject variables, World world, Wire wire, Caller caller)
{
    private readonly JsonArray _errors = [];

    public JsonObject Run(Operation operation)
    {
        var root = operation.Kind == "mutation" ? "Mutation" : "Query";
        var data = Select(operation.Below, root, new Root(), []);
        var answer = new JsonObject { ["data"] = data };
        if (_errors.Count > 0)
            answer["errors"] = _errors;
        return answer;
    }

    private JsonObject Select(Selection[] selections, string type, object value, string[] path)
    {
        var result = new JsonObject();
        foreach (var (key, fields) in Collect(selections, type))
        {
            var field = fields[0];
            if (field.Name == "__typename")
            {
                result[key] = type;
                continue;
            }

            var definition = schema[type].Fields[field.Name];
            var below = fields.SelectMany(f => f.Below).ToArray();
            result[key] = Resolve(definition, field, below, value, [.. path, key]);
        }

        return result;
    }

    // Fields in order of their first mention; the same key twice is one field with both selections.
    private List<(string Key, List<Selection.Field> Fields)> Collect(Selection[] selections, string type)
    {
        var found = new List<(string Key, List<Selection.Field> Fields)>();
        Into(selections);
        return found;

        void Into(Selection[] from)
        {
            foreach (var selection in from.Where(Includes))
            {
                switch (selection)
                {
                    case Selection.Field field:
                        var at = found.FindIndex(f => f.Key == field.Key);
                        if (at < 0)
                            found.Add((field.Key, [field]));
                        else
                            found[at].Fields.Add(field);
                        break;
                    case Selection.Inline inline when Applies(inline.Type, type):
                        Into(inline.Below);
                        break;
                    case Selection.Spread spread when Applies(document.Fragments[spread.Fragment].Type, type):
                        Into(document.Fragments[spread.Fragment].Below);
                        break;
                }
            }
        }
    }

    private bool Applies(string? condition, string type) =>
        condition is null || condition == type || schema[condition].Possible.Contains(type);

    private bool Includes(Selection selection) =>
        selection.Directives.All(directive =>
        {
            var asked =
                directive.Arguments.FirstOrDefault(a => a.Key == "if").Value?.With(variables) is JsonValue value
                && value.TryGetValue<bool>(out var flag)
                && flag;
            return directive.Name switch
            {
                "include" => asked,
                "skip" => !asked,
                _ => true,
            };
        });

    private JsonNode? Resolve(FieldDefinition definition, Selection.Field field, Selection[] below, object value, string[] path)
    {
        var arguments = new JsonObject(field.Arguments.Select(a => KeyValuePair.Create(a.Key, a.Value.With(variables))));
        try
        {
            return Complete(definition.Resolve(value, new FieldCall(world, wire, caller, arguments)), definition.Type, below, path);
        }
        catch (FieldFault fault)
        {
            _errors.Add(
                new JsonObject
                {
                    ["type"] = fault.Type,
                    ["path"] = new JsonArray([.. path.Select(p => (JsonNode)p)]),
                    ["locations"] = new JsonArray(new JsonObject { ["line"] = field.At.Line, ["column"] = field.At.Column }),
                    ["message"] = fault.Message,
                }
            );
            return null;
        }
    }

    private JsonNode? Complete(object? resolved, string? of, Selection[] below, string[] path) =>
        resolved switch
        {
            null => null,
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            int number => JsonValue.Create(number),
            long number => JsonValue.Create(number),
            DateTimeOffset moment => JsonValue.Create(Wire.Time(moment)),
            JsonNode json => json,
            object[] list => new JsonArray([
                .. list.Select(
                    (item, i) => Complete(item, of, below, [.. path, i.ToString(System.Globalization.CultureInfo.InvariantCulture)])
                ),
            ]),
            _ => Select(below, of is not null && !schema[of].IsAbstract ? of : schema.NameOf(resolved), resolved, path),
        };
}
