using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Graph;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>GitHub's own merge queue, which only GraphQL knows.</summary>
internal sealed class NativeQueues(GraphBatches batches)
{
    private const string Standing = """
        { number state mergedAt mergeCommit { oid } timelineItems(last: 1, itemTypes: [REMOVED_FROM_MERGE_QUEUE_EVENT]) { nodes { ... on RemovedFromMergeQueueEvent { reason createdAt } } } }
        """;

    public Task<Answer<NativeSeen>> Read(Repository repo, string branch, Row<int> pulls, CancellationToken stop)
    {
        var asked = string.Concat(
            pulls.Select(number => string.Create(CultureInfo.InvariantCulture, $" p{number}: pullRequest(number: {number}) {Standing}"))
        );
        var field = new GraphField(
            $"repository(owner: $owner, name: $name) {{ mergeQueue(branch: $branch) {{ entries(first: 100) {{ nodes {{ position state headCommit {{ oid }} pullRequest {{ number }} }} }} }}{asked} }}",
            new("owner", "String!", repo.Owner),
            new("name", "String!", repo.Name),
            new("branch", "String", branch)
        );
        return Ask(repo, GraphKind.Query, field, answer => Seen(answer, pulls), stop);
    }

    /// <summary>One that is there already is there.</summary>
    public Task<Answer<Nothing>> Put(Repository repo, LaneMove.Enqueue move, CancellationToken stop) =>
        Of(repo, move.Number, stop)
            .Then(id =>
            {
                var input = new JsonObject
                {
                    ["pullRequestId"] = id,
                    ["expectedHeadOid"] = move.Head.Hex,
                    ["jump"] = move.Jump,
                };
                return Do(
                    repo,
                    new GraphField(
                        "enqueuePullRequest(input: $input) { mergeQueueEntry { id } }",
                        new GraphVariable("input", "EnqueuePullRequestInput!", input)
                    ),
                    "already",
                    stop
                );
            });

    /// <summary>One that is not there is out.</summary>
    public Task<Answer<Nothing>> Take(Repository repo, int number, CancellationToken stop) =>
        Of(repo, number, stop)
            .Then(id =>
                Do(
                    repo,
                    new GraphField(
                        "dequeuePullRequest(input: $input) { mergeQueueEntry { id } }",
                        new GraphVariable("input", "DequeuePullRequestInput!", new JsonObject { ["id"] = id })
                    ),
                    "not in",
                    stop
                )
            );

    private async Task<Answer<Nothing>> Do(Repository repo, GraphField field, string done, CancellationToken stop) =>
        await Ask(repo, GraphKind.Mutation, field, _ => default(Nothing), stop) switch
        {
            Answer<Nothing>.Refused refused when refused.Why.Contains(done, StringComparison.OrdinalIgnoreCase) => new Answer<Nothing>.Made(
                default
            ),
            var other => other,
        };

    private Task<Answer<string>> Of(Repository repo, int number, CancellationToken stop)
    {
        var field = new GraphField(
            "repository(owner: $owner, name: $name) { pullRequest(number: $number) { id } }",
            new("owner", "String!", repo.Owner),
            new("name", "String!", repo.Name),
            new("number", "Int!", number)
        );
        return Ask(repo, GraphKind.Query, field, answer => (string?)answer["pullRequest"]?["id"] ?? "", stop);
    }

    private Task<Answer<T>> Ask<T>(Repository repo, GraphKind kind, GraphField field, Func<JsonObject, T> read, CancellationToken stop) =>
        batches.Ask<T>(
            repo.Caller(),
            kind,
            field,
            answer => Task.FromResult<Answer<T>>(new Answer<T>.Made(read(answer))),
            () => Task.FromResult<Answer<T>>(new Answer<T>.Refused("this GitHub has no merge queue in its GraphQL API")),
            stop
        );

    private static NativeSeen Seen(JsonObject answer, Row<int> pulls) =>
        new(
            (answer["mergeQueue"]?["entries"]?["nodes"] as JsonArray ?? [])
                .OfType<JsonObject>()
                .Select(Entry)
                .OfType<NativeEntry>()
                .OrderBy(entry => entry.Position)
                .ToRow(),
            pulls
                .Select(number => answer[string.Create(CultureInfo.InvariantCulture, $"p{number}")] as JsonObject)
                .OfType<JsonObject>()
                .Select(Pull)
                .ToRow()
        );

    private static NativeEntry? Entry(JsonObject entry) =>
        (int?)entry["pullRequest"]?["number"] is { } number
            ? new NativeEntry(number, (int?)entry["position"] ?? 0, (string?)entry["state"] ?? "", Commit(entry["headCommit"]))
            : null;

    private static NativePull Pull(JsonObject pull)
    {
        var (state, commit) = ((string?)pull["state"], Commit(pull["mergeCommit"]));
        var left = (pull["timelineItems"]?["nodes"] as JsonArray)?.LastOrDefault();
        return new NativePull(
            (int?)pull["number"] ?? 0,
            state == "OPEN",
            state == "MERGED" ? commit : null,
            (DateTimeOffset?)pull["mergedAt"],
            (string?)left?["reason"],
            (DateTimeOffset?)left?["createdAt"]
        )
        {
            Untold = state == "MERGED" && commit is null,
        };
    }

    private static Sha? Commit(JsonNode? commit) => (string?)commit?["oid"] is { } oid ? new Sha(oid) : null;
}
