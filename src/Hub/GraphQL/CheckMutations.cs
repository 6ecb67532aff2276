using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Rest;

namespace Sluice.Hub.GraphQL;

/// <summary>createCheckRun and updateCheckRun: what REST does, with words in capitals.</summary>
internal static class CheckMutations
{
    public static void Add(Schema schema)
    {
        foreach (
            var (field, payload, act) in new (string, string, Func<FieldCall, Answer<CheckRun>>)[]
            {
                ("createCheckRun", "CreateCheckRunPayload", Create),
                ("updateCheckRun", "UpdateCheckRunPayload", Update),
            }
        )
        {
            Mutations.Type(schema, payload).One("checkRun", "CheckRun", (p, _) => p.Subject);
            Mutations.Field(schema, field, payload, call => Answer(call, payload, act(call)));
        }
    }

    private static Payload Answer(FieldCall call, string payload, Answer<CheckRun> answer)
    {
        if (answer.Refusal is { } refusal)
            throw FieldFault.From(refusal);
        return new Payload(
            payload,
            call.Text("clientMutationId"),
            new RunOf(Mutations.Node<Repository>(call, "repositoryId"), answer.Value)
        );
    }

    private static Answer<CheckRun> Create(FieldCall call) =>
        call.World.Checks.Create(
            call.Caller,
            Mutations.Node<Repository>(call, "repositoryId"),
            call.Text("name") ?? "",
            call.Text("headSha") ?? "",
            Report(call)
        );

    private static Answer<CheckRun> Update(FieldCall call)
    {
        var known = Mutations.Node<RunOf>(call, "checkRunId");
        return call.World.Checks.Update(call.Caller, known.Repository, known.Run, Report(call) with { Name = call.Text("name") });
    }

    private static CheckReport Report(FieldCall call) =>
        new()
        {
            Status = call.Text("status")?.ToLowerInvariant(),
            Conclusion = call.Text("conclusion")?.ToLowerInvariant(),
            ExternalId = call.Text("externalId"),
            DetailsUrl = call.Text("detailsUrl"),
            StartedAt = call.Arguments.When("startedAt"),
            CompletedAt = call.Arguments.When("completedAt"),
            Output = call.Arguments["output"] is JsonObject output ? Output(output) : null,
        };

    private static CheckOutput Output(JsonObject output) =>
        new(
            output.TextOrNull("title"),
            output.TextOrNull("summary"),
            output.TextOrNull("text"),
            [.. output.Objects("annotations").Select(Annotation)]
        );

    private static CheckAnnotation Annotation(JsonObject shape)
    {
        var at = shape["location"] as JsonObject ?? [];
        return new CheckAnnotation(
            shape.Needed("path"),
            at.NumberOrNull("startLine") ?? 0,
            at.NumberOrNull("endLine") ?? 0,
            at.NumberOrNull("startColumn"),
            at.NumberOrNull("endColumn"),
            shape.Needed("annotationLevel").ToLowerInvariant(),
            shape.Needed("message"),
            shape.TextOrNull("title"),
            shape.TextOrNull("rawDetails")
        );
    }
}
