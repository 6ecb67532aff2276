using System.Text.Json;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;
using Sluice.Turns.Ports;
using GitHubApi = Sluice.Bot.GitHub.Api;

namespace Sluice.Bot.Setup.Steps;

/// <summary>
/// Opens the pull request with a repository's first sluice.yml and what its CI lacks. It is made through the API: before anything was set
/// up there need be no mirror.
/// </summary>
internal sealed class Proposing(GitHubApi api)
{
    private const string Prefix = "sluice/setup-";

    private readonly Contents _contents = new(api);

    /// <summary>Where it is; null: none is open.</summary>
    public async Task<string?> Opened(Repository repo, CancellationToken stop) =>
        await Ask(repo, "pulls?state=open&per_page=100", stop) is Answer<JsonElement>.Made(var pulls)
            ? pulls.EnumerateArray().FirstOrDefault(pull => IsOurs(repo, pull)) is { ValueKind: JsonValueKind.Object } ours
                ? ours.GetProperty("html_url").GetString()
                : null
            : null;

    /// <param name="address">Where this bot is to be found.</param>
    /// <param name="mayWork">The App may change workflows.</param>
    /// <returns>Where the pull request is.</returns>
    public async Task<Answer<string>> Open(Repository repo, string address, bool mayWork, CancellationToken stop)
    {
        if (await Opened(repo, stop) is { } there)
        {
            return new Answer<string>.Made(there);
        }

        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (await _contents.Text(repo, Policy.Path, stop) is null)
        {
            files[Policy.Path] = FirstPull.Policy(address, repo.DefaultBranch);
        }

        var (adds, byHand, isTested) = (files.Count > 0, new List<string>(), false);
        foreach (var path in await _contents.Workflows(repo, stop))
        {
            var text = await _contents.Text(repo, path, stop) ?? "";
            isTested |= Widening.IsWide(text);
            if (!Doctor.PushTriggers.IsForPulls(text) || Widening.IsWide(text))
            {
                continue;
            }

            if (mayWork && Widening.Of(text) is { } widened)
            {
                files[path] = widened;
            }
            else
            {
                byHand.Add(path);
            }
        }

        var body = FirstPull.Body(
            repo.DefaultBranch,
            adds,
            [.. files.Keys.Where(path => path != Policy.Path)],
            isTested && files.Count == (adds ? 1 : 0) ? [] : byHand,
            mayWork ? null : "the App has no right to change workflows (`workflows: write`)"
        );
        return files.Count == 0
            ? new Answer<string>.Refused(
                $"there is nothing that the App could change in {repo.FullName}: {(byHand.Count == 0 ? "its CI and its sluice.yml are there" : $"it may not change {string.Join(", ", byHand)}")}"
            )
            : await Push(repo, files, stop).Then(branch => Pull(repo, branch, body, stop));
    }

    private static bool IsOurs(Repository repo, JsonElement pull) =>
        pull.GetProperty("head") is var head
        && head.GetProperty("ref").GetString()!.StartsWith(Prefix, StringComparison.Ordinal)
        && head.GetProperty("repo") is { ValueKind: JsonValueKind.Object } from
        && from.GetProperty("id").GetInt64() == repo.Id;

    /// <returns>The branch that holds them.</returns>
    private Task<Answer<string>> Push(Repository repo, SortedDictionary<string, string> files, CancellationToken stop) =>
        Ask(repo, $"git/ref/heads/{GitHubApi.Parts(repo.DefaultBranch)}", stop)
            .Map(found => found.GetProperty("object").GetProperty("sha").GetString()!)
            .Then(tip =>
                Make(
                        repo,
                        "git/trees",
                        new
                        {
                            base_tree = tip,
                            tree = files.Select(file => new
                            {
                                path = file.Key,
                                mode = "100644",
                                type = "blob",
                                content = file.Value,
                            }),
                        },
                        stop
                    )
                    .Then(tree =>
                        Make(
                            repo,
                            "git/commits",
                            new
                            {
                                message = FirstPull.Title,
                                tree = tree.GetProperty("sha").GetString(),
                                parents = new[] { tip },
                            },
                            stop
                        )
                    )
                    .Then(commit =>
                        Branch(
                            repo,
                            $"{Prefix}{commit.GetProperty("sha").GetString()![..12]}",
                            commit.GetProperty("sha").GetString()!,
                            stop
                        )
                    )
            );

    private Task<Answer<string>> Branch(Repository repo, string name, string commit, CancellationToken stop) =>
        Make(repo, "git/refs", new { @ref = $"refs/heads/{name}", sha = commit }, stop).Map(_ => name);

    private Task<Answer<string>> Pull(Repository repo, string branch, string body, CancellationToken stop) =>
        Make(
                repo,
                "pulls",
                new
                {
                    title = FirstPull.Title,
                    head = branch,
                    @base = repo.DefaultBranch,
                    body,
                },
                stop
            )
            .Map(pull => pull.GetProperty("html_url").GetString()!);

    private Task<Answer<JsonElement>> Ask(Repository repo, string path, CancellationToken stop) =>
        api.Get(repo.Caller(), repo.Path($"") + path, GitHubJson.Default.JsonElement, stop);

    private Task<Answer<JsonElement>> Make<T>(Repository repo, string path, T body, CancellationToken stop) =>
        api.Send(
            repo.Caller(),
            HttpMethod.Post,
            repo.Path($"") + path,
            JsonSerializer.SerializeToElement(body),
            GitHubJson.Default.JsonElement,
            GitHubJson.Default.JsonElement,
            stop,
            notifies: path == "pulls"
        );
}
