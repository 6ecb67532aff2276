using System.Text;
using System.Text.Json;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Files of a repository's default branch, read through the API: before anything was set up there need be no mirror.</summary>
internal sealed class Contents(Api api)
{
    /// <summary>Null: it is not there, or cannot be read.</summary>
    public async Task<string?> Text(Repository repo, string path, CancellationToken stop) =>
        await Ask(repo, path, stop) is Answer<JsonElement>.Made({ ValueKind: JsonValueKind.Object } file)
        && file.TryGetProperty("content", out var content)
        && content.GetString() is { } encoded
            ? Encoding.UTF8.GetString(Convert.FromBase64String(encoded.ReplaceLineEndings("")))
            : null;

    /// <summary>The paths of GitHub Actions' workflows.</summary>
    public async Task<IReadOnlyList<string>> Workflows(Repository repo, CancellationToken stop) =>
        await Ask(repo, ".github/workflows", stop) is Answer<JsonElement>.Made({ ValueKind: JsonValueKind.Array } listed)
            ?
            [
                .. listed
                    .EnumerateArray()
                    .Select(file => file.GetProperty("path").GetString()!)
                    .Where(path => path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal)),
            ]
            : [];

    private Task<Answer<JsonElement>> Ask(Repository repo, string path, CancellationToken stop) =>
        api.Get(
            repo.Caller(),
            repo.Path($"") + $"contents/{Api.Parts(path)}?ref={Api.Part(repo.DefaultBranch)}",
            GitHubJson.Default.JsonElement,
            stop
        );
}
