using System.Globalization;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>What the bot says and shows on a pull request: comments, reactions, labels.</summary>
internal sealed class Conversation(Api api)
{
    public async Task<Answer<CommentFact>> Put(Repository repo, Self self, int pull, PullMove.PutComment comment, CancellationToken stop)
    {
        var known = comment.Id is { } id ? new Answer<long?>.Made(id) : await Find(repo, self, pull, body => body.StartsWith(comment.Marker, StringComparison.Ordinal), stop);
        return await Task.FromResult(known).Then(found => Write(repo, pull, found, comment.Body, stop)).Map(made => Ours(RestFacts.Comment(repo.Id, pull, made)));
    }

    /// <summary>The marker stands at the end, so that it is never taken for one of the bot's two lasting comments.</summary>
    public Task<Answer<Nothing>> Reply(Repository repo, Self self, int pull, long comment, string text, CancellationToken stop)
    {
        var marker = string.Create(CultureInfo.InvariantCulture, $"<!-- sluice:reply {comment} -->");
        return Find(repo, self, pull, body => body.EndsWith(marker, StringComparison.Ordinal), stop)
            .Then(found => found is null
                ? Write(repo, pull, null, $"{text}\n\n{marker}", stop).Map(_ => default(Nothing))
                : Task.FromResult<Answer<Nothing>>(new Answer<Nothing>.Made(default)));
    }

    public Task<Answer<Nothing>> React(Repository repo, long comment, string reaction, CancellationToken stop) =>
        api.Send(
            repo.Caller(), HttpMethod.Post, repo.Path($"issues/comments/{comment}/reactions"), new ReactionJson(reaction),
            GitHubJson.Default.ReactionJson, GitHubJson.Default.Empty, stop).Map(_ => default(Nothing));

    public async Task<Answer<Nothing>> Label(Repository repo, int pull, Row<string> add, Row<string> remove, CancellationToken stop)
    {
        if (add.Count > 0)
        {
            var added = await api.Send(
                repo.Caller(), HttpMethod.Post, repo.Path($"issues/{pull}/labels"), new LabelsWriteJson(add),
                GitHubJson.Default.LabelsWriteJson, GitHubJson.Default.Empty, stop);
            if (added is not Answer<Empty>.Made)
            {
                return added.Map(_ => default(Nothing));
            }
        }

        foreach (var label in remove)
        {
            var removed = await api.Do(repo.Caller(), HttpMethod.Delete, repo.Path($"issues/{pull}/labels/{Api.Part(label)}"), stop).Or(default, 404);
            if (removed is not Answer<Nothing>.Made)
            {
                return removed;
            }
        }

        return new Answer<Nothing>.Made(default);
    }

    public Task<Answer<FactPage>> Since(Repository repo, DateTimeOffset since, CancellationToken stop)
    {
        var from = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return api.All(repo.Caller(), repo.Path($"issues/comments?since={from}&sort=updated&direction=asc&per_page=100"), GitHubJson.Default.CommentJsonArray, page => page, stop)
            .Map(all => new FactPage([.. all.Select(comment => RestFacts.Comment(repo.Id, comment)).OfType<Fact>()], null));
    }

    private CommentFact Ours(CommentFact fact) => fact with { Stamp = api.OwnStamp(fact.Stamp) };

    /// <summary>Only the bot's own: anybody can write a marker.</summary>
    private Task<Answer<long?>> Find(Repository repo, Self self, int pull, Func<string, bool> marked, CancellationToken stop) =>
        api.All(repo.Caller(), repo.Path($"issues/{pull}/comments?per_page=100"), GitHubJson.Default.CommentJsonArray, page => page, stop)
            .Map(all => all.FirstOrDefault(comment => comment.User?.Id == self.Bot.Id && marked(comment.Body ?? ""))?.Id);

    private Task<Answer<CommentJson>> Write(Repository repo, int pull, long? id, string body, CancellationToken stop) => id is { } known
        ? api.Send(
            repo.Caller(), HttpMethod.Patch, repo.Path($"issues/comments/{known}"), new CommentWriteJson(body),
            GitHubJson.Default.CommentWriteJson, GitHubJson.Default.CommentJson, stop)
        : api.Send(
            repo.Caller(), HttpMethod.Post, repo.Path($"issues/{pull}/comments"), new CommentWriteJson(body),
            GitHubJson.Default.CommentWriteJson, GitHubJson.Default.CommentJson, stop, notifies: true);
}
