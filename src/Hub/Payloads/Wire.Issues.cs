using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    public JsonObject Issue(Issue issue)
    {
        var repository = issue.Repository;
        var url = $"{Of(repository)}/issues/{issue.Number}";
        return new JsonObject
        {
            ["url"] = url,
            ["repository_url"] = Of(repository),
            ["labels_url"] = $"{url}/labels{{/name}}",
            ["comments_url"] = $"{url}/comments",
            ["events_url"] = $"{url}/events",
            ["html_url"] = $"{Page(repository)}/issues/{issue.Number}",
            ["id"] = issue.Id,
            ["node_id"] = NodeIds.Of("I", issue.Id),
            ["number"] = issue.Number,
            ["title"] = issue.Title,
            ["user"] = Account(issue.Author),
            ["labels"] = new JsonArray(),
            ["state"] = issue.IsOpen ? "open" : "closed",
            ["locked"] = false,
            ["assignee"] = null,
            ["assignees"] = new JsonArray(),
            ["milestone"] = null,
            ["comments"] = 0,
            ["created_at"] = Time(issue.CreatedAt),
            ["updated_at"] = Time(issue.UpdatedAt),
            ["closed_at"] = Time(issue.ClosedAt),
            ["closed_by"] = null,
            ["author_association"] = Association(repository, issue.Author),
            ["active_lock_reason"] = null,
            ["body"] = issue.Body,
            ["reactions"] = Reactions($"{url}/reactions", []),
            ["timeline_url"] = $"{url}/timeline",
            ["performed_via_github_app"] = issue.Via is null ? null : App(issue.Via),
            ["state_reason"] = issue.StateReason,
        };
    }
}
