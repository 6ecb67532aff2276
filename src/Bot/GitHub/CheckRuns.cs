using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>The bot's own check run, every check on a commit, and the runs behind them.</summary>
internal sealed class CheckRuns(Api api)
{
    private const string OurName = "sluice";

    /// <summary>GitHub takes no longer text.</summary>
    private const int MostText = 65_535;

    public async Task<Answer<CheckFact>> Put(Repository repo, Self self, PullMove.PutCheck check, CancellationToken stop)
    {
        var known = check.Id is { } id ? new Answer<long?>.Made(id) : await Find(repo, self, check.Head, stop);
        return await Task.FromResult(known).Then(found => Write(repo, check, found, stop)).Then(run => Task.FromResult(Fact(repo, run)));
    }

    public async Task<Answer<FactPage>> On(Repository repo, Sha sha, string? branch, CancellationToken stop)
    {
        var runs = api.All(
            repo.Caller(), repo.Path($"commits/{sha}/check-runs?filter=latest&per_page=100"), GitHubJson.Default.CheckRunPageJson, page => page.CheckRuns, stop);
        return await runs.Then(all => Statuses(repo, sha, stop).Map(statuses => new FactPage(
            [
                .. all.Select(run => RestFacts.Check(repo.Id, run, branch, api.Now)).OfType<Fact>(),
                .. statuses.Select(status => RestFacts.Status(repo.Id, sha, status, branch, api.Now)).OfType<Fact>(),
            ],
            null)));
    }

    /// <summary>A repository without Actions has no runs to stop; a run that just ended cannot be stopped.</summary>
    public async Task<Answer<Nothing>> Cancel(Repository repo, Sha sha, CancellationToken stop)
    {
        var runs = api.All(repo.Caller(), repo.Path($"actions/runs?head_sha={sha}&per_page=100"), GitHubJson.Default.RunPageJson, page => page.WorkflowRuns, stop);
        return await runs.Or([], 403, 404).Then(async all =>
        {
            foreach (var run in all.Where(run => run.Status != "completed"))
            {
                var answer = await api.Do(repo.Caller(), HttpMethod.Post, repo.Path($"actions/runs/{run.Id}/cancel"), stop).Or(default, 404, 409);
                if (answer is not Answer<Nothing>.Made)
                {
                    return answer;
                }
            }

            return new Answer<Nothing>.Made(default);
        });
    }

    private Task<Answer<Row<StatusJson>>> Statuses(Repository repo, Sha sha, CancellationToken stop) => api.All(
        repo.Caller(), repo.Path($"commits/{sha}/status?per_page=100"), GitHubJson.Default.CombinedStatusJson, page => page.Statuses, stop);

    /// <summary>One that a crash left without an id in the books: two of a name would both be shown. One that has ended is of an earlier asking.</summary>
    private Task<Answer<long?>> Find(Repository repo, Self self, Sha head, CancellationToken stop) =>
        api.Get(repo.Caller(), repo.Path($"commits/{head}/check-runs?check_name={OurName}&app_id={self.App}&filter=latest&per_page=1"), GitHubJson.Default.CheckRunPageJson, stop)
            .Map(page => page.CheckRuns?.FirstOrDefault(run => run.Name == OurName && run.App?.Id == self.App && run.Status != "completed")?.Id);

    private Task<Answer<CheckRunJson>> Write(Repository repo, PullMove.PutCheck check, long? id, CancellationToken stop)
    {
        var (status, conclusion) = States.Words(check.State);
        // Always with a time: it orders what the bot knows of its own check, also where one that had ended begins again.
        var body = new CheckWriteJson(
            OurName, id is null ? check.Head.Hex : null, status, conclusion, check.Digest,
            conclusion is null ? api.Now : null, conclusion is null ? null : api.Now,
            new CheckOutputJson(check.Title, Cut(check.Summary), Cut(check.Text)));
        return id is { } known
            ? api.Send(repo.Caller(), HttpMethod.Patch, repo.Path($"check-runs/{known}"), body, GitHubJson.Default.CheckWriteJson, GitHubJson.Default.CheckRunJson, stop)
            : api.Send(repo.Caller(), HttpMethod.Post, repo.Path($"check-runs"), body, GitHubJson.Default.CheckWriteJson, GitHubJson.Default.CheckRunJson, stop);
    }

    private Answer<CheckFact> Fact(Repository repo, CheckRunJson run) => RestFacts.Check(repo.Id, run, null, api.Now) is { } fact
        ? new Answer<CheckFact>.Made(fact with { Stamp = api.OwnStamp(fact.Stamp) })
        : new Answer<CheckFact>.Later(api.Now + TimeSpan.FromMinutes(1), "GitHub answered with a check run that has no commit or no name");

    private static string Cut(string text) => text.Length <= MostText ? text : text[..(MostText - 1)] + "…";
}
