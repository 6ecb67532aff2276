using System.Text;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Pull requests: lists, one, its files and commits, made and edited.</summary>
internal static class PullsApi
{
    private const string Root = "/repos/{owner}/{repo}/pulls";

    public static void Map(Routes routes)
    {
        routes.Get(Root, Need.Read("pull_requests"), List);
        routes.Content("POST", Root, Need.Write("pull_requests"), Create);
        routes.Get($"{Root}/{{number}}", Need.Read("pull_requests"), Get);
        routes.Patch($"{Root}/{{number}}", Need.Write("pull_requests"), Edit);
        routes.Get($"{Root}/{{number}}/files", Need.Read("pull_requests"), Files);
        routes.Get($"{Root}/{{number}}/commits", Need.Read("pull_requests"), Commits);
    }

    public static Reply Full(Call call, Pull pull, int status = 200) =>
        new(status, call.Wire.FullPull(pull, call.World.Merging.Mergeability(pull)));

    private static Reply List(Call call)
    {
        var pulls = call.Repository.Pulls.Values.Where(p =>
            call.Query("state") switch
            {
                "all" => true,
                "closed" => !p.IsOpen,
                _ => p.IsOpen,
            }
        );
        if (call.Query("base") is { } into)
            pulls = pulls.Where(p => p.BaseBranch == into);
        if (call.Query("head") is { } head)
            pulls = pulls.Where(p => $"{p.HeadOwner.Login}:{p.HeadBranch}".Equals(head, StringComparison.OrdinalIgnoreCase));
        var byUpdate = call.Query("sort") == "updated";
        var isAscending = (call.Query("direction") ?? (call.Query("sort") is null or "created" ? "desc" : "asc")) == "asc";
        var sorted = pulls.OrderBy(p => byUpdate ? p.UpdatedAt : p.CreatedAt).ThenBy(p => p.Number);
        return call.Page((isAscending ? sorted : sorted.Reverse()).ToArray(), call.Wire.Pull);
    }

    private static Reply Create(Call call)
    {
        var (head, into) = (call.Text("head"), call.Text("base"));
        var title = call.Optional("title") ?? throw Call.Missing("title");
        var draft = new PullDraft(
            title,
            head,
            into,
            call.Optional("body"),
            call.Flag("draft") ?? false,
            call.Flag("maintainer_can_modify") ?? false,
            call.Optional("head_repo") is { } name && name.Split('/') is [var o, var r] ? call.World.Repository(o, r) : null
        );
        return Reply.From(
            call.World.Pulls.Open(call.Caller, call.Repository, draft),
            pull =>
            {
                var reply = Full(call, pull, 201);
                reply.Headers["Location"] = $"{call.Wire.Of(call.Repository)}/pulls/{pull.Number}";
                return reply;
            }
        );
    }

    private static Reply Get(Call call)
    {
        var pull = call.Pull();
        return call.Accept.Contains("diff", StringComparison.Ordinal) ? Diff(call, pull) : Full(call, pull);
    }

    private static Reply Edit(Call call)
    {
        var pull = call.Pull();
        bool? isOpen = call.Optional("state") switch
        {
            null => null,
            "open" => true,
            "closed" => false,
            _ => throw new BodyFault(Refusal.Invalid("PullRequest", "state", "invalid")),
        };
        var edit = new PullEdit(
            call.Optional("title"),
            call.Optional("body"),
            isOpen,
            call.Optional("base"),
            call.Flag("maintainer_can_modify")
        );
        return Reply.From(call.World.Pulls.Edit(call.Caller, pull, edit), edited => Full(call, edited));
    }

    private static Reply Files(Call call) => call.Page(Changed(call, call.Pull()).Take(3000).ToArray(), f => f!.DeepClone());

    private static Reply Commits(Call call)
    {
        var pull = call.Pull();
        var commits = call.Repository.History.Between(pull.BaseSha, pull.HeadSha);
        return call.Page(commits.Take(250).ToArray(), c => call.Wire.Commit(call.World, call.Repository, c));
    }

    private static JsonArray Changed(Call call, Pull pull)
    {
        var repository = call.Repository;
        var from = repository.History.MergeBase(pull.BaseSha, pull.HeadSha);
        return call.Wire.Files(repository, from is null ? null : repository.Git.Commit(from)!.Tree, repository.Git.Commit(pull.HeadSha)!);
    }

    private static Reply Diff(Call call, Pull pull)
    {
        var text = new StringBuilder();
        foreach (var file in Changed(call, pull))
        {
            var name = (string)file!["filename"]!;
            var old = (string?)file["previous_filename"] ?? name;
            var status = (string)file["status"]!;
            text.Append("diff --git a/").Append(old).Append(" b/").Append(name).Append('\n');
            text.Append("--- ").Append(status == "added" ? "/dev/null" : $"a/{old}").Append('\n');
            text.Append("+++ ").Append(status == "removed" ? "/dev/null" : $"b/{name}").Append('\n');
            text.Append((string?)file["patch"]).Append('\n');
        }

        return new Reply(200) { Raw = ("application/vnd.github.v3.diff; charset=utf-8", Encoding.UTF8.GetBytes(text.ToString())) };
    }
}
