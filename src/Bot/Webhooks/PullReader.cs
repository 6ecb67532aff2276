using System.Text.Json;
using Sluice.Flow;
using Sluice.Flow.Commands;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>Pull requests, and what hangs on them: reviews, comments, labels.</summary>
internal static class PullReader
{
    private const string Marker = "<!-- sluice";

    /// <summary>All that <see cref="Pull"/> and <see cref="Label"/> read of a pull request.</summary>
    public static readonly IReadOnlyList<string> Members =
    [
        "number",
        "node_id",
        "title",
        "body",
        "user.id",
        "user.login",
        "user.type",
        "head.sha",
        "head.ref",
        "head.repo.id",
        "base.ref",
        "draft",
        "state",
        "merged",
        "merged_at",
        "merge_commit_sha",
        "labels.name",
        "created_at",
        "updated_at",
    ];

    public static PullFact? Pull(long repo, string action, JsonElement pull)
    {
        if (
            Number(pull) is not { } number
            || pull.Sha("head", "sha") is not { } head
            || pull.Text("base", "ref") is not { } onto
            || pull.Time("updated_at") is not { } updated
        )
        {
            return null;
        }

        var merged = pull.Flag("merged") || pull.Time("merged_at") is not null;
        var value = new PullRequest(
            number,
            pull.Text("node_id") ?? "",
            pull.Text("title") ?? "",
            pull.Text("body") ?? "",
            pull.Actor("user"),
            head,
            pull.Text("head", "ref") ?? "",
            pull.Number("head", "repo", "id"),
            onto,
            pull.Flag("draft"),
            pull.Text("state") == "open",
            merged,
            merged ? pull.Sha("merge_commit_sha") : null,
            pull.Each("labels").Select(label => label.Text("name")).OfType<string>().Order(StringComparer.Ordinal).ToRow(),
            pull.Time("created_at") ?? updated,
            updated
        );
        return new(repo, Stamps.Of(value, isOpening: action == "opened"), value);
    }

    public static LabelFact? Label(long repo, string action, JsonElement body) =>
        action is "labeled" or "unlabeled"
        && Number(body.At("pull_request")) is { } number
        && body.Text("label", "name") is { } label
        && body.Time("pull_request", "updated_at") is { } at
            ? new(repo, Stamps.Of(at), number, new LabelEvent(label, action == "labeled", body.Actor("sender"), at))
            : null;

    public static ReviewFact? Review(long repo, JsonElement body)
    {
        var review = body.At("review");
        if (
            Number(body.At("pull_request")) is not { } number
            || review.Number("id") is not { } id
            || review.Time("submitted_at") is not { } at
        )
        {
            return null;
        }

        // The answer to "what may they do" comes from GitHub when a look asks; a webhook does not say.
        var state = review.Text("state")?.ToUpperInvariant() switch
        {
            "APPROVED" => ReviewState.Approved,
            "CHANGES_REQUESTED" => ReviewState.ChangesRequested,
            "DISMISSED" => ReviewState.Dismissed,
            _ => ReviewState.Commented,
        };
        var value = new Review(id, review.Actor("user"), Permission.None, state, review.Sha("commit_id"), at);
        return new(repo, Stamps.Of(at, state == ReviewState.Dismissed ? 1 : 0), number, value);
    }

    /// <summary>Comments on plain issues tell nothing. A deleted comment stays, without its words.</summary>
    public static CommentFact? Comment(long repo, string action, JsonElement body)
    {
        var comment = body.At("comment");
        if (
            body.At("issue", "pull_request").ValueKind != JsonValueKind.Object
            || Number(body.At("issue")) is not { } number
            || comment.Number("id") is not { } id
            || comment.Time("created_at") is not { } created
        )
        {
            return null;
        }

        var updated = comment.Time("updated_at") ?? created;
        var gone = action == "deleted";
        var value = new Comment(id, comment.Actor("user"), Permission.None, gone ? "" : Kept(comment.Text("body") ?? ""), created, updated);
        return new(repo, Stamps.Of(updated, gone ? 1 : 0), number, value);
    }

    /// <summary>Payloads of pulls do not say through which App they were opened; the issue that is told with a comment does.</summary>
    public static ViaFact? Via(long repo, JsonElement body)
    {
        var issue = body.At("issue");
        return
            issue.At("pull_request").ValueKind == JsonValueKind.Object
            && Number(issue) is { } number
            && issue.Number("performed_via_github_app", "id") is { } app
            && issue.Time("created_at") is { } created
            ? new(repo, Stamps.Of(created), number, app)
            : null;
    }

    /// <summary>What people say to each other is none of our business.</summary>
    private static string Kept(string body) => CommandReader.MayHold(body) || body.Contains(Marker, StringComparison.Ordinal) ? body : "";

    private static int? Number(JsonElement pull) => pull.Number("number") is { } number and > 0 and <= int.MaxValue ? (int)number : null;
}
