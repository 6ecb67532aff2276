using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Every check on a commit, and the runs behind them.</summary>
internal sealed class CheckRuns(Api api)
{
    private const int MostNotes = 50;

    public async Task<Answer<FactPage>> On(Repository repo, Sha sha, string? branch, CancellationToken stop)
    {
        var runs = api.All(
            repo.Caller(),
            repo.Path($"commits/{sha}/check-runs?filter=latest&per_page=100"),
            GitHubJson.Default.CheckRunPageJson,
            page => page.CheckRuns,
            stop
        );
        return await runs.Then(all =>
            Statuses(repo, sha, stop)
                .Map(statuses => new FactPage(
                    [
                        .. all.Select(run => RestFacts.Check(repo.Id, run, branch, api.Now)).OfType<Fact>(),
                        .. statuses.Select(status => RestFacts.Status(repo.Id, sha, status, branch, api.Now)).OfType<Fact>(),
                    ],
                    null
                ))
        );
    }

    /// <summary>A repository without Actions has no runs to stop; a run that just ended cannot be stopped.</summary>
    public async Task<Answer<Nothing>> Cancel(Repository repo, Sha sha, CancellationToken stop)
    {
        var runs = api.All(
            repo.Caller(),
            repo.Path($"actions/runs?head_sha={sha}&per_page=100"),
            GitHubJson.Default.RunPageJson,
            page => page.WorkflowRuns,
            stop
        );
        return await runs.Or([], 403, 404)
            .Then(async all =>
            {
                foreach (var run in all.Where(run => run.Status != "completed"))
                {
                    var answer = await api.Do(repo.Caller(), HttpMethod.Post, repo.Path($"actions/runs/{run.Id}/cancel"), stop)
                        .Or(default, 404, 409);
                    if (answer is not Answer<Nothing>.Made)
                    {
                        return answer;
                    }
                }

                return new Answer<Nothing>.Made(default);
            });
    }

    public async Task<Answer<Nothing>> RerunFailed(Repository repo, long run, CancellationToken stop) =>
        await api.Do(repo.Caller(), HttpMethod.Post, repo.Path($"actions/runs/{run}/rerun-failed-jobs"), stop) switch
        {
            // Asked twice: the first time did it.
            Answer<Nothing>.Refused refused when refused.Why.Contains("already running", StringComparison.OrdinalIgnoreCase) =>
                new Answer<Nothing>.Made(default),
            var answer => answer,
        };

    /// <summary>What Actions adds to every job that fails ("exit code 1") stands at <c>.github</c>, which is no file.</summary>
    public Task<Answer<Row<CheckNote>>> Notes(Repository repo, long check, CancellationToken stop) =>
        api.All(
            repo.Caller(),
            repo.Path($"check-runs/{check}/annotations?per_page={MostNotes}"),
            GitHubJson.Default.NoteJsonArray,
            notes =>
                notes
                    .Where(note => note is { AnnotationLevel: "failure", Path: not (null or "" or ".github") })
                    .Select(note => new CheckNote(check, note.Path!, note.Title)),
            stop,
            most: 1
        );

    private Task<Answer<Row<StatusJson>>> Statuses(Repository repo, Sha sha, CancellationToken stop) =>
        api.All(
            repo.Caller(),
            repo.Path($"commits/{sha}/status?per_page=100"),
            GitHubJson.Default.CombinedStatusJson,
            page => page.Statuses,
            stop
        );
}
