using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

internal sealed record QueueOf(Repository Repository, string Branch);

/// <summary>MergeQueue, its entries, and enqueuePullRequest and dequeuePullRequest.</summary>
internal static class MergeQueueTypes
{
    public static void Add(Schema schema)
    {
        schema
            .Object<QueueRemoval>("RemovedFromMergeQueueEvent")
            .Scalar("id", (removal, _) => NodeIds.Of("RFMQE", removal.Id))
            .Scalar("createdAt", (removal, _) => removal.At)
            .Scalar("reason", (removal, _) => removal.Reason)
            .One("actor", "Actor", (removal, _) => removal.By)
            .One("pullRequest", "PullRequest", (removal, _) => removal.Pull);
        schema
            .Object<QueuedPull>("MergeQueueEntry")
            .Scalar("id", (entry, _) => NodeIds.Of("MQE", entry.Id))
            .Scalar("position", (entry, call) => call.World.MergeQueues.Of(entry.Pull.Repository, entry.Base).ToList().IndexOf(entry) + 1)
            .Scalar("state", (entry, _) => entry.State)
            .Scalar("enqueuedAt", (entry, _) => entry.At)
            .Scalar("jump", (entry, _) => entry.Jumped)
            .Scalar("solo", (_, _) => false)
            .Scalar("estimatedTimeToMerge", (_, _) => null)
            .One("enqueuer", "Actor", (entry, _) => entry.By)
            .One("headCommit", "Commit", (entry, _) => Commit(entry.Pull.Repository, entry.Head))
            .One("baseCommit", "Commit", (entry, _) => Commit(entry.Pull.Repository, entry.Onto))
            .One("pullRequest", "PullRequest", (entry, _) => entry.Pull);
        schema
            .Object<QueueOf>("MergeQueue")
            .Scalar("id", (queue, _) => NodeIds.Of("MQ", queue.Repository.Id))
            .Scalar("url", (queue, call) => $"{call.Wire.Page(queue.Repository)}/queue/{queue.Branch}")
            .One("repository", "Repository", (queue, _) => queue.Repository)
            .Many("entries", "MergeQueueEntry", (queue, call) => call.World.MergeQueues.Of(queue.Repository, queue.Branch));
    }

    public static void AddMutations(Schema schema)
    {
        Mutations.Type(schema, "EnqueuePullRequestPayload").One("mergeQueueEntry", "MergeQueueEntry", (p, _) => p.Subject);
        Mutations.Type(schema, "DequeuePullRequestPayload").One("mergeQueueEntry", "MergeQueueEntry", (p, _) => p.Subject);
        Mutations.Field(
            schema,
            "enqueuePullRequest",
            "EnqueuePullRequestPayload",
            call =>
                Answer(
                    call,
                    "EnqueuePullRequestPayload",
                    call.World.MergeQueues.Enqueue(
                        call.Caller,
                        Mutations.Node<Pull>(call, "pullRequestId"),
                        call.Text("expectedHeadOid"),
                        call.Flag("jump") ?? false
                    )
                )
        );
        Mutations.Field(
            schema,
            "dequeuePullRequest",
            "DequeuePullRequestPayload",
            call => Answer(call, "DequeuePullRequestPayload", call.World.MergeQueues.Dequeue(call.Caller, Mutations.Node<Pull>(call, "id")))
        );
    }

    /// <summary>Null where the branch has none.</summary>
    public static object? Of(Repository repository, FieldCall call)
    {
        var branch = call.Text("branch") ?? repository.DefaultBranch;
        return MergeQueues.RuleOf(repository, branch) is null ? null : new QueueOf(repository, branch);
    }

    private static Payload Answer(FieldCall call, string type, Answer<QueuedPull> answer) =>
        answer.Refusal is { } refusal ? throw FieldFault.From(refusal) : new Payload(type, call.Text("clientMutationId"), answer.Value);

    private static CommitOf? Commit(Repository repository, string? sha) =>
        sha is not null && repository.Git.Commit(sha) is { } commit ? new CommitOf(repository, commit) : null;
}
