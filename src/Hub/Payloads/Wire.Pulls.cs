using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    /// <summary>A pull as lists give it.</summary>
    public JsonObject Pull(Pull pull)
    {
        var repository = pull.Repository;
        var url = $"{Of(repository)}/pulls/{pull.Number}";
        var issue = $"{Of(repository)}/issues/{pull.Number}";
        var page = $"{Page(repository)}/pull/{pull.Number}";
        var comments = $"{issue}/comments";
        var statuses = $"{Of(repository)}/statuses/{pull.HeadSha}";
        return new JsonObject
        {
            ["url"] = url,
            ["id"] = pull.Id,
            ["node_id"] = NodeIds.Of("PR", pull.Id),
            ["html_url"] = page,
            ["diff_url"] = $"{page}.diff",
            ["patch_url"] = $"{page}.patch",
            ["issue_url"] = issue,
            ["number"] = pull.Number,
            ["state"] = pull.IsOpen ? "open" : "closed",
            ["locked"] = false,
            ["title"] = pull.Title,
            ["user"] = Account(pull.Author),
            ["body"] = pull.Body,
            ["created_at"] = Time(pull.CreatedAt),
            ["updated_at"] = Time(pull.UpdatedAt),
            ["closed_at"] = Time(pull.ClosedAt),
            ["merged_at"] = Time(pull.MergedAt),
            ["merge_commit_sha"] = pull.MergeCommit ?? pull.Mergeability?.TestMerge,
            ["assignee"] = null,
            ["assignees"] = new JsonArray(),
            ["requested_reviewers"] = new JsonArray(),
            ["requested_teams"] = new JsonArray(),
            ["labels"] = Array(pull.Labels.Values, l => Label(repository, l)),
            ["milestone"] = null,
            ["draft"] = pull.IsDraft,
            ["commits_url"] = $"{url}/commits",
            ["review_comments_url"] = $"{url}/comments",
            ["review_comment_url"] = $"{Of(repository)}/pulls/comments{{/number}}",
            ["comments_url"] = comments,
            ["statuses_url"] = statuses,
            ["head"] = Side(pull.HeadRepository, pull.HeadOwner, pull.HeadBranch, pull.HeadSha),
            ["base"] = Side(repository, repository.Owner, pull.BaseBranch, pull.BaseSha),
            ["_links"] = new JsonObject
            {
                ["self"] = Link(url),
                ["html"] = Link(page),
                ["issue"] = Link(issue),
                ["comments"] = Link(comments),
                ["review_comments"] = Link($"{url}/comments"),
                ["review_comment"] = Link($"{Of(repository)}/pulls/comments{{/number}}"),
                ["commits"] = Link($"{url}/commits"),
                ["statuses"] = Link(statuses),
            },
            ["author_association"] = Association(repository, pull.Author),
            ["auto_merge"] = null,
            ["active_lock_reason"] = null,
        };
    }

    /// <summary>A pull alone, with what is known of its mergeability.</summary>
    public JsonObject FullPull(Pull pull, Mergeability? known)
    {
        var shape = Pull(pull);
        var repository = pull.Repository;
        var commits = repository.History.Between(pull.BaseSha, pull.HeadSha);
        var from = repository.History.MergeBase(pull.BaseSha, pull.HeadSha);
        var files = Files(repository, from is null ? null : repository.Git.Commit(from)!.Tree, repository.Git.Commit(pull.HeadSha)!);
        shape["merged"] = pull.IsMerged;
        shape["mergeable"] = pull.IsOpen ? known?.Mergeable : null;
        shape["rebaseable"] = pull.IsOpen ? known?.Mergeable : null;
        shape["mergeable_state"] = MergeRules.State(pull, known);
        shape["merged_by"] = AccountOrNull(pull.MergedBy);
        shape["comments"] = repository.Comments.Values.Count(c => c.Pull == pull);
        shape["review_comments"] = 0;
        shape["maintainer_can_modify"] = pull.MaintainerCanModify;
        shape["commits"] = commits.Length;
        shape["additions"] = files.Sum(f => (int)f!["additions"]!);
        shape["deletions"] = files.Sum(f => (int)f!["deletions"]!);
        shape["changed_files"] = files.Count;
        return shape;
    }

    public JsonObject Review(Pull pull, Review review)
    {
        var page = $"{Page(pull.Repository)}/pull/{pull.Number}";
        var html = string.Create(CultureInfo.InvariantCulture, $"{page}#pullrequestreview-{review.Id}");
        var url = $"{Of(pull.Repository)}/pulls/{pull.Number}";
        return new JsonObject
        {
            ["id"] = review.Id,
            ["node_id"] = NodeIds.Of("PRR", review.Id),
            ["user"] = Account(review.Author),
            ["body"] = review.Body,
            ["state"] = StateName(review.State),
            ["html_url"] = html,
            ["pull_request_url"] = url,
            ["author_association"] = Association(pull.Repository, review.Author),
            ["_links"] = new JsonObject { ["html"] = Link(html), ["pull_request"] = Link(url) },
            ["submitted_at"] = Time(review.SubmittedAt),
            ["commit_id"] = review.Commit,
        };
    }

    public static string StateName(ReviewState state) =>
        state switch
        {
            ReviewState.Approved => "APPROVED",
            ReviewState.ChangesRequested => "CHANGES_REQUESTED",
            ReviewState.Dismissed => "DISMISSED",
            ReviewState.Pending => "PENDING",
            _ => "COMMENTED",
        };

    public static string Association(Repository repository, Account account)
    {
        if (account == repository.Owner)
            return "OWNER";
        if (repository.Owner.Members.Contains(account.Login))
            return "MEMBER";
        if (repository.Collaborators.ContainsKey(account.Login))
            return "COLLABORATOR";
        return repository.Pulls.Values.Any(p => p.IsMerged && p.Author == account) ? "CONTRIBUTOR" : "NONE";
    }

    private JsonObject Side(Repository? repository, Account owner, string branch, string sha) =>
        new()
        {
            ["label"] = $"{owner.Login}:{branch}",
            ["ref"] = branch,
            ["sha"] = sha,
            ["user"] = Account(owner),
            ["repo"] = repository is null ? null : Repository(repository),
        };
}
