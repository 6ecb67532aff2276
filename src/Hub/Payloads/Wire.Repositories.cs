using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    private static readonly (string Field, string Path)[] RepositoryUrls =
    [
        ("archive_url", "/{archive_format}{/ref}"),
        ("assignees_url", "/assignees{/user}"),
        ("blobs_url", "/git/blobs{/sha}"),
        ("branches_url", "/branches{/branch}"),
        ("collaborators_url", "/collaborators{/collaborator}"),
        ("comments_url", "/comments{/number}"),
        ("commits_url", "/commits{/sha}"),
        ("compare_url", "/compare/{base}...{head}"),
        ("contents_url", "/contents/{+path}"),
        ("contributors_url", "/contributors"),
        ("deployments_url", "/deployments"),
        ("downloads_url", "/downloads"),
        ("events_url", "/events"),
        ("forks_url", "/forks"),
        ("git_commits_url", "/git/commits{/sha}"),
        ("git_refs_url", "/git/refs{/sha}"),
        ("git_tags_url", "/git/tags{/sha}"),
        ("hooks_url", "/hooks"),
        ("issue_comment_url", "/issues/comments{/number}"),
        ("issue_events_url", "/issues/events{/number}"),
        ("issues_url", "/issues{/number}"),
        ("keys_url", "/keys{/key_id}"),
        ("labels_url", "/labels{/name}"),
        ("languages_url", "/languages"),
        ("merges_url", "/merges"),
        ("milestones_url", "/milestones{/number}"),
        ("notifications_url", "/notifications{?since,all,participating}"),
        ("pulls_url", "/pulls{/number}"),
        ("releases_url", "/releases{/id}"),
        ("stargazers_url", "/stargazers"),
        ("statuses_url", "/statuses/{sha}"),
        ("subscribers_url", "/subscribers"),
        ("subscription_url", "/subscription"),
        ("tags_url", "/tags"),
        ("teams_url", "/teams"),
        ("trees_url", "/git/trees{/sha}"),
    ];

    public JsonObject Repository(Repository repository)
    {
        var open = repository.OpenPulls.Count;
        var shape = new JsonObject
        {
            ["id"] = repository.Id,
            ["node_id"] = NodeIds.Of("R", repository.Id),
            ["name"] = repository.Name,
            ["full_name"] = repository.FullName,
            ["private"] = repository.IsPrivate,
            ["owner"] = Account(repository.Owner),
            ["html_url"] = Page(repository),
            ["description"] = repository.Description,
            ["fork"] = repository.Parent is not null,
            ["url"] = Of(repository),
            ["git_url"] = $"git://{new Uri(Web).Authority}/{repository.FullName}.git",
            ["ssh_url"] = $"git@{new Uri(Web).Host}:{repository.FullName}.git",
            ["clone_url"] = $"{Page(repository)}.git",
            ["svn_url"] = Page(repository),
            ["homepage"] = null,
            ["mirror_url"] = null,
            ["language"] = null,
            ["license"] = null,
            ["default_branch"] = repository.DefaultBranch,
            ["visibility"] = repository.IsPrivate ? "private" : "public",
            ["created_at"] = Time(repository.CreatedAt),
            ["updated_at"] = Time(repository.UpdatedAt),
            ["pushed_at"] = Time(repository.PushedAt),
            ["archived"] = repository.IsArchived,
            ["disabled"] = false,
            ["is_template"] = false,
            ["allow_forking"] = true,
            ["web_commit_signoff_required"] = false,
            ["has_issues"] = true,
            ["has_projects"] = false,
            ["has_wiki"] = false,
            ["has_pages"] = false,
            ["has_downloads"] = true,
            ["has_discussions"] = false,
            ["topics"] = new JsonArray(),
            ["size"] = 0,
            ["forks"] = 0,
            ["forks_count"] = 0,
            ["stargazers_count"] = 0,
            ["watchers"] = 0,
            ["watchers_count"] = 0,
            ["open_issues"] = open,
            ["open_issues_count"] = open,
        };
        foreach (var (field, path) in RepositoryUrls)
            shape[field] = Of(repository) + path;
        return shape;
    }

    /// <summary>GET /repos/{owner}/{repo}, as this caller sees it.</summary>
    public JsonObject FullRepository(Repository repository, Role role)
    {
        var shape = Repository(repository);
        shape["network_count"] = 0;
        shape["subscribers_count"] = 0;
        shape["permissions"] = RoleFlags(role);
        if (repository.Owner.Type == AccountType.Organization)
            shape["organization"] = Account(repository.Owner);
        if (repository.Parent is { } parent)
            (shape["parent"], shape["source"]) = (Repository(parent), Repository(parent));
        if (role < Role.Write)
            return shape;
        shape["allow_merge_commit"] = repository.Merging.AllowMerge;
        shape["allow_squash_merge"] = repository.Merging.AllowSquash;
        shape["allow_rebase_merge"] = repository.Merging.AllowRebase;
        shape["allow_auto_merge"] = repository.Merging.AllowAuto;
        shape["delete_branch_on_merge"] = repository.Merging.DeleteBranch;
        shape["allow_update_branch"] = false;
        shape["use_squash_pr_title_as_default"] = repository.Merging.SquashTitle == "PR_TITLE";
        shape["squash_merge_commit_title"] = repository.Merging.SquashTitle;
        shape["squash_merge_commit_message"] = repository.Merging.SquashMessage;
        shape["merge_commit_title"] = repository.Merging.MergeTitle;
        shape["merge_commit_message"] = repository.Merging.MergeMessage;
        return shape;
    }

    public static JsonObject RoleFlags(Role role) =>
        new()
        {
            ["admin"] = role >= Role.Admin,
            ["maintain"] = role >= Role.Maintain,
            ["push"] = role >= Role.Write,
            ["triage"] = role >= Role.Triage,
            ["pull"] = role >= Role.Read,
        };

    /// <summary>A collaborator's permission: the old word, and the role's own.</summary>
    public JsonObject Permission(Account account, Role role)
    {
        var user = Account(account);
        user["permissions"] = RoleFlags(role);
        user["role_name"] = RoleName(role);
        return new JsonObject
        {
            ["permission"] = role switch
            {
                Role.Admin => "admin",
                >= Role.Write => "write",
                >= Role.Read => "read",
                _ => "none",
            },
            ["role_name"] = RoleName(role),
            ["user"] = user,
        };
    }

    public static string RoleName(Role role) =>
        role switch
        {
            Role.Admin => "admin",
            Role.Maintain => "maintain",
            Role.Write => "write",
            Role.Triage => "triage",
            Role.Read => "read",
            _ => "none",
        };

    public JsonObject Label(Repository repository, Label label) =>
        new()
        {
            ["id"] = label.Id,
            ["node_id"] = NodeIds.Of("LA", label.Id),
            ["url"] = $"{Of(repository)}/labels/{Uri.EscapeDataString(label.Name)}",
            ["name"] = label.Name,
            ["description"] = label.Description,
            ["color"] = label.Color,
            ["default"] = label.IsDefault,
        };
}
