using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Graph;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>
/// The bot's own check runs: one of a name a head, changed in place. By GraphQL, many in one request; by REST where an id of GraphQL's is
/// not known.
/// </summary>
internal sealed class OwnCheck(Api api, GraphBatches batches, Nodes nodes)
{
    /// <summary>GitHub takes no longer text.</summary>
    private const int MostText = 65_535;

    private const string Run =
        "checkRun { __typename id databaseId name status conclusion title externalId detailsUrl startedAt completedAt checkSuite { databaseId app { databaseId } } }";

    private const string Runs = """
        repository(owner: $owner, name: $name) {
          id
          object(oid: $oid) { ... on Commit { checkSuites(first: 5, filterBy: {appId: $app}) {
            nodes { checkRuns(first: 1, filterBy: {checkName: $check}) { nodes { id databaseId status externalId } } }
          } } }
        }
        """;

    public async Task<Answer<CheckFact>> Put(Repository repo, Self self, PullMove.PutCheck check, CancellationToken stop)
    {
        var written = check.Id is { } id ? await Write(repo, check, id, stop) : null;
        return written is null or Answer<CheckFact>.Refused { Status: 404 }
            ? await Find(repo, self, check, stop)
                .Then(found => Write(repo, found is null ? check : check with { Annotations = [] }, found, stop))
            : written;
    }

    /// <summary>
    /// One that a crash left without an id in the books: two of a name would both be shown. One that has ended, and says something else, is
    /// of an earlier asking.
    /// </summary>
    private Task<Answer<long?>> Find(Repository repo, Self self, PullMove.PutCheck check, CancellationToken stop)
    {
        var field = new GraphField(
            Runs,
            new("owner", "String!", repo.Owner),
            new("name", "String!", repo.Name),
            new("oid", "GitObjectID!", check.Head.Hex),
            new("app", "Int!", self.App),
            new("check", "String!", check.Name)
        );
        return batches.Ask(
            repo.Caller(),
            GraphKind.Query,
            field,
            answer => Task.FromResult<Answer<long?>>(new Answer<long?>.Made(Running(answer))),
            () => FindByRest(repo, self, check, stop),
            stop
        );

        long? Running(JsonObject answer)
        {
            var found = answer.Deserialize(GraphJson.Default.GraphCheckRuns);
            nodes.Learn(NodeKind.Repository, repo.Id, found?.Id);
            var run = (found?.Object?.CheckSuites?.All ?? [])
                .SelectMany(suite => suite.CheckRuns?.All ?? [])
                .FirstOrDefault(run => run.Status != "COMPLETED" || run.ExternalId == check.Digest);
            return Learnt(run)?.DatabaseId;
        }
    }

    private Task<Answer<long?>> FindByRest(Repository repo, Self self, PullMove.PutCheck check, CancellationToken stop) =>
        api.All(
                repo.Caller(),
                repo.Path($"commits/{check.Head}/check-runs?check_name={Uri.EscapeDataString(check.Name)}&app_id={self.App}&per_page=100"),
                GitHubJson.Default.CheckRunPageJson,
                page => page.CheckRuns,
                stop
            )
            .Map(all =>
            {
                var run = all.FirstOrDefault(run => run.Status != "completed" || run.ExternalId == check.Digest);
                nodes.Learn(NodeKind.CheckRun, run?.Id ?? 0, run?.NodeId);
                return run?.Id;
            });

    private Task<Answer<CheckFact>> Write(Repository repo, PullMove.PutCheck check, long? id, CancellationToken stop)
    {
        var (node, inside) = (id is { } known ? nodes.Find(NodeKind.CheckRun, known) : null, nodes.Find(NodeKind.Repository, repo.Id));
        return inside is null || (id is not null && node is null)
            ? ByRest(repo, check, id, stop)
            : ByGraph(repo, check, inside, id, node, stop);
    }

    private Task<Answer<CheckFact>> ByGraph(
        Repository repo,
        PullMove.PutCheck check,
        string inside,
        long? id,
        string? node,
        CancellationToken stop
    )
    {
        var (status, conclusion, started, completed) = Stand(check);
        var input = new JsonObject
        {
            ["repositoryId"] = inside,
            ["name"] = check.Name,
            ["status"] = status.ToUpperInvariant(),
            ["externalId"] = check.Digest,
            ["output"] = new JsonObject
            {
                ["title"] = check.Title,
                ["summary"] = Cut(check.Summary),
                ["text"] = Cut(check.Text),
            },
            [node is null ? "headSha" : "checkRunId"] = node ?? check.Head.Hex,
            [conclusion is null ? "startedAt" : "completedAt"] = started ?? completed,
        };
        if (conclusion is not null)
        {
            input["conclusion"] = conclusion.ToUpperInvariant();
        }

        if (check.Annotations.Count > 0)
        {
            input["output"]!["annotations"] = new JsonArray([
                .. check.Annotations.Select(note =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["path"] = note.Path,
                            ["location"] = new JsonObject
                            {
                                ["startLine"] = note.Line,
                                ["endLine"] = note.Line,
                                ["startColumn"] = note.Column,
                                ["endColumn"] = note.Column,
                            },
                            ["annotationLevel"] = "FAILURE",
                            ["message"] = note.Message,
                        }
                ),
            ]);
        }

        var field = node is null
            ? new GraphField($"createCheckRun(input: $input) {{ {Run} }}", new GraphVariable("input", "CreateCheckRunInput!", input))
            : new GraphField($"updateCheckRun(input: $input) {{ {Run} }}", new GraphVariable("input", "UpdateCheckRunInput!", input));
        return batches.Ask(repo.Caller(), GraphKind.Mutation, field, Made, () => ByRest(repo, check, id, stop), stop);

        Task<Answer<CheckFact>> Made(JsonObject answer) =>
            Task.FromResult(
                Fact(
                    Learnt(answer.Deserialize(GraphJson.Default.GraphChecked)?.CheckRun) is { } run
                        ? GraphFacts.Check(repo.Id, check.Head, run, api.Now)
                        : null
                )
            );
    }

    private async Task<Answer<CheckFact>> ByRest(Repository repo, PullMove.PutCheck check, long? id, CancellationToken stop)
    {
        var (status, conclusion, started, completed) = Stand(check);
        var body = new CheckWriteJson(
            check.Name,
            id is null ? check.Head.Hex : null,
            status,
            conclusion,
            check.Digest,
            started,
            completed,
            new CheckOutputJson(check.Title, Cut(check.Summary), Cut(check.Text))
            {
                Annotations =
                    check.Annotations.Count == 0
                        ? null
                        :
                        [
                            .. check.Annotations.Select(note => new AnnotationJson(
                                note.Path,
                                note.Line,
                                note.Line,
                                note.Column,
                                note.Column,
                                "failure",
                                note.Message
                            )),
                        ],
            }
        );
        var (method, path) = id is { } known
            ? (HttpMethod.Patch, repo.Path($"check-runs/{known}"))
            : (HttpMethod.Post, repo.Path($"check-runs"));
        return await api.Send(repo.Caller(), method, path, body, GitHubJson.Default.CheckWriteJson, GitHubJson.Default.CheckRunJson, stop)
            .Then(run =>
            {
                nodes.Learn(NodeKind.CheckRun, run.Id, run.NodeId);
                return Task.FromResult(Fact(RestFacts.Check(repo.Id, run, null, api.Now)));
            });
    }

    /// <summary>Always with a time: it orders what the bot knows of its own check, also where one that had ended begins again.</summary>
    private (string Status, string? Conclusion, DateTimeOffset? Started, DateTimeOffset? Completed) Stand(PullMove.PutCheck check)
    {
        var (status, conclusion) = States.Words(check.State);
        return (status, conclusion, conclusion is null ? api.Now : null, conclusion is null ? null : api.Now);
    }

    private GraphContext? Learnt(GraphContext? run)
    {
        nodes.Learn(NodeKind.CheckRun, run?.DatabaseId ?? 0, run?.Id);
        return run;
    }

    private Answer<CheckFact> Fact(CheckFact? fact) =>
        fact is not null
            ? new Answer<CheckFact>.Made(fact with { Stamp = api.OwnStamp(fact.Stamp) })
            : new Answer<CheckFact>.Later(
                api.Now + TimeSpan.FromMinutes(1),
                "GitHub answered with a check run that has no commit or no name"
            );

    private static string Cut(string text) => Clipped.To(text, MostText);
}
