using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Hooks;

/// <summary>pull_request, pull_request_review and issue_comment.</summary>
internal static class PullBodies
{
    public static void Say(Wire wire, JsonObject body, WorldEvent.PullRequest change)
    {
        var pull = change.Pull;
        body["number"] = pull.Number;
        body["pull_request"] = wire.FullPull(pull, pull.Mergeability);
        if (change.Before is not null)
            body["before"] = change.Before;
        if (change.After is not null)
            body["after"] = change.After;
        if (change.Label is not null)
            body["label"] = wire.Label(pull.Repository, change.Label);
        if (change.Reason is not null)
            body["reason"] = change.Reason;
        if (change.What != "edited")
            return;
        var changes = new JsonObject();
        foreach (var (field, was) in change.Was)
        {
            // A new base is told with its branch and its commit.
            changes[field] = field == "base" ? new JsonObject { ["ref"] = From(was), ["sha"] = From(pull.BaseSha) } : From(was ?? "");
        }

        body["changes"] = changes;
    }

    public static void Say(Wire wire, JsonObject body, MergeGroupChange change)
    {
        var (repository, entry) = (change.Entry.Pull.Repository, change.Entry);
        body["merge_group"] = new JsonObject
        {
            ["head_sha"] = entry.Head,
            ["head_ref"] = $"refs/heads/{entry.Branch}",
            ["base_sha"] = entry.Onto,
            ["base_ref"] = $"refs/heads/{entry.Pull.BaseBranch}",
            ["head_commit"] =
                entry.Head is { } head && repository.Git.Commit(head) is { } commit ? wire.PushedCommit(repository, commit) : null,
        };
        if (change.Reason is not null)
            body["reason"] = change.Reason;
    }

    public static JsonObject Review(Wire wire, WorldEvent.PullReview change)
    {
        var shape = wire.Review(change.Pull, change.Review);
        // Webhooks write the state small, the API writes it large.
        shape["state"] = ((string)shape["state"]!).ToLower(CultureInfo.InvariantCulture);
        return shape;
    }

    public static void Say(Wire wire, JsonObject body, WorldEvent.Comment change)
    {
        body["issue"] = wire.Issue(change.Subject.Pull);
        body["comment"] = wire.Comment(change.Subject);
        if (change.Was is not null)
            body["changes"] = new JsonObject { ["body"] = From(change.Was) };
    }

    private static JsonObject From(string? was) => new() { ["from"] = was };
}
