using System.Text.Json.Nodes;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>commits, compare, merges.</summary>
internal static class CommitsApi
{
    public static void Map(Routes routes)
    {
        routes.Get("/repos/{owner}/{repo}/commits", Need.Read("contents"), List);
        routes.Get("/repos/{owner}/{repo}/commits/{ref*}", Need.Read("contents"), Get);
        routes.Get("/repos/{owner}/{repo}/commits/{sha}/pulls", Need.Read("pull_requests"), Pulls);
        routes.Get("/repos/{owner}/{repo}/compare/{basehead*}", Need.Read("contents"), Compare);
        routes.Post("/repos/{owner}/{repo}/merges", Need.Write("contents"), Merge);
    }

    private static Reply List(Call call)
    {
        var repository = call.Repository;
        if (RefsApi.Empty(repository) is { } empty)
            return Reply.Refused(empty);
        if (repository.Resolve(call.Query("sha") ?? repository.DefaultBranch) is not { } tip)
            return Reply.Refused(Refusal.NotFound);
        var commits = repository.History.Between(Zero.Sha, tip).Reverse();
        if (call.Query("path") is { } path)
            commits = commits.Where(c => Touches(repository, c, path));
        if (call.Query("author") is { } author)
            commits = commits.Where(c =>
                c.Author.Email.Equals(author, StringComparison.OrdinalIgnoreCase)
                || string.Equals(call.World.People.WithEmail(c.Author.Email)?.Login, author, StringComparison.OrdinalIgnoreCase)
            );
        return call.Page(commits, c => call.Wire.Commit(call.World, repository, c));
    }

    private static bool Touches(Repository repository, Commit commit, string path)
    {
        var now = TreeEdit.At(repository.Git, commit.Tree, path);
        var parents = commit.Parents.Select(p => TreeEdit.At(repository.Git, repository.Git.Commit(p)!.Tree, path)).ToArray();
        return parents.Length == 0 ? now is not null : parents.All(p => p != now);
    }

    private static Reply Get(Call call)
    {
        var repository = call.Repository;
        if (repository.Resolve(call["ref"]) is not { } sha)
            return Reply.Refused(new Refusal(422, $"No commit found for SHA: {call["ref"]}"));
        if (call.Accept.Contains("sha", StringComparison.Ordinal))
            return new Reply(200) { Raw = ("application/vnd.github.sha; charset=utf-8", System.Text.Encoding.ASCII.GetBytes(sha)) };
        return Reply.Ok(call.Wire.CommitWithFiles(call.World, repository, repository.Git.Commit(sha)!));
    }

    private static Reply Pulls(Call call)
    {
        var repository = call.Repository;
        var pulls = repository.Pulls.Values.Where(p =>
            p.HeadSha == call["sha"]
            || p.MergeCommit == call["sha"]
            || (
                repository.Git.Commit(call["sha"]) is not null
                && repository.History.Between(p.BaseSha, p.HeadSha).Any(c => c.Sha == call["sha"])
            )
        );
        return call.Page(pulls, call.Wire.Pull);
    }

    private static Reply Compare(Call call)
    {
        var repository = call.Repository;
        var (from, to) = call["basehead"].Split("...", 2) is [var f, var t] ? (f, t) : ("", "");
        if (Side(repository, from) is not { } old || Side(repository, to) is not { } now)
            return Reply.Refused(Refusal.NotFound);
        if (repository.History.MergeBase(old, now) is not { } ancestor)
            return Reply.Refused(new Refusal(404, $"No common ancestor between {from} and {to}."));
        var ahead = repository.History.Between(old, now);
        var behind = repository.History.Between(now, old).Length;
        var git = repository.Git;
        var url = $"{call.Wire.Of(repository)}/compare/{call["basehead"]}";
        var html = $"{call.Wire.Page(repository)}/compare/{call["basehead"]}";
        var status = (ahead.Length, behind) switch
        {
            (0, 0) => "identical",
            (_, 0) => "ahead",
            (0, _) => "behind",
            _ => "diverged",
        };
        var files = call.Wire.Files(repository, git.Commit(ancestor)!.Tree, git.Commit(now)!);
        return Reply.Ok(
            new JsonObject
            {
                ["url"] = url,
                ["html_url"] = html,
                ["permalink_url"] = $"{call.Wire.Page(repository)}/compare/{old[..7]}...{now[..7]}",
                ["diff_url"] = $"{html}.diff",
                ["patch_url"] = $"{html}.patch",
                ["base_commit"] = call.Wire.Commit(call.World, repository, git.Commit(old)!),
                ["merge_base_commit"] = call.Wire.Commit(call.World, repository, git.Commit(ancestor)!),
                ["status"] = status,
                ["ahead_by"] = ahead.Length,
                ["behind_by"] = behind,
                ["total_commits"] = ahead.Length,
                ["commits"] = new JsonArray([.. ahead.Take(250).Select(c => call.Wire.Commit(call.World, repository, c))]),
                ["files"] = new JsonArray([.. files.Take(300).Select(f => f!.DeepClone())]),
            }
        );
    }

    // "owner:branch" names a fork's branch, whose commit pulls have brought here.
    private static string? Side(Repository repository, string name) =>
        repository.Resolve(name.Contains(':', StringComparison.Ordinal) ? name.Split(':', 2)[1] : name);

    private static Reply Merge(Call call)
    {
        var (into, head) = (call.Text("base"), call.Text("head"));
        var answer = call.World.Merging.MergeBranches(call.Caller, call.Repository, into, head, call.Optional("commit_message"));
        return Reply.From(
            answer,
            sha =>
                sha is null
                    ? Reply.NoContent
                    : Reply.Created(call.Wire.Commit(call.World, call.Repository, call.Repository.Git.Commit(sha)!))
        );
    }
}
