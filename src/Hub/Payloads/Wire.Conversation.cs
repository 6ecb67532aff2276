using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    private static readonly string[] ReactionContents = ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"];

    public JsonObject Comment(IssueComment comment)
    {
        var repository = comment.Pull.Repository;
        var url = string.Create(CultureInfo.InvariantCulture, $"{Of(repository)}/issues/comments/{comment.Id}");
        var shape = new JsonObject
        {
            ["id"] = comment.Id,
            ["node_id"] = NodeIds.Of("IC", comment.Id),
            ["url"] = url,
            ["html_url"] = string.Create(CultureInfo.InvariantCulture, $"{Page(repository)}/pull/{comment.Pull.Number}#issuecomment-{comment.Id}"),
            ["issue_url"] = $"{Of(repository)}/issues/{comment.Pull.Number}",
            ["user"] = Account(comment.Author),
            ["created_at"] = Time(comment.CreatedAt),
            ["updated_at"] = Time(comment.UpdatedAt),
            ["body"] = comment.Body,
            ["author_association"] = Association(repository, comment.Author),
            ["reactions"] = Reactions($"{url}/reactions", comment.Reactions.Values),
            ["performed_via_github_app"] = comment.Via is null ? null : App(comment.Via),
        };
        return shape;
    }

    public JsonObject Reaction(Reaction reaction) => new()
    {
        ["id"] = reaction.Id,
        ["node_id"] = NodeIds.Of("REA", reaction.Id),
        ["user"] = Account(reaction.Author),
        ["content"] = reaction.Content,
        ["created_at"] = Time(reaction.CreatedAt),
    };

    /// <summary>A pull seen as an issue, as comments' webhooks and label answers know it.</summary>
    public JsonObject Issue(Pull pull)
    {
        var repository = pull.Repository;
        var url = $"{Of(repository)}/issues/{pull.Number}";
        var page = $"{Page(repository)}/pull/{pull.Number}";
        return new JsonObject
        {
            ["url"] = url,
            ["repository_url"] = Of(repository),
            ["labels_url"] = $"{url}/labels{{/name}}",
            ["comments_url"] = $"{url}/comments",
            ["events_url"] = $"{url}/events",
            ["html_url"] = page,
            ["id"] = pull.Id,
            ["node_id"] = NodeIds.Of("PR", pull.Id),
            ["number"] = pull.Number,
            ["title"] = pull.Title,
            ["user"] = Account(pull.Author),
            ["labels"] = Array(pull.Labels.Values, l => Label(repository, l)),
            ["state"] = pull.IsOpen ? "open" : "closed",
            ["locked"] = false,
            ["assignee"] = null,
            ["assignees"] = new JsonArray(),
            ["milestone"] = null,
            ["comments"] = repository.Comments.Values.Count(c => c.Pull == pull),
            ["created_at"] = Time(pull.CreatedAt),
            ["updated_at"] = Time(pull.UpdatedAt),
            ["closed_at"] = Time(pull.ClosedAt),
            ["author_association"] = Association(repository, pull.Author),
            ["active_lock_reason"] = null,
            ["draft"] = pull.IsDraft,
            ["pull_request"] = new JsonObject
            {
                ["url"] = $"{Of(repository)}/pulls/{pull.Number}",
                ["html_url"] = page,
                ["diff_url"] = $"{page}.diff",
                ["patch_url"] = $"{page}.patch",
                ["merged_at"] = Time(pull.MergedAt),
            },
            ["body"] = pull.Body,
            ["reactions"] = Reactions($"{url}/reactions", []),
            ["timeline_url"] = $"{url}/timeline",
            ["performed_via_github_app"] = pull.Via is null ? null : App(pull.Via),
            ["state_reason"] = null,
        };
    }

    private static JsonObject Reactions(string url, IEnumerable<Reaction> reactions)
    {
        var contents = reactions.Select(r => r.Content).ToArray();
        var shape = new JsonObject { ["url"] = url, ["total_count"] = contents.Length };
        foreach (var content in ReactionContents) shape[content] = contents.Count(c => c == content);
        return shape;
    }
}
