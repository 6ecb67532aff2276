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
            ["html_url"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{Page(repository)}/pull/{comment.Pull.Number}#issuecomment-{comment.Id}"
            ),
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

    public JsonObject Reaction(Reaction reaction) =>
        new()
        {
            ["id"] = reaction.Id,
            ["node_id"] = NodeIds.Of("REA", reaction.Id),
            ["user"] = Account(reaction.Author),
            ["content"] = reaction.Content,
            ["created_at"] = Time(reaction.CreatedAt),
        };

    private static JsonObject Reactions(string url, IEnumerable<Reaction> reactions)
    {
        var contents = reactions.Select(r => r.Content).ToArray();
        var shape = new JsonObject { ["url"] = url, ["total_count"] = contents.Length };
        foreach (var content in ReactionContents)
            shape[content] = contents.Count(c => c == content);
        return shape;
    }
}
