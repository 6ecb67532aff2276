using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

internal sealed record ReviewOf(Pull Pull, Review Review);

/// <summary>Reviews, comments, and who put which label on.</summary>
internal static class ConversationTypes
{
    public static void Add(Schema schema)
    {
        schema
            .Object<ReviewOf>("PullRequestReview")
            .Scalar("id", (r, _) => NodeIds.Of("PRR", r.Review.Id))
            .Scalar("databaseId", (r, _) => r.Review.Id)
            .Scalar("fullDatabaseId", (r, _) => r.Review.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Scalar("state", (r, _) => Wire.StateName(r.Review.State))
            .Scalar("body", (r, _) => r.Review.Body)
            .Scalar("submittedAt", (r, _) => r.Review.SubmittedAt)
            .Scalar("createdAt", (r, _) => r.Review.SubmittedAt)
            .Scalar("updatedAt", (r, _) => r.Review.SubmittedAt)
            .Scalar("authorAssociation", (r, _) => Wire.Association(r.Pull.Repository, r.Review.Author))
            .Scalar("authorCanPushToRepository", (r, _) => r.Pull.Repository.RoleOf(r.Review.Author) >= Role.Write)
            .Scalar("url", (r, call) => (string?)call.Wire.Review(r.Pull, r.Review)["html_url"])
            .One("author", "Actor", (r, _) => r.Review.Author)
            .One(
                "commit",
                "Commit",
                (r, _) => r.Pull.Repository.Git.Commit(r.Review.Commit) is { } commit ? new CommitOf(r.Pull.Repository, commit) : null
            );
        schema
            .Object<IssueComment>("IssueComment")
            .Scalar("id", (c, _) => NodeIds.Of("IC", c.Id))
            .Scalar("databaseId", (c, _) => c.Id)
            .Scalar("body", (c, _) => c.Body)
            .Scalar("createdAt", (c, _) => c.CreatedAt)
            .Scalar("updatedAt", (c, _) => c.UpdatedAt)
            .Scalar("isMinimized", (c, _) => c.Minimized is not null)
            .Scalar("minimizedReason", (c, _) => c.Minimized?.ToLowerInvariant())
            .Scalar("authorAssociation", (c, _) => Wire.Association(c.Pull.Repository, c.Author))
            .Scalar("url", (c, call) => (string?)call.Wire.Comment(c)["html_url"])
            .One("author", "Actor", (c, _) => c.Author);
        schema.Abstract("Minimizable", ["IssueComment"], "isMinimized", "minimizedReason");
        foreach (var (name, added) in new[] { ("LabeledEvent", true), ("UnlabeledEvent", false) })
        {
            schema
                .Object<LabelEvent>(name, e => e.Added == added)
                .Scalar("id", (e, _) => NodeIds.Of("LE", e.Id))
                .Scalar("createdAt", (e, _) => e.At)
                .One("actor", "Actor", (e, _) => e.Actor)
                .One("label", "Label", (e, _) => e.Label);
        }

        schema.Abstract("PullRequestTimelineItems", ["LabeledEvent", "UnlabeledEvent", "RemovedFromMergeQueueEvent"]);
    }
}
