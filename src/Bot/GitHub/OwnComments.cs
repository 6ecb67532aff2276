using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Graph;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>What the bot says on a pull request: its lasting comments, edited in place, and replies.</summary>
internal sealed class OwnComments(Api api, GraphBatches batches, Nodes nodes)
{
    private const string Comment = "{ id databaseId body createdAt updatedAt }";

    private const string Latest = """
        repository(owner: $owner, name: $name) {
          pullRequest(number: $number) {
            comments(last: 100) { pageInfo { hasNextPage hasPreviousPage } nodes { id databaseId body createdAt updatedAt author { __typename login ... on Bot { databaseId } } } }
          }
        }
        """;

    public async Task<Answer<CommentFact>> Put(
        Repository repo,
        Self self,
        PullRequest pull,
        PullMove.PutComment comment,
        CancellationToken stop
    )
    {
        var written = comment.Id is { } id ? await Write(repo, self, pull, id, comment.Body, stop) : null;
        if (written is null or Answer<CommentJson>.Refused { Status: 404 })
        {
            // Never made, as far as is known, or deleted since.
            written = await Find(repo, self, pull.Number, body => body.StartsWith(comment.Marker, StringComparison.Ordinal), stop)
                .Then(found => Write(repo, self, pull, found, comment.Body, stop));
        }

        return written
            .Map(made => RestFacts.Comment(repo.Id, pull.Number, made))
            .Map(fact => fact with { Stamp = api.OwnStamp(fact.Stamp) });
    }

    /// <summary>The marker stands at the end, so that it is never taken for one of the bot's two lasting comments.</summary>
    public Task<Answer<Nothing>> Reply(Repository repo, Self self, PullRequest pull, long comment, string text, CancellationToken stop)
    {
        var marker = string.Create(CultureInfo.InvariantCulture, $"<!-- sluice:reply {comment} -->");
        return Find(repo, self, pull.Number, body => body.EndsWith(marker, StringComparison.Ordinal), stop)
            .Then(found =>
                found is null
                    ? Write(repo, self, pull, null, $"{text}\n\n{marker}", stop).Map(_ => default(Nothing))
                    : Task.FromResult<Answer<Nothing>>(new Answer<Nothing>.Made(default))
            );
    }

    /// <summary>
    /// Only the bot's own: anybody can write a marker. What was looked for before a standstill may have been written by another since.
    /// </summary>
    private async Task<Answer<long?>> Find(Repository repo, Self self, int pull, Func<string, bool> marked, CancellationToken stop)
    {
        var stops = api.Stops;
        var found = await Look(repo, self, pull, marked, stop);
        return api.Stops == stops ? found : Api.StoodStill<long?>(api.Now);
    }

    private Task<Answer<long?>> Look(Repository repo, Self self, int pull, Func<string, bool> marked, CancellationToken stop)
    {
        var field = new GraphField(
            Latest,
            new("owner", "String!", repo.Owner),
            new("name", "String!", repo.Name),
            new("number", "Int!", pull)
        );
        return batches.Ask(repo.Caller(), GraphKind.Query, field, Seen, () => FindAmongAll(repo, self, pull, marked, stop), stop);

        Task<Answer<long?>> Seen(JsonObject answer)
        {
            var comments = answer.Deserialize(GraphJson.Default.GraphConversation)?.PullRequest?.Comments;
            var found = (comments?.All ?? []).FirstOrDefault(comment =>
                comment.Author?.DatabaseId == self.Bot.Id && marked(comment.Body ?? "")
            );
            nodes.Learn(NodeKind.Comment, found?.DatabaseId ?? 0, found?.Id);
            return found is null && comments?.PageInfo?.HasPreviousPage == true
                ? FindAmongAll(repo, self, pull, marked, stop)
                : Task.FromResult<Answer<long?>>(new Answer<long?>.Made(found?.DatabaseId));
        }
    }

    private Task<Answer<long?>> FindAmongAll(Repository repo, Self self, int pull, Func<string, bool> marked, CancellationToken stop) =>
        api.All(repo.Caller(), repo.Path($"issues/{pull}/comments?per_page=100"), GitHubJson.Default.CommentJsonArray, page => page, stop)
            .Map(all => all.FirstOrDefault(comment => comment.User?.Id == self.Bot.Id && marked(comment.Body ?? ""))?.Id);

    private Task<Answer<CommentJson>> Write(Repository repo, Self self, PullRequest pull, long? id, string body, CancellationToken stop)
    {
        var subject = id is { } known ? nodes.Find(NodeKind.Comment, known) : pull.NodeId;
        if (string.IsNullOrEmpty(subject))
        {
            return ByRest(repo, pull.Number, id, body, stop);
        }

        var (kind, field) = id is null
            ? (
                GraphKind.Notification,
                Mutation($"addComment(input: $input) {{ commentEdge {{ node {Comment} }} }}", "AddCommentInput!", "subjectId")
            )
            : (
                GraphKind.Mutation,
                Mutation($"updateIssueComment(input: $input) {{ issueComment {Comment} }}", "UpdateIssueCommentInput!", "id")
            );
        return batches.Ask(
            repo.Caller(),
            kind,
            field,
            answer => Task.FromResult(Written(self, answer)),
            () => ByRest(repo, pull.Number, id, body, stop),
            stop
        );

        GraphField Mutation(string text, string type, string on) =>
            new(text, new GraphVariable("input", type, new JsonObject { [on] = subject, ["body"] = body }));
    }

    private Answer<CommentJson> Written(Self self, JsonObject answer)
    {
        if (answer.Deserialize(GraphJson.Default.GraphCommented)?.Comment is not { DatabaseId: { } id } made)
        {
            return new Answer<CommentJson>.Later(api.Now + TimeSpan.FromMinutes(1), "GitHub answered with a comment that has no id");
        }

        nodes.Learn(NodeKind.Comment, id, made.Id);
        return new Answer<CommentJson>.Made(
            new CommentJson(id, made.Body, new AccountJson(self.Bot.Id, self.Bot.Login, "Bot"), null, null, made.CreatedAt, made.UpdatedAt)
        );
    }

    private Task<Answer<CommentJson>> ByRest(Repository repo, int pull, long? id, string body, CancellationToken stop)
    {
        var (method, path) = id is { } known
            ? (HttpMethod.Patch, repo.Path($"issues/comments/{known}"))
            : (HttpMethod.Post, repo.Path($"issues/{pull}/comments"));
        return api.Send(
                repo.Caller(),
                method,
                path,
                new CommentWriteJson(body),
                GitHubJson.Default.CommentWriteJson,
                GitHubJson.Default.CommentJson,
                stop,
                notifies: id is null
            )
            .Map(made =>
            {
                nodes.Learn(NodeKind.Comment, made.Id, made.NodeId);
                return made;
            });
    }
}
