using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Rest;

namespace Sluice.Hub.GraphQL;

/// <summary>POST /graphql.</summary>
internal static class GraphQlApi
{
    public static void Map(Routes routes)
    {
        var schema = GitHubSchema.Build();
        routes.Post("/graphql", Need.Nothing, call => Answer(schema, call));
    }

    private static Reply Answer(Schema schema, Call call)
    {
        if (call.Caller is Caller.Anonymous or Caller.TheApp)
            return Reply.Refused(new Refusal(401, "This endpoint requires you to be authenticated."));
        if (call.Body["query"] is not JsonValue given || !given.TryGetValue<string>(out var text))
            return Reply.Refused(new Refusal(400, "A query attribute must be specified and must be a string."));
        try
        {
            return Run(schema, call, Parser.Read(text));
        }
        catch (SyntaxFault fault)
        {
            return Reply.Ok(
                Errors(
                    new JsonArray(
                        new JsonObject
                        {
                            ["message"] = fault.Message,
                            ["locations"] = new JsonArray(new JsonObject { ["line"] = fault.At.Line, ["column"] = fault.At.Column }),
                        }
                    )
                )
            );
        }
    }

    private static Reply Run(Schema schema, Call call, Document document)
    {
        var name = call.Optional("operationName");
        var operation = document.Operations.FirstOrDefault(o => name is null || o.Name == name);
        if (operation is null || (name is null && document.Operations.Length > 1))
            return Reply.Ok(
                Errors(
                    new JsonArray(
                        new JsonObject { ["message"] = $"An operation name is required, or there is no operation named \"{name}\"" }
                    )
                )
            );
        var errors = new Validation(schema, document).Errors(operation);
        if (errors.Count > 0)
            return Reply.Ok(Errors(errors));
        var variables = call.Object("variables")?.DeepClone().AsObject() ?? [];
        foreach (var variable in operation.Variables.Where(v => !variables.ContainsKey(v.Name)))
        {
            if (variable.Default is not null)
                variables[variable.Name] = variable.Default.With([]);
            else if (variable.IsRequired)
                return Reply.Ok(Errors(Unset(variable.Name)));
        }

        var answer = new Execution(schema, document, variables, call.World, call.Wire, call.Caller).Run(operation);
        return Reply.Ok(answer) with { Graph = (operation.Kind == "query", operation.Below.Length) };
    }

    private static JsonArray Unset(string variable) =>
        new(
            new JsonObject
            {
                ["message"] = $"Variable ${variable} was provided invalid value",
                ["extensions"] = new JsonObject
                {
                    ["value"] = null,
                    ["problems"] = new JsonArray(new JsonObject { ["explanation"] = "Expected value to not be null" }),
                },
            }
        );

    private static JsonObject Errors(JsonArray errors) => new() { ["errors"] = errors };
}
