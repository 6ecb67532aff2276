using System.Text.Json;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>
/// Where branches stand. The time is the repository's last push: a commit's own date is whatever its author wrote.
/// GitHub tells it in whole seconds: the end of its second is meant, so that a push is newer than what was seen just before it.
/// </summary>
internal static class BranchReader
{
    private const string Heads = "refs/heads/";

    public static BranchFact? Push(long repo, JsonElement body, DateTimeOffset seen) =>
        body.Text("ref") is { } name && name.StartsWith(Heads, StringComparison.Ordinal)
            ? new(repo, Stamp(body, seen), name[Heads.Length..], body.Flag("deleted") ? null : body.Sha("after"))
            : null;

    public static BranchFact? Delete(long repo, JsonElement body, DateTimeOffset seen) =>
        body.Text("ref_type") == "branch" && body.Text("ref") is { } name ? new(repo, Stamp(body, seen), name, null) : null;

    private static long Stamp(JsonElement body, DateTimeOffset seen) =>
        Stamps.Of(body.Time("repository", "pushed_at")?.AddMilliseconds(999) ?? seen);
}
