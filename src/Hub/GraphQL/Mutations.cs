using System.Text.Json.Nodes;
using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Hub.Rest;

namespace Sluice.Hub.GraphQL;

/// <summary>What a mutation gives back.</summary>
internal sealed record Payload(string Type, string? ClientMutationId, object? Subject = null, object? Second = null);

/// <summary>updateRefs, revertPullRequest, minimizeComment and the two that change a draft.</summary>
internal static class Mutations
{
    private static readonly string[] Classifiers = ["SPAM", "ABUSE", "OFF_TOPIC", "OUTDATED", "DUPLICATE", "RESOLVED", "LOW_QUALITY"];

    public static void Add(Schema schema)
    {
        Type(schema, "UpdateRefsPayload");
        Type(schema, "RevertPullRequestPayload")
            .One("pullRequest", "PullRequest", (p, _) => p.Subject)
            .One("revertPullRequest", "PullRequest", (p, _) => p.Second);
        Type(schema, "MinimizeCommentPayload").One("minimizedComment", "Minimizable", (p, _) => p.Subject);
        Type(schema, "UnminimizeCommentPayload").One("unminimizedComment", "Minimizable", (p, _) => p.Subject);
        Type(schema, "MarkPullRequestReadyForReviewPayload").One("pullRequest", "PullRequest", (p, _) => p.Subject);
        Type(schema, "ConvertPullRequestToDraftPayload").One("pullRequest", "PullRequest", (p, _) => p.Subject);
        schema.Object<Root>("Mutation", _ => false);
        Field(schema, "updateRefs", "UpdateRefsPayload", UpdateRefs);
        Field(schema, "revertPullRequest", "RevertPullRequestPayload", Revert);
        Field(schema, "minimizeComment", "MinimizeCommentPayload", call => Minimize(call, "MinimizeCommentPayload", Classifier(call)));
        Field(schema, "unminimizeComment", "UnminimizeCommentPayload", call => Minimize(call, "UnminimizeCommentPayload", null));
        Field(
            schema,
            "markPullRequestReadyForReview",
            "MarkPullRequestReadyForReviewPayload",
            call => Draft(call, "MarkPullRequestReadyForReviewPayload", false)
        );
        Field(
            schema,
            "convertPullRequestToDraft",
            "ConvertPullRequestToDraftPayload",
            call => Draft(call, "ConvertPullRequestToDraftPayload", true)
        );
        CheckMutations.Add(schema);
        MergeQueueTypes.AddMutations(schema);
        ConversationMutations.Add(schema);
        IssueTypes.AddMutations(schema);
    }

    public static TypeOf<Payload> Type(Schema schema, string name) =>
        schema.Object<Payload>(name, p => p.Type == name).Scalar("clientMutationId", (p, _) => p.ClientMutationId);

    public static void Field(Schema schema, string name, string type, Func<FieldCall, Payload> act) =>
        schema["Mutation"]
            .Fields.Add(name, new FieldDefinition(name, type, ["input"], (_, call) => act(call.Under("input"))) { Required = ["input"] });

    private static Payload UpdateRefs(FieldCall call)
    {
        var repository = Node<Repository>(call, "repositoryId");
        var moves = (call.Arguments["refUpdates"] as JsonArray ?? []).Select(update => Move(repository, update)).ToArray();
        if (moves.Length == 0)
            throw new FieldFault("UNPROCESSABLE", "refUpdates must name at least one ref");
        if (moves.DistinctBy(move => move.Ref, StringComparer.Ordinal).Count() < moves.Length)
            throw new FieldFault("UNPROCESSABLE", "refUpdates must name each ref once");
        if (call.World.Refs.Move(call.Caller, repository, moves, "api") is { } denial)
            throw denial.Kind is DenialKind.Stale or DenialKind.Exists
                ? new FieldFault("STALE_DATA", Stale(repository, moves, denial))
                : FieldFault.From(denial.ToRefusal());
        return new Payload("UpdateRefsPayload", call.Text("clientMutationId"));
    }

    private static RefMove Move(Repository repository, JsonNode? update)
    {
        if (JsonReading.Text(update, "name") is not { } name || JsonReading.Text(update, "afterOid") is not { } after || !Zero.IsSha(after))
            throw new FieldFault("UNPROCESSABLE", "A ref update wants a qualified name and a 40 digit afterOid");
        return new RefMove(name, JsonReading.Text(update, "beforeOid"), after, update.Flag("force") ?? false);
    }

    private static string Stale(Repository repository, RefMove[] moves, RefDenial denial)
    {
        var expected = moves.First(m => m.Ref == denial.Ref).Expected;
        return $"Ref update rejected: {denial.Ref} is at {repository.Git.Ref(denial.Ref) ?? Zero.Sha}, expected {expected}";
    }

    private static Payload Revert(FieldCall call)
    {
        var pull = Node<Pull>(call, "pullRequestId");
        var answer = call.World.Merging.Revert(call.Caller, pull, call.Text("title"), call.Text("body"), call.Flag("draft") ?? false);
        if (answer.Refusal is { } refusal)
            throw FieldFault.From(refusal);
        return new Payload("RevertPullRequestPayload", call.Text("clientMutationId"), pull, answer.Value);
    }

    private static string Classifier(FieldCall call) =>
        call.Text("classifier") is { } word && Classifiers.Contains(word)
            ? word
            : throw new FieldFault(
                "UNPROCESSABLE",
                $"Argument 'classifier' on InputObject 'MinimizeCommentInput' has an invalid value ({call.Text("classifier")}). Expected type 'ReportedContentClassifiers!'."
            );

    private static Payload Minimize(FieldCall call, string type, string? classifier)
    {
        var comment = Node<IssueComment>(call, "subjectId");
        if (Talking.Minimize(call.Caller, comment, classifier) is { } refusal)
            throw FieldFault.From(refusal);
        return new Payload(type, call.Text("clientMutationId"), comment);
    }

    private static Payload Draft(FieldCall call, string type, bool isDraft)
    {
        var answer = call.World.Pulls.SetDraft(call.Caller, Node<Pull>(call, "pullRequestId"), isDraft);
        if (answer.Refusal is { } refusal)
            throw FieldFault.From(refusal);
        return new Payload(type, call.Text("clientMutationId"), answer.Value);
    }

    public static T Node<T>(FieldCall call, string argument)
        where T : class
    {
        var id = call.Text(argument) ?? "";
        return GitHubSchema.NodeOf(call, id) as T
            ?? throw new FieldFault("NOT_FOUND", $"Could not resolve to a node with the global id of '{id}'");
    }
}
