using System.Text.Json;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using GitHubApi = Sluice.Bot.GitHub.Api;

namespace Sluice.Bot.Doctor;

/// <summary>Whether the App can see who the teams are whose approval a branch demands: else what they own waits for ever.</summary>
internal sealed class OwnersCheckup(GitHubApi api)
{
    /// <param name="rules">Of the branch, as GitHub tells them.</param>
    /// <param name="text">Reads a file of the default branch; null: there is none.</param>
    public async Task<Finding?> Of(
        Repository repo,
        string lane,
        JsonElement rules,
        Func<string, Task<string?>> text,
        CancellationToken stop
    )
    {
        var demands = rules
            .EnumerateArray()
            .Any(rule =>
                rule.TryGetProperty("parameters", out var parameters)
                && parameters.TryGetProperty("require_code_owner_review", out var owners)
                && owners.ValueKind == JsonValueKind.True
            );
        if (!demands || await Team(repo, text) is not { } team)
        {
            return null;
        }

        // Nobody is asked for: whether it is forbidden to ask is what matters.
        var answer = await api.Get(
            repo.Caller(),
            $"orgs/{GitHubApi.Part(repo.Owner)}/teams/{GitHubApi.Part(team)}/memberships/{GitHubApi.Part(repo.Owner)}",
            GitHubJson.Default.MembershipJson,
            stop
        );
        return answer is Answer<MembershipJson>.Refused { Status: 403 }
            ? new(
                repo.FullName,
                $"{lane} demands code owners, and the App cannot see who is in @{repo.Owner}/{team}, so that what it owns waits",
                "grant the App the organization's Members: read, or name people in CODEOWNERS"
            )
            : Finding.Well(repo.FullName, $"the App sees who the code owners of {lane} are");
    }

    private static async Task<string?> Team(Repository repo, Func<string, Task<string?>> text)
    {
        foreach (var path in CodeOwners.Files)
        {
            if (await text(path) is { } file)
            {
                return CodeOwners
                    .Read(file)
                    .Teams.FirstOrDefault(team => team.StartsWith($"@{repo.Owner}/", StringComparison.OrdinalIgnoreCase))
                    ?.Split('/')[1];
            }
        }

        return null;
    }
}
