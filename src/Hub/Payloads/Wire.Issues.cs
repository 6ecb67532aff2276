using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    public JsonObject Issue(Issue issue)
    {
        var shape = Thread(
            new(
                issue.Repository,
                issue.Number,
                issue.Id,
                issue.Title,
                issue.Author,
                issue.Via,
                issue.Body,
                issue.IsOpen,
                issue.CreatedAt,
                issue.UpdatedAt,
                issue.ClosedAt
            )
        );
        shape["html_url"] = $"{Page(issue.Repository)}/issues/{issue.Number}";
        shape["node_id"] = NodeIds.Of("I", issue.Id);
        shape["labels"] = new JsonArray();
        shape["comments"] = 0;
        shape["closed_by"] = null;
        shape["state_reason"] = issue.StateReason;
        return shape;
    }

    /// <summary>A pull seen as an issue, as comments' webhooks and label answers know it.</summary>
    public JsonObject Issue(Pull pull)
    {
        var repository = pull.Repository;
        var page = $"{Page(repository)}/pull/{pull.Number}";
        var shape = Thread(
            new(
                repository,
                pull.Number,
                pull.Id,
                pull.Title,
                pull.Author,
                pull.Via,
                pull.Body,
                pull.IsOpen,
                pull.CreatedAt,
                pull.UpdatedAt,
                pull.ClosedAt
            )
        );
        shape["html_url"] = page;
        shape["node_id"] = NodeIds.Of("PR", pull.Id);
        shape["labels"] = Array(pull.Labels.Values, l => Label(repository, l));
        shape["comments"] = repository.Comments.Values.Count(c => c.Pull == pull);
        shape["draft"] = pull.IsDraft;
        shape["pull_request"] = new JsonObject
        {
            ["url"] = $"{Of(repository)}/pulls/{pull.Number}",
            ["html_url"] = page,
            ["diff_url"] = $"{page}.diff",
            ["patch_url"] = $"{page}.patch",
            ["merged_at"] = Time(pull.MergedAt),
        };
        shape["state_reason"] = null;
        return shape;
    }

    /// <summary>What issues and pulls have alike.</summary>
    private JsonObject Thread(Thread of)
    {
        var url = $"{Of(of.Repository)}/issues/{of.Number}";
        return new JsonObject
        {
            ["url"] = url,
            ["repository_url"] = Of(of.Repository),
            ["labels_url"] = $"{url}/labels{{/name}}",
            ["comments_url"] = $"{url}/comments",
            ["events_url"] = $"{url}/events",
            ["id"] = of.Id,
            ["number"] = of.Number,
            ["title"] = of.Title,
            ["user"] = Account(of.Author),
            ["state"] = of.IsOpen ? "open" : "closed",
            ["locked"] = false,
            ["assignee"] = null,
            ["assignees"] = new JsonArray(),
            ["milestone"] = null,
            ["created_at"] = Time(of.CreatedAt),
            ["updated_at"] = Time(of.UpdatedAt),
            ["closed_at"] = Time(of.ClosedAt),
            ["author_association"] = Association(of.Repository, of.Author),
            ["active_lock_reason"] = null,
            ["body"] = of.Body,
            ["reactions"] = Reactions($"{url}/reactions", []),
            ["timeline_url"] = $"{url}/timeline",
            ["performed_via_github_app"] = of.Via is null ? null : App(of.Via),
        };
    }
}

internal sealed record Thread(
    Repository Repository,
    int Number,
    long Id,
    string Title,
    Account Author,
    App? Via,
    string? Body,
    bool IsOpen,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ClosedAt
);
