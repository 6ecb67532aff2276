using System.Globalization;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>What people say on pull requests, and the bot's reactions to it.</summary>
internal sealed class Conversation(Api api)
{
    /// <summary>Read oldest first: beyond them, after days without the bot, would be what was said last.</summary>
    private const int MostPages = 1000;

    public Task<Answer<Nothing>> React(Repository repo, long comment, string reaction, CancellationToken stop) =>
        api.Send(
                repo.Caller(),
                HttpMethod.Post,
                repo.Path($"issues/comments/{comment}/reactions"),
                new ReactionJson(reaction),
                GitHubJson.Default.ReactionJson,
                GitHubJson.Default.Empty,
                stop
            )
            .Map(_ => default(Nothing));

    public Task<Answer<FactPage>> Since(Repository repo, DateTimeOffset since, CancellationToken stop)
    {
        var from = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return api.All(
                repo.Caller(),
                repo.Path($"issues/comments?since={from}&sort=updated&direction=asc&per_page=100"),
                GitHubJson.Default.CommentJsonArray,
                page => page,
                stop,
                MostPages,
                once: true
            )
            .Map(all => new FactPage([.. all.Select(comment => RestFacts.Comment(repo.Id, comment)).OfType<Fact>()], null));
    }
}
