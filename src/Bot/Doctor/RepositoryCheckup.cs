using System.Text.Json;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using GitHubApi = Sluice.Bot.GitHub.Api;

namespace Sluice.Bot.Doctor;

/// <summary>Whether a repository's policy, rules and CI let the queue do its work.</summary>
/// <param name="web">Where people find GitHub.</param>
internal sealed class RepositoryCheckup(GitHubApi api, string app, Uri web)
{
    private const string Policy = ".github/sluice.yml";

    private readonly Contents _contents = new(api);

    public async Task<IReadOnlyList<Finding>> Of(Repository repo, CancellationToken stop)
    {
        var findings = new List<Finding>();
        var (policy, fault) = await PolicyOf(repo, stop);
        findings.Add(
            fault
                ?? (
                    policy is null
                        ? Finding.Well(repo.FullName, $"no {Policy}: one lane on {repo.DefaultBranch}") with
                        {
                            Mend = new Mend.Propose(repo.Id, File(repo, "new", Policy)),
                        }
                        : Finding.Well(repo.FullName, $"{Policy} has no fault")
                )
        );
        var lanes = policy?.Queue.Branches is { Count: > 0 } named ? named : [repo.DefaultBranch];
        foreach (var lane in lanes)
        {
            findings.AddRange(await Rules(repo, lane, stop));
        }

        findings.Add(await Ci(repo, lanes[0], stop));
        return findings;
    }

    private async Task<(Policy? Policy, Finding? Fault)> PolicyOf(Repository repo, CancellationToken stop)
    {
        if (await _contents.Text(repo, Policy, stop) is not { } text)
        {
            return (null, null);
        }

        var reading = PolicyReader.Read(text);
        return reading.Faults.Count == 0
            ? (reading.Policy, null)
            : (
                reading.Policy,
                new Finding(
                    repo.FullName,
                    $"{Policy}:{reading.Faults[0]}",
                    $"mend {Policy} on {repo.DefaultBranch}; ./sluice validate tells all its faults"
                )
            );
    }

    private async Task<IEnumerable<Finding>> Rules(Repository repo, string lane, CancellationToken stop)
    {
        var answer = await Ask(repo, $"rules/branches/{GitHubApi.Part(lane)}?per_page=100", stop);
        if (answer is not Answer<JsonElement>.Made(var rules))
        {
            return
            [
                new(repo.FullName, $"the rules of {lane} cannot be read: {Why(answer)}", "grant the App metadata: read, and ask again"),
            ];
        }

        var owners = await new OwnersCheckup(api).Of(repo, lane, rules, path => _contents.Text(repo, path, stop), stop);
        return [.. await Moving(repo, lane, rules, stop), .. owners is null ? Array.Empty<Finding>() : [owners]];
    }

    private async Task<IEnumerable<Finding>> Moving(Repository repo, string lane, JsonElement rules, CancellationToken stop)
    {
        var kinds = rules.EnumerateArray().ToLookup(rule => rule.GetProperty("type").GetString());
        if (!kinds.Contains("update"))
        {
            return
            [
                new(
                    repo.FullName,
                    $"people can merge into {lane} around the queue",
                    $"add a ruleset for {lane} that restricts updates, with the App {app} in its bypass list (always)"
                )
                {
                    Mend = new Mend.Guard(repo.Id, lane, Settings(repo, "new?target=branch")),
                },
            ];
        }

        var shut = new List<Finding>();
        foreach (
            var (set, above) in rules
                .EnumerateArray()
                .Where(rule => rule.TryGetProperty("ruleset_id", out _))
                .Select(rule => (rule.GetProperty("ruleset_id").GetInt64(), Above(rule)))
                .Distinct()
        )
        {
            if (
                await Ask(repo, $"rulesets/{set}", stop) is Answer<JsonElement>.Made(var whole)
                && whole.TryGetProperty("current_user_can_bypass", out var can)
                && can.GetString() is not ("always" or "exempt")
            )
            {
                var says = $"the ruleset '{whole.GetProperty("name").GetString()}' keeps the App from landing on {lane}";
                shut.Add(
                    above is null
                        ? new(
                            repo.FullName,
                            says,
                            $"add the App {app} to its bypass list, with the mode always: {Settings(repo, $"{set}")}"
                        )
                        {
                            Mend = new Mend.LetPass(repo.Id, set, Settings(repo, $"{set}")),
                        }
                        : new(
                            repo.FullName,
                            $"{says}, and it is one of {above}",
                            $"an owner of {above} adds the App {app} to its bypass list, with the mode always: {web.AbsoluteUri.TrimEnd('/')}/organizations/{above}/settings/rules/{set}"
                        )
                );
            }
        }

        return shut.Count > 0 ? shut : [Finding.Well(repo.FullName, $"only the App moves {lane}")];
    }

    /// <summary>The organization whose ruleset it is; null: the repository's own.</summary>
    private static string? Above(JsonElement rule) =>
        rule.TryGetProperty("ruleset_source_type", out var type) && type.GetString() == "Organization"
            ? rule.GetProperty("ruleset_source").GetString()
            : null;

    private string Settings(Repository repo, string which) => $"{web.AbsoluteUri.TrimEnd('/')}/{repo.FullName}/settings/rules/{which}";

    private string File(Repository repo, string how, string path) =>
        $"{web.AbsoluteUri.TrimEnd('/')}/{repo.FullName}/{how}/{repo.DefaultBranch}{(how == "new" ? $"?filename={path}" : $"/{path}")}";

    private async Task<Finding> Ci(Repository repo, string lane, CancellationToken stop)
    {
        var (tested, files) = ($"sluice/queue/{lane}/1", await _contents.Workflows(repo, stop));
        if (files.Count == 0)
        {
            return Finding.Well(
                repo.FullName,
                $"no workflow of GitHub Actions: whatever CI there is has to build pushes to sluice/queue/**"
            );
        }

        foreach (var file in files)
        {
            if (await _contents.Text(repo, file, stop) is { } text && PushTriggers.RunsFor(text, tested) == true)
            {
                return Finding.Well(repo.FullName, $"{file} builds the queue's branches");
            }
        }

        return new(
            repo.FullName,
            "no workflow runs on the queue's branches, so that no candidate would ever be green",
            $"add to {files[0]}: on: push: branches: ['sluice/queue/**', 'sluice/try/**']"
        )
        {
            Mend = new Mend.Propose(repo.Id, File(repo, "edit", files[0])),
        };
    }

    private Task<Answer<JsonElement>> Ask(Repository repo, string path, CancellationToken stop) =>
        api.Get(repo.Caller(), repo.Path($"") + path, GitHubJson.Default.JsonElement, stop);

    private static string Why<T>(Answer<T> answer) => answer.Match(_ => "", refused => refused.Why, later => later.Why);
}
