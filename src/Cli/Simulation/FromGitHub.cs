using System.Globalization;
using Sluice.Bot;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.History;
using Sluice.Bot.Settings;
using Sluice.Flow;
using Sluice.Sim.Histories;

namespace Sluice.Cli.Simulation;

/// <summary>
/// <c>sluice simulate --from-github OWNER/REPO --days N</c>: a repository's own history, and what the queue would have made of it.
/// </summary>
internal static class FromGitHub
{
    public static async Task<History?> Read(string repository, int days, CancellationToken stop)
    {
        var parts = repository.Split('/');
        if (parts.Length != 2 || parts.Any(part => part.Length == 0))
        {
            Terminal.Tell($"--from-github {repository}: write OWNER/REPO");
            return null;
        }

        if (Root() is not { } root)
        {
            return null;
        }

        var token = Environment.GetEnvironmentVariable("GITHUB_TOKEN") is { Length: > 0 } given ? given : null;
        using var reader = new PastReader(root, token, GitHubConnection.Network(), TimeProvider.System);
        var answer = await reader.Read(parts[0], parts[1], TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(days), Terminal.Tell, stop);
        if (answer.Past is not { } past)
        {
            Terminal.Tell($"{repository}: {answer.Why}");
            return null;
        }

        var history = History.Of(
            string.Create(CultureInfo.InvariantCulture, $"{past.Repository}, {Plural.Of(days, "day")}"),
            past.Pulls.Select(pull => new Arrived(pull.Author, pull.IsBot, pull.MergedAt, pull.Commit)),
            past.Runs.Select(run => new Ran(run.Commit, run.Workflow, run.Passed, run.Attempt, run.Started, run.Ended))
        );
        if (history is null)
        {
            Terminal.Tell($"{repository}: nothing was merged into {past.Branch} in the last {Plural.Of(days, "day")}.");
        }
        else if (past.IsCut)
        {
            Terminal.Tell("GitHub lists only the newest thousand runs: CI is judged by those.");
        }

        return history;
    }

    /// <summary>That of the bot's own settings, then what GitHub Actions sets; null: it was told what is wrong with it.</summary>
    private static Uri? Root()
    {
        try
        {
            var told = Environment.GetEnvironmentVariable("GITHUB_API_URL") is { Length: > 0 } set ? set : "https://api.github.com";
            return BotHost.ApiUrl()
                ?? (
                    Uri.TryCreate(told, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                        ? url
                        : throw new SettingsException([
                            $"GITHUB_API_URL: '{told}' is no address; unset it, or set GitHub__ApiUrl to your GitHub's, such as https://github.example.com/api/v3",
                        ])
                );
        }
        catch (SettingsException fault)
        {
            Terminal.Tell(fault.Faults);
            return null;
        }
    }
}
