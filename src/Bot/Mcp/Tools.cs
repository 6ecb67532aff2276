using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Bot.Api;
using Sluice.Flow.Words;

namespace Sluice.Bot.Mcp;

/// <summary>What a coding agent may ask: the same reads as the API's, for whom may read.</summary>
internal sealed record Tool(string Name, string Says, JsonObject Takes, Func<Asked, Reads, CancellationToken, Task<JsonObject?>> Read)
{
    /// <returns>What is told, and whether that is a failure.</returns>
    public async Task<(JsonObject Told, bool IsError)> Call(JsonElement arguments, Reads reads, CancellationToken stop)
    {
        if (Asked.Of(arguments, Takes["required"]!.AsArray().Any(name => (string?)name == "pull")) is not { } asked)
        {
            return (
                Failure(
                    $"{Name} takes repository as owner/name{(Takes["properties"]!.AsObject().ContainsKey("pull") ? " and pull as a number" : Takes["properties"]!.AsObject().ContainsKey("branch") ? ", and branch as a name or not at all" : "")}."
                ),
                true
            );
        }

        return await Read(asked, reads, stop) is { } told
            ? (told, false)
            : (
                Failure(
                    "Not Found: there is no such thing, or this token may not read it. Private repositories want Authorization: Bearer with a GitHub token."
                ),
                true
            );
    }

    private static JsonObject Failure(string message) => new() { ["message"] = message };
}

internal sealed record Asked(string Owner, string Name, int Pull, string? Branch)
{
    public static Asked? Of(JsonElement arguments, bool wantsPull)
    {
        if (
            arguments.ValueKind != JsonValueKind.Object
            || !arguments.TryGetProperty("repository", out var repository)
            || repository.ValueKind != JsonValueKind.String
            || repository.GetString()!.Split('/') is not [{ Length: > 0 } owner, { Length: > 0 } name]
        )
        {
            return null;
        }

        var pull =
            arguments.TryGetProperty("pull", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var told)
                ? told
                : 0;
        var hasBranch = arguments.TryGetProperty("branch", out var branch) && branch.ValueKind != JsonValueKind.Null;
        return
            (wantsPull && pull <= 0) || (hasBranch && (branch.ValueKind != JsonValueKind.String || branch.GetString()!.Any(char.IsControl)))
            ? null
            : new(owner, name, pull, hasBranch ? branch.GetString() : null);
    }
}

internal static class Tools
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private static Tool[] All =>
        [
            new(
                "pull_status",
                "Where a pull request stands in the merge queue and after it, why, what to do next (next_action), and in how many seconds to ask again (ask_again_seconds).",
                Takes(pull: true),
                Status
            ),
            new(
                "why_ejected",
                "Why a pull request was put out of the queue: the reason, the checks that failed with links, whether trying again helps, and what happened to it, oldest first.",
                Takes(pull: true),
                Why
            ),
            new(
                "explain",
                "The decision behind where a pull request stands as a tree of reasons, each with what would change it: what is in its way first, then risk, origin and limits, and the rules that it meets.",
                Takes(pull: true),
                Explain
            ),
            new(
                "queue",
                "The lane of a base branch: who is in line with position, state and estimate, and what is being built.",
                Takes(branch: true),
                Lane
            ),
            new(
                "review",
                "What waits for people, by expected harm for each line that they have to read, with what each pull request asks for and why it is risky.",
                Takes(),
                Review
            ),
            new("deploys", "What was deployed, newest first within each environment, with each canary's verdict.", Takes(), Deploys),
        ];

    public static Tool? Find(string? name) => All.FirstOrDefault(tool => tool.Name == name);

    public static JsonArray Listed() =>
        [
            .. All.Select(tool => new JsonObject
            {
                ["name"] = tool.Name,
                ["description"] = tool.Says,
                ["inputSchema"] = tool.Takes,
                ["annotations"] = new JsonObject { ["readOnlyHint"] = true, ["openWorldHint"] = false },
            }),
        ];

    private static async Task<JsonObject?> Status(Asked asked, Reads reads, CancellationToken stop)
    {
        if (await reads.Pull(asked.Owner, asked.Name, asked.Pull, stop) is not { } view)
        {
            return null;
        }

        var record = JsonNode.Parse(PullRecord.Json(view.Telling))!.AsObject();
        var lane = await reads.Lane(asked.Owner, asked.Name, view.Telling.Pull.Base, stop);
        record["ask_again_seconds"] =
            (string?)record["next_action"] == "wait"
                ? Math.Clamp(lane?.Entries.FirstOrDefault(entry => entry.Pull == asked.Pull)?.EtaSeconds ?? 60, 15, 600)
                : null;
        return record;
    }

    private static async Task<JsonObject?> Why(Asked asked, Reads reads, CancellationToken stop)
    {
        if (await reads.Pull(asked.Owner, asked.Name, asked.Pull, stop) is not { } view)
        {
            return null;
        }

        var record = JsonNode.Parse(PullRecord.Json(view.Telling))!.AsObject();
        var told = new JsonObject { ["ejected"] = (string?)record["state"] == "ejected" };
        foreach (var name in new[] { "pull", "head", "state", "code", "reason", "retryable", "next_action", "checks", "culprit" })
        {
            told[name] = record[name]?.DeepClone();
        }

        told["story"] = JsonSerializer.SerializeToNode(
            view.Story.Select(row => new
            {
                row.At,
                row.Line.Kind,
                row.Line.Says,
            }),
            Json
        );
        return told;
    }

    private static async Task<JsonObject?> Explain(Asked asked, Reads reads, CancellationToken stop) =>
        await reads.Pull(asked.Owner, asked.Name, asked.Pull, stop) is { } view
            ? new JsonObject
            {
                ["pull"] = asked.Pull,
                ["head"] = view.Telling.Pull.Head.Hex,
                ["reasons"] = JsonSerializer.SerializeToNode(Reasons.Of(view.Telling), Json),
            }
            : null;

    private static async Task<JsonObject?> Lane(Asked asked, Reads reads, CancellationToken stop)
    {
        var branch = asked.Branch ?? (await reads.Repository(asked.Owner, asked.Name, stop))?.DefaultBranch;
        return branch is not null && await reads.Lane(asked.Owner, asked.Name, branch, stop) is { } lane
            ? JsonSerializer.SerializeToNode(lane, Json)!.AsObject()
            : null;
    }

    private static async Task<JsonObject?> Review(Asked asked, Reads reads, CancellationToken stop) =>
        await reads.Review(asked.Owner, asked.Name, stop) is { } review ? JsonSerializer.SerializeToNode(review, Json)!.AsObject() : null;

    private static async Task<JsonObject?> Deploys(Asked asked, Reads reads, CancellationToken stop) =>
        await reads.Deploys(asked.Owner, asked.Name, stop) is { } deploys
            ? new JsonObject { ["deploys"] = JsonSerializer.SerializeToNode(deploys, Json) }
            : null;

    private static JsonObject Takes(bool pull = false, bool branch = false)
    {
        var properties = new JsonObject { ["repository"] = Field("string", "owner/name") };
        var required = new JsonArray("repository");
        if (pull)
        {
            properties["pull"] = Field("integer", "The pull request's number.");
            required.Add("pull");
        }

        if (branch)
        {
            properties["branch"] = Field("string", "The base branch; the default branch if left out.");
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
        };
    }

    private static JsonObject Field(string type, string says) => new() { ["type"] = type, ["description"] = says };
}
