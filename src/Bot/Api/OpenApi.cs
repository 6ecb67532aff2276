using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sluice.Bot.Api;

/// <summary>
/// The OpenAPI document: made from the addresses that are mapped and the types that they answer with, so that it is no second list.
/// </summary>
internal static partial class OpenApi
{
    private static readonly JsonSchemaExporterOptions Plain = new()
    {
        TreatNullObliviousAsNonNullable = true,
        // Anything: some readers do not know it as true.
        TransformSchemaNode = (_, schema) => schema is JsonObject ? schema : new JsonObject(),
    };

    public static JsonObject Of(IEnumerable<Endpoint> endpoints, JsonSerializerOptions json)
    {
        var schemas = new JsonObject { ["Problem"] = Problem() };
        var paths = new JsonObject();
        var described = endpoints
            .OfType<RouteEndpoint>()
            .Where(each => each.Metadata.GetMetadata<Described>() is not null)
            .OrderBy(each => each.RoutePattern.RawText, StringComparer.Ordinal);
        foreach (var endpoint in described)
        {
            paths[Path(endpoint)] = new JsonObject
            {
                [endpoint.Metadata.GetMetadata<Described>()!.Takes is null ? "get" : "post"] = Operation(endpoint, schemas, json),
            };
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Sluice",
                ["version"] = typeof(OpenApi)
                    .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                    ?.InformationalVersion.Split('+')[0],
                ["description"] =
                    "Where pull requests stand in the merge queue, what is deployed, and how changes flow. Docs: docs/api.md.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["description"] = "A token of GitHub's that may read the repository, or one that the operator made.",
                    },
                },
            },
        };
    }

    private static JsonObject Operation(RouteEndpoint endpoint, JsonObject schemas, JsonSerializerOptions json)
    {
        var told = endpoint.Metadata.GetMetadata<Described>()!;
        var operation = new JsonObject
        {
            ["operationId"] = told.Id,
            ["summary"] = told.Says,
            ["parameters"] = new JsonArray([
                .. endpoint.RoutePattern.Parameters.Select(each => InPath(each.Name, each.ParameterPolicies.Count > 0)),
                .. told.Asks.Select(InQuery),
            ]),
            ["security"] = told.Scope is null ? new JsonArray(new JsonObject(), Token([])) : new JsonArray(Token([told.Scope])),
        };
        if (told.Takes is { } takes)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = Content("application/json", JsonNode.Parse(takes)!),
            };
        }

        operation["responses"] = new JsonObject
        {
            ["200"] = new JsonObject
            {
                ["description"] = "As it stands now.",
                ["content"] = Content("application/json", Schema(told.Answer, schemas, json)),
            },
            ["default"] = new JsonObject
            {
                ["description"] = "Not to be had, or not for this caller: what is hidden and what is not there are the same.",
                ["content"] = Content("application/problem+json", Reference("Problem")),
            },
        };
        return operation;
    }

    private static JsonObject Token(string[] scopes) =>
        new() { ["token"] = new JsonArray([.. scopes.Select(scope => JsonValue.Create(scope))]) };

    private static JsonObject InPath(string name, bool isNumber) =>
        new()
        {
            ["name"] = name,
            ["in"] = "path",
            ["required"] = true,
            ["schema"] = new JsonObject { ["type"] = isNumber ? "integer" : "string" },
        };

    private static JsonObject InQuery(Asking asked) =>
        new()
        {
            ["name"] = asked.Name,
            ["in"] = "query",
            ["description"] = asked.Says,
            ["schema"] = new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = asked.Least,
                ["maximum"] = asked.Most,
            },
        };

    private static JsonObject Content(string type, JsonNode schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    /// <summary>A list is of what it lists; all else is told once, by its name.</summary>
    private static JsonObject Schema(Type type, JsonObject schemas, JsonSerializerOptions json)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return new JsonObject { ["type"] = "array", ["items"] = Schema(type.GetGenericArguments()[0], schemas, json) };
        }

        if (type == typeof(JsonElement))
        {
            return new JsonObject { ["type"] = "object" };
        }

        var name = Suffix().Replace(type.Name, "");
        schemas[name] ??= Rooted(json.GetJsonSchemaAsNode(type, Plain), $"#/components/schemas/{name}/");
        return Reference(name);
    }

    /// <summary>What points into itself stands below another root here.</summary>
    private static JsonNode Rooted(JsonNode schema, string root)
    {
        switch (schema)
        {
            case JsonObject mapping:
                if ((string?)mapping["$ref"] is { } pointer)
                {
                    mapping["$ref"] = root + pointer[2..];
                }

                foreach (var value in mapping.Select(pair => pair.Value).OfType<JsonNode>())
                {
                    Rooted(value, root);
                }

                break;
            case JsonArray list:
                foreach (var item in list.OfType<JsonNode>())
                {
                    Rooted(item, root);
                }

                break;
        }

        return schema;
    }

    private static JsonObject Problem() =>
        new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["title"] = new JsonObject { ["type"] = "string" },
                ["status"] = new JsonObject { ["type"] = "integer" },
                ["detail"] = new JsonObject { ["type"] = "string", ["description"] = "What is wrong, and what is taken." },
                ["message"] = new JsonObject { ["type"] = "string", ["description"] = "The same." },
            },
            ["required"] = new JsonArray("title", "status", "detail", "message"),
        };

    private static string Path(RouteEndpoint endpoint) => Constraint().Replace(endpoint.RoutePattern.RawText!, "{$1}");

    [GeneratedRegex(@"\{\**([a-z]+)(:[a-z]+)?\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("View$")]
    private static partial Regex Suffix();
}
