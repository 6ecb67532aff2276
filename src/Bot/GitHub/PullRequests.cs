using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Reads pull requests, a hundred at a time, and opens the bot's own.</summary>
internal sealed class PullRequests(Api api, CheckRuns checks, Labels labels)
{
    /// <summary>Pulls in one question; fewer where GitHub could not answer that in its ten seconds.</summary>
    private static readonly int[] Sizes = [100, 25];

    public async Task<Answer<FactPage>> Open(Repository repo, string? cursor, CancellationToken stop)
    {
        Answer<GraphRepository> answer = new Answer<GraphRepository>.Refused("nothing was asked");
        foreach (var size in Sizes)
        {
            answer = await api.Query(
                repo.Caller(),
                new GraphAsk(PullQuery.Open, new GraphVariables(repo.Owner, repo.Name, size, cursor, null)),
                stop
            );
            if (answer is not Answer<GraphRepository>.Later)
            {
                break;
            }
        }

        return await Task.FromResult(answer).Then(found => Facts(repo, found.PullRequests, stop));
    }

    public Task<Answer<FactPage>> One(Repository repo, int number, CancellationToken stop) =>
        api.Query(repo.Caller(), new GraphAsk(PullQuery.One, new GraphVariables(repo.Owner, repo.Name, null, null, number)), stop)
            .Then(found =>
                found.PullRequest is { } pull
                    ? Facts(repo, new GraphNodes<GraphPull>([pull], null), stop)
                    : Task.FromResult<Answer<FactPage>>(new Answer<FactPage>.Refused($"there is no pull request #{number}", 404))
            );

    public Task<Answer<PullFact>> Create(
        Repository repo,
        string branch,
        string onto,
        string title,
        string body,
        Row<string> wear,
        CancellationToken stop
    ) =>
        Find(repo, branch, onto, stop)
            .Then(found =>
                found is { } there
                    ? Task.FromResult<Answer<PullJson>>(new Answer<PullJson>.Made(there))
                    : New(repo, branch, onto, title, body, stop)
            )
            .Then(pull => Labelled(repo, pull, wear, stop));

    /// <summary>A squash's message is always said: GitHub's own would call people anew.</summary>
    public async Task<Answer<Sha>> Merge(Repository repo, LaneMove.Merge merge, string message, CancellationToken stop)
    {
        var lines = message.Split('\n', 2);
        var body =
            merge.Method == MergeMethod.Squash
                ? new MergeWriteJson(lines[0], lines.Length > 1 ? lines[1].Trim() : "", merge.Head.Hex, "squash")
                : new MergeWriteJson(null, null, merge.Head.Hex, "rebase");
        var answer = await api.Send(
            repo.Caller(),
            HttpMethod.Put,
            repo.Path($"pulls/{merge.Number}/merge"),
            body,
            GitHubJson.Default.MergeWriteJson,
            GitHubJson.Default.MergedJson,
            stop,
            notifies: true
        );
        return answer.Match<Answer<Sha>>(
            made =>
                made is { Merged: true, Sha: { } commit }
                    ? new Answer<Sha>.Made(new Sha(commit))
                    : new Answer<Sha>.Refused(made.Message ?? "GitHub did not say why."),
            refused => refused.Not<Sha>(),
            later => later.Not<Sha>()
        );
    }

    public Task<Answer<PullFact>> Retarget(Repository repo, PullRequest pull, string onto, CancellationToken stop) =>
        api.Send(
                repo.Caller(),
                HttpMethod.Patch,
                repo.Path($"pulls/{pull.Number}"),
                new PullAimJson(onto),
                GitHubJson.Default.PullAimJson,
                GitHubJson.Default.PullJson,
                stop
            )
            .Then(answer =>
                Task.FromResult(
                    RestFacts.Pull(repo.Id, answer) is { } fact
                        ? new Answer<PullFact>.Made(fact)
                        : (Answer<PullFact>)
                            new Answer<PullFact>.Later(
                                api.Now + TimeSpan.FromMinutes(1),
                                "GitHub answered with a pull request that has no head"
                            )
                )
            );

    private async Task<Answer<FactPage>> Facts(Repository repo, GraphNodes<GraphPull>? pulls, CancellationToken stop)
    {
        var facts = new List<Fact>();
        foreach (var pull in pulls?.All ?? [])
        {
            facts.AddRange(GraphFacts.Of(repo.Id, pull, api.Now));
            if (GraphFacts.Crowded(pull) is not { } head)
            {
                continue;
            }

            switch (await checks.On(repo, head, null, stop))
            {
                case Answer<FactPage>.Made(var page):
                    facts.AddRange(page.Facts);
                    break;
                case Answer<FactPage>.Refused refused:
                    // Of the pull itself nothing was refused: it is there.
                    return new Answer<FactPage>.Later(api.Now + TimeSpan.FromMinutes(1), refused.Why);
                case var later:
                    return later;
            }
        }

        return new Answer<FactPage>.Made(new FactPage(facts, pulls?.PageInfo is { HasNextPage: true } info ? info.EndCursor : null));
    }

    private Task<Answer<PullJson?>> Find(Repository repo, string branch, string onto, CancellationToken stop) =>
        api.Get(
                repo.Caller(),
                repo.Path($"pulls?state=open&head={Api.Part($"{repo.Owner}:{branch}")}&base={Api.Part(onto)}&per_page=1"),
                GitHubJson.Default.PullJsonArray,
                stop
            )
            .Map(pulls => pulls.FirstOrDefault(pull => pull.Head?.Ref == branch));

    private Task<Answer<PullJson>> New(Repository repo, string branch, string onto, string title, string body, CancellationToken stop) =>
        api.Send(
            repo.Caller(),
            HttpMethod.Post,
            repo.Path($"pulls"),
            new PullWriteJson(title, branch, onto, body, false, false),
            GitHubJson.Default.PullWriteJson,
            GitHubJson.Default.PullJson,
            stop,
            notifies: true
        );

    private Task<Answer<PullFact>> Labelled(Repository repo, PullJson pull, Row<string> wear, CancellationToken stop)
    {
        var missing = wear.Except(RestFacts.Names(pull.Labels), StringComparer.OrdinalIgnoreCase).ToRow();
        return labels
            .ByRest(repo, pull.Number, missing, [], stop)
            .Then(_ =>
                Task.FromResult(
                    RestFacts.Pull(repo.Id, pull) is { } fact
                        ? new Answer<PullFact>.Made(
                            fact with
                            {
                                Pull = fact.Pull with { Labels = fact.Pull.Labels.Concat(missing).Order(StringComparer.Ordinal).ToRow() },
                            }
                        )
                        : (Answer<PullFact>)
                            new Answer<PullFact>.Later(
                                api.Now + TimeSpan.FromMinutes(1),
                                "GitHub answered with a pull request that has no head"
                            )
                )
            );
    }
}
