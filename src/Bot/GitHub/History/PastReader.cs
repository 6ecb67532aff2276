using System.Globalization;
using Sluice.Bot.GitHub.Chain;
using Sluice.Flow;

namespace Sluice.Bot.GitHub.History;

/// <summary>Reads what landed on a repository's default branch, and what its CI did, in a few dozen requests.</summary>
public sealed class PastReader : IDisposable
{
    /// <summary>GitHub lists a thousand runs at most.</summary>
    private const int RunPages = 10;

    /// <summary>Fewer runs of the base than this say little about CI.</summary>
    private const int FewRuns = 30;

    /// <summary>A page takes GitHub a few seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Uri _root;
    private readonly HttpMessageInvoker _network;
    private readonly PastPages _pages;

    /// <param name="root">REST root.</param>
    /// <param name="token">Null: as nobody.</param>
    public PastReader(Uri root, string? token, HttpMessageHandler primary, TimeProvider clock)
    {
        _root = new Uri(root.AbsoluteUri.TrimEnd('/') + "/");
        _network = new HttpMessageInvoker(new Deadline(Patience, clock, primary));
        _pages = new PastPages(_root, token, _network);
    }

    public async Task<PastAnswer> Read(string owner, string name, DateTimeOffset since, Action<string> says, CancellationToken stop)
    {
        var repository = $"repos/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}";
        var (known, _, why) = await _pages.Get(new Uri(_root, repository), PastJsonContext.Default.RepositoryNameJson, stop);
        if (known is null)
        {
            return new PastAnswer(null, why);
        }

        var branch = known.DefaultBranch ?? "main";
        var pulls = await Pulls(repository, branch, since, says, stop);
        if (pulls.Why is not null)
        {
            return new PastAnswer(null, pulls.Why);
        }

        var day = since.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var runs = new List<PastRun>();
        var isCut = false;
        foreach (var what in new[] { $"branch={Uri.EscapeDataString(branch)}&event=push", "event=merge_group", "event=pull_request" })
        {
            if (what == "event=pull_request" && runs.Count >= FewRuns)
            {
                break;
            }

            var page = await Runs($"{repository}/actions/runs?{what}&created=%3E%3D{day}&per_page=100", since, says, stop);
            if (page.Why is not null)
            {
                return new PastAnswer(null, page.Why);
            }

            runs.AddRange(page.Runs);
            isCut |= page.IsCut;
        }

        return new PastAnswer(new Past(known.FullName ?? $"{owner}/{name}", branch, pulls.Pulls, runs, isCut), null);
    }

    public void Dispose() => _network.Dispose();

    private async Task<(List<PastPull> Pulls, string? Why)> Pulls(
        string repository,
        string branch,
        DateTimeOffset since,
        Action<string> says,
        CancellationToken stop
    )
    {
        var pulls = new List<PastPull>();
        var next = new Uri(
            _root,
            $"{repository}/pulls?state=closed&base={Uri.EscapeDataString(branch)}&sort=updated&direction=desc&per_page=100"
        );
        while (next is not null)
        {
            var (page, after, why) = await _pages.Get(next, PastJsonContext.Default.PullJsonArray, stop);
            if (page is null)
            {
                return (pulls, why);
            }

            pulls.AddRange(
                from pull in page
                where pull.MergedAt >= since
                select new PastPull(
                    pull.Number,
                    pull.User?.Login ?? "ghost",
                    pull.User?.Type == "Bot",
                    pull.MergedAt!.Value,
                    pull.MergeCommitSha ?? pull.Head?.Sha ?? ""
                )
            );
            says($"{pulls.Count} merged pull requests");

            // Whoever was updated before then was merged before then.
            next = page.Length == 0 || page[^1].UpdatedAt < since ? null : after;
        }

        return (pulls, null);
    }

    private async Task<(List<PastRun> Runs, bool IsCut, string? Why)> Runs(
        string path,
        DateTimeOffset since,
        Action<string> says,
        CancellationToken stop
    )
    {
        var runs = new List<PastRun>();
        var total = 0;
        var next = new Uri(_root, path);
        for (var page = 0; next is not null && page < RunPages; page++)
        {
            var (found, after, why) = await _pages.Get(next, PastJsonContext.Default.PastRunsJson, stop);
            if (found is null)
            {
                return (runs, false, why);
            }

            total = found.TotalCount;
            runs.AddRange(
                from run in found.WorkflowRuns ?? []
                where run.CreatedAt >= since
                select new PastRun(
                    run.HeadSha ?? "",
                    run.Event ?? "",
                    run.Name ?? "",
                    Passed(run.Conclusion),
                    Math.Max(1, run.RunAttempt),
                    run.RunStartedAt ?? run.CreatedAt,
                    run.UpdatedAt
                )
            );
            says($"{runs.Count} of {Plural.Of(total, "run")} of workflows");
            next = after;
        }

        return (runs, total > runs.Count && total > RunPages * 100, null);
    }

    /// <summary>A cancelled run, and one that never started, tell nothing of the code.</summary>
    private static bool? Passed(string? conclusion) =>
        conclusion switch
        {
            "success" or "neutral" => true,
            "failure" or "timed_out" => false,
            _ => null,
        };
}
