using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

internal sealed record PullCommit(Pull Pull, Commit Commit);

internal sealed record PullFile(string Path, string ChangeType, int Additions, int Deletions);

/// <summary>PullRequest.</summary>
internal static class PullTypes
{
    public static void Add(Schema schema)
    {
        schema
            .Object<PullCommit>("PullRequestCommit")
            .Scalar("id", (c, _) => $"PRC_{c.Pull.Id}_{c.Commit.Sha}")
            .One("commit", "Commit", (c, _) => new CommitOf(c.Pull.Repository, c.Commit));
        schema
            .Object<PullFile>("PullRequestChangedFile")
            .Scalar("path", (f, _) => f.Path)
            .Scalar("changeType", (f, _) => f.ChangeType)
            .Scalar("additions", (f, _) => f.Additions)
            .Scalar("deletions", (f, _) => f.Deletions);
        var pull = schema.Object<Pull>("PullRequest");
        Facts(pull);
        Relations(pull);
    }

    private static void Facts(TypeOf<Pull> pull) =>
        pull.Scalar("id", (p, _) => NodeIds.Of("PR", p.Id))
            .Scalar("databaseId", (p, _) => p.Id)
            .Scalar("fullDatabaseId", (p, _) => p.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Scalar("number", (p, _) => p.Number)
            .Scalar("title", (p, _) => p.Title)
            .Scalar("body", (p, _) => p.Body ?? "")
            .Scalar("state", (p, _) => StateOf(p))
            .Scalar("isDraft", (p, _) => p.IsDraft)
            .Scalar("closed", (p, _) => !p.IsOpen)
            .Scalar("merged", (p, _) => p.IsMerged)
            .Scalar("isInMergeQueue", (p, call) => call.World.MergeQueues.Find(p) is not null)
            .Scalar("locked", (_, _) => false)
            .Scalar("url", (p, call) => $"{call.Wire.Page(p.Repository)}/pull/{p.Number}")
            .Scalar("createdAt", (p, _) => p.CreatedAt)
            .Scalar("updatedAt", (p, _) => p.UpdatedAt)
            .Scalar("closedAt", (p, _) => p.ClosedAt)
            .Scalar("mergedAt", (p, _) => p.MergedAt)
            .Scalar("baseRefName", (p, _) => p.BaseBranch)
            .Scalar("baseRefOid", (p, _) => p.BaseSha)
            .Scalar("headRefName", (p, _) => p.HeadBranch)
            .Scalar("headRefOid", (p, _) => p.HeadSha)
            .Scalar("isCrossRepository", (p, _) => p.IsFork)
            .Scalar("maintainerCanModify", (p, _) => p.MaintainerCanModify)
            .Scalar("authorAssociation", (p, _) => Wire.Association(p.Repository, p.Author))
            .Scalar("additions", (p, call) => Files(p, call).Sum(f => f.Additions))
            .Scalar("deletions", (p, call) => Files(p, call).Sum(f => f.Deletions))
            .Scalar("changedFiles", (p, call) => Files(p, call).Length)
            .Scalar(
                "mergeable",
                (p, call) =>
                    call.World.Merging.Mergeability(p)?.Mergeable switch
                    {
                        true => "MERGEABLE",
                        false => "CONFLICTING",
                        null => "UNKNOWN",
                    }
            )
            .Scalar("mergeStateStatus", (p, call) => MergeRules.State(p, call.World.Merging.Mergeability(p)).ToUpperInvariant())
            .Scalar("reviewDecision", (p, _) => Decision(p));

    private static void Relations(TypeOf<Pull> pull) =>
        pull.One("author", "Actor", (p, _) => p.Author)
            .One("mergeQueueEntry", "MergeQueueEntry", (p, call) => call.World.MergeQueues.Find(p))
            .One("mergedBy", "Actor", (p, _) => p.MergedBy)
            .One(
                "mergeCommit",
                "Commit",
                (p, _) => p.MergeCommit is { } sha && p.Repository.Git.Commit(sha) is { } commit ? new CommitOf(p.Repository, commit) : null
            )
            .One("repository", "Repository", (p, _) => p.Repository)
            .One("headRepository", "Repository", (p, _) => p.HeadRepository)
            .One("headRepositoryOwner", "RepositoryOwner", (p, _) => p.HeadOwner)
            .One("baseRef", "Ref", (p, _) => RepositoryTypes.RefOf(p.Repository, $"refs/heads/{p.BaseBranch}"))
            .One(
                "headRef",
                "Ref",
                (p, _) => p.HeadRepository is null ? null : RepositoryTypes.RefOf(p.HeadRepository, $"refs/heads/{p.HeadBranch}")
            )
            .One("statusCheckRollup", "StatusCheckRollup", (p, call) => CheckTypes.RollupOf(call, p.Repository, p.HeadSha))
            .Many("labels", "Label", (p, _) => p.Labels.Values, "orderBy")
            .Many("assignees", "User", (_, _) => [])
            .Many(
                "commits",
                "PullRequestCommit",
                (p, _) => p.Repository.History.Between(p.BaseSha, p.HeadSha).Select(c => new PullCommit(p, c))
            )
            .Many("files", "PullRequestChangedFile", Files)
            .Many("reviews", "PullRequestReview", (p, call) => Reviews(p, call, p.Reviews.Values), "states", "author")
            .Many("latestReviews", "PullRequestReview", (p, call) => Reviews(p, call, Latest(p.Reviews.Values)))
            .Many("latestOpinionatedReviews", "PullRequestReview", (p, call) => Reviews(p, call, p.Verdicts().Values), "writersOnly")
            .Many("comments", "IssueComment", (p, _) => p.Repository.Comments.Values.Where(c => c.Pull == p), "orderBy")
            .Many("timelineItems", "PullRequestTimelineItems", Timeline, "itemTypes", "since", "skip");

    public static string StateOf(Pull pull) =>
        pull.IsOpen ? "OPEN"
        : pull.IsMerged ? "MERGED"
        : "CLOSED";

    private static string? Decision(Pull pull)
    {
        if (Reviewing.HasChangesRequested(pull))
            return "CHANGES_REQUESTED";
        if (BranchRules.RequiredApprovals(pull.Repository, pull.BaseBranch) is not { } needed)
            return null;
        return Reviewing.Approvals(pull) >= needed ? "APPROVED" : "REVIEW_REQUIRED";
    }

    private static PullFile[] Files(Pull pull, FieldCall call)
    {
        var repository = pull.Repository;
        var from = repository.History.MergeBase(pull.BaseSha, pull.HeadSha);
        var files = call.Wire.Files(
            repository,
            from is null ? null : repository.Git.Commit(from)!.Tree,
            repository.Git.Commit(pull.HeadSha)!
        );
        return
        [
            .. files.Select(f => new PullFile(
                (string)f!["filename"]!,
                Word((string)f["status"]!),
                (int)f["additions"]!,
                (int)f["deletions"]!
            )),
        ];
    }

    private static string Word(string status) =>
        status switch
        {
            "removed" => "DELETED",
            _ => status.ToUpperInvariant(),
        };

    private static Review[] Latest(IEnumerable<Review> reviews)
    {
        var latest = new SortedDictionary<string, Review>(StringComparer.OrdinalIgnoreCase);
        foreach (var review in reviews.Where(r => r.State != ReviewState.Pending))
            latest[review.Author.Login] = review;
        return [.. latest.Values];
    }

    private static IEnumerable<object> Reviews(Pull pull, FieldCall call, IEnumerable<Review> reviews)
    {
        if (call.Texts("states") is { } states)
            reviews = reviews.Where(r => states.Contains(Wire.StateName(r.State)));
        if (call.Text("author") is { } author)
            reviews = reviews.Where(r => r.Author.Login.Equals(author, StringComparison.OrdinalIgnoreCase));
        if (call.Flag("writersOnly") == true)
            reviews = reviews.Where(r => pull.Repository.RoleOf(r.Author) >= Role.Write);
        return reviews.Select(r => new ReviewOf(pull, r));
    }

    private static IEnumerable<object> Timeline(Pull pull, FieldCall call)
    {
        var events = pull
            .LabelEvents.Select(e => (e.At, Type: e.Added ? "LABELED_EVENT" : "UNLABELED_EVENT", Item: (object)e))
            .Concat(
                call.World.MergeQueues.Removals.Where(e => e.Pull == pull)
                    .Select(e => (e.At, Type: "REMOVED_FROM_MERGE_QUEUE_EVENT", Item: (object)e))
            );
        if (call.Texts("itemTypes") is { } types)
            events = events.Where(e => types.Contains(e.Type));
        return events.OrderBy(e => e.At).Select(e => e.Item);
    }
}
