using Sluice.Hub.Model;

namespace Sluice.Hub.GraphQL;

/// <summary>
/// Comments and labels of a pull request: addComment, updateIssueComment, addLabelsToLabelable, removeLabelsFromLabelable.
/// </summary>
internal static class ConversationMutations
{
    public static void Add(Schema schema)
    {
        Connections.Declare(schema, "IssueComment");
        Mutations
            .Type(schema, "AddCommentPayload")
            .One("commentEdge", "IssueCommentEdge", (p, _) => new Edge("IssueCommentEdge", p.Subject!, 0));
        Mutations.Type(schema, "UpdateIssueCommentPayload").One("issueComment", "IssueComment", (p, _) => p.Subject);
        schema.Abstract("Labelable", ["PullRequest"], "labels");
        Mutations.Type(schema, "AddLabelsToLabelablePayload").One("labelable", "Labelable", (p, _) => p.Subject);
        Mutations.Type(schema, "RemoveLabelsFromLabelablePayload").One("labelable", "Labelable", (p, _) => p.Subject);
        Mutations.Field(
            schema,
            "addComment",
            "AddCommentPayload",
            call =>
                Answer(
                    call,
                    "AddCommentPayload",
                    call.World.Comments.Say(call.Caller, Mutations.Node<Pull>(call, "subjectId"), call.Text("body") ?? "")
                )
        );
        Mutations.Field(
            schema,
            "updateIssueComment",
            "UpdateIssueCommentPayload",
            call =>
                Answer(
                    call,
                    "UpdateIssueCommentPayload",
                    call.World.Comments.Edit(call.Caller, Mutations.Node<IssueComment>(call, "id"), call.Text("body") ?? "")
                )
        );
        Mutations.Field(
            schema,
            "addLabelsToLabelable",
            "AddLabelsToLabelablePayload",
            call =>
                Answer(
                    call,
                    "AddLabelsToLabelablePayload",
                    call.World.Labels.Put(call.Caller, Mutations.Node<Pull>(call, "labelableId"), Names(call))
                )
        );
        Mutations.Field(schema, "removeLabelsFromLabelable", "RemoveLabelsFromLabelablePayload", TakeOff);
    }

    // A label that is not on is no fault here, unlike in REST.
    private static Payload TakeOff(FieldCall call)
    {
        var pull = Mutations.Node<Pull>(call, "labelableId");
        var names = Names(call).Where(pull.Labels.ContainsKey).ToArray();
        var refusal =
            names.Select(name => call.World.Labels.Take(call.Caller, pull, name).Refusal).FirstOrDefault(refused => refused is not null)
            ?? Talking.Refuses(call.Caller, pull.Repository, Role.Triage);
        if (refusal is not null)
            throw FieldFault.From(refusal);
        return new Payload("RemoveLabelsFromLabelablePayload", call.Text("clientMutationId"), pull);
    }

    private static Payload Answer<T>(FieldCall call, string payload, Answer<T> answer)
    {
        if (answer.Refusal is { } refusal)
            throw FieldFault.From(refusal);
        return new Payload(payload, call.Text("clientMutationId"), answer.Value);
    }

    private static string[] Names(FieldCall call) =>
        [
            .. (call.Texts("labelIds") ?? []).Select(id =>
                GitHubSchema.NodeOf(call, id) is Label label
                    ? label.Name
                    : throw new FieldFault("NOT_FOUND", $"Could not resolve to a node with the global id of '{id}'")
            ),
        ];
}
