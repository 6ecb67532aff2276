using System.Text.Json;
using Sluice.Hub.GraphQL;
using Sluice.Hub.Tests.Conformance;

namespace Sluice.Hub.Tests.GraphQL;

public sealed class SchemaTests
{
    [Fact]
    public void Every_type_field_and_argument_is_one_of_GitHubs()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(TestData.At("graphql-schema", "schema.json")));
        var root = document.RootElement;
        if (root.TryGetProperty("data", out var data))
            root = data;
        var types = root.GetProperty("__schema")
            .GetProperty("types")
            .EnumerateArray()
            .ToDictionary(t => t.GetProperty("name").GetString()!);
        var faults = GitHubSchema.Build().Types.Values.SelectMany(ours => Faults(ours, types)).ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    private static IEnumerable<string> Faults(TypeDefinition ours, Dictionary<string, JsonElement> types)
    {
        if (!types.TryGetValue(ours.Name, out var theirs))
            return [$"There is no type {ours.Name}."];
        var fields = theirs.GetProperty("fields") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!)
            : [];
        return ours.Fields.Values.SelectMany(field => Faults(ours.Name, field, fields));
    }

    private static IEnumerable<string> Faults(string type, FieldDefinition ours, Dictionary<string, JsonElement> fields)
    {
        if (!fields.TryGetValue(ours.Name, out var theirs))
        {
            yield return $"{type} has no field {ours.Name}.";
            yield break;
        }

        var isObject = Named(theirs.GetProperty("type")) is var named && named.Kind is "OBJECT" or "INTERFACE" or "UNION";
        if (isObject != ours.Type is not null || (isObject && named.Name != ours.Type))
            yield return $"{type}.{ours.Name} is {named.Name}, not {ours.Type}.";
        var arguments = theirs.GetProperty("args").EnumerateArray().Select(a => a.GetProperty("name").GetString()!).ToHashSet();
        foreach (var argument in ours.Arguments.Where(a => !arguments.Contains(a)))
            yield return $"{type}.{ours.Name} takes no {argument}.";
    }

    private static (string Kind, string Name) Named(JsonElement type)
    {
        while (type.GetProperty("ofType") is { ValueKind: JsonValueKind.Object } inner)
            type = inner;
        return (type.GetProperty("kind").GetString()!, type.GetProperty("name").GetString()!);
    }
}
