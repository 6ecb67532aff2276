using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

/// <summary>Issues, and what pins them.</summary>
internal static class IssueTypes
{
    public static void Add(Schema schema) =>
        schema
            .Object<Issue>("Issue")
            .Scalar("id", (i, _) => NodeIds.Of("I", i.Id))
            .Scalar("databaseId", (i, _) => i.Id)
            .Scalar("number", (i, _) => i.Number)
            .Scalar("title", (i, _) => i.Title)
            .Scalar("body", (i, _) => i.Body ?? "")
            .Scalar("closed", (i, _) => !i.IsOpen)
            .Scalar("state", (i, _) => i.IsOpen ? "OPEN" : "CLOSED")
            .Scalar("isPinned", (i, _) => i.IsPinned)
            .Scalar("createdAt", (i, _) => i.CreatedAt)
            .Scalar("updatedAt", (i, _) => i.UpdatedAt)
            .Scalar("url", (i, call) => (string?)call.Wire.Issue(i)["html_url"])
            .One("author", "Actor", (i, _) => i.Author);

    public static void AddMutations(Schema schema)
    {
        foreach (var (name, isPinned) in new[] { ("pinIssue", true), ("unpinIssue", false) })
        {
            var payload = char.ToUpperInvariant(name[0]) + name[1..] + "Payload";
            Mutations.Type(schema, payload).One("issue", "Issue", (p, _) => p.Subject);
            Mutations.Field(schema, name, payload, call => Pin(call, payload, isPinned));
        }
    }

    private static Payload Pin(FieldCall call, string payload, bool isPinned)
    {
        var answer = Issues.Pin(call.Caller, Mutations.Node<Issue>(call, "issueId"), isPinned);
        if (answer.Refusal is { } refusal)
            throw FieldFault.From(refusal);
        return new Payload(payload, call.Text("clientMutationId"), answer.Value);
    }
}
