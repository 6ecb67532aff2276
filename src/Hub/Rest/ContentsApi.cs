using System.Text.Json.Nodes;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>contents: files and folders at a ref, and commits of one file.</summary>
internal static class ContentsApi
{
    private const string Path = "/repos/{owner}/{repo}/contents/{path*}";

    public static void Map(Routes routes)
    {
        routes.Get("/repos/{owner}/{repo}/contents", Need.Read("contents"), call => Read(call, ""));
        routes.Get("/repos/{owner}/{repo}/contents/", Need.Read("contents"), call => Read(call, ""));
        routes.Get(Path, Need.Read("contents"), call => Read(call, call["path"]));
        routes.Put(Path, Need.Write("contents"), Write);
        routes.Delete(Path, Need.Write("contents"), Delete);
    }

    private static Reply Read(Call call, string path)
    {
        var (repository, git) = (call.Repository, call.Repository.Git);
        var at = call.Query("ref") ?? repository.DefaultBranch;
        if (repository.Resolve(at) is not { } commit)
            return Reply.Refused(new Refusal(404, $"No commit found for the ref {at}"));
        if (TreeEdit.At(git, git.Commit(commit)!.Tree, path) is not { } entry)
            return Reply.Refused(Refusal.NotFound);
        if (entry.IsTree)
            return Reply.Ok(
                new JsonArray([.. git.Tree(entry.Sha)!.Entries.Select(e => Shape(call, at, $"{path}/{e.Name}".TrimStart('/'), e))])
            );
        var bytes = git.Blob(entry.Sha) ?? [];
        if (call.Accept.Contains("raw", StringComparison.Ordinal))
            return new Reply(200) { Raw = ("application/vnd.github.raw+json; charset=utf-8", bytes) };
        var shape = Shape(call, at, path, entry);
        shape["content"] = GitDataApi.Lines(bytes);
        shape["encoding"] = "base64";
        return Reply.Ok(shape);
    }

    private static Reply Write(Call call)
    {
        var (message, content) = (call.Text("message"), call.Text("content"));
        var bytes = new byte[content.Length];
        if (!Convert.TryFromBase64String(content, bytes, out var length))
            return Reply.Refused(new Refusal(422, "content is not valid Base64"));
        var (branch, tip, entry, refusal) = Target(call);
        if (refusal is not null)
            return Reply.Refused(refusal);
        if (entry is not null && call.Optional("sha") is null)
            return Reply.Refused(new Refusal(422, "Invalid request.\n\n\"sha\" wasn't supplied."));
        return Commit(
            call,
            message,
            branch,
            tip,
            new TreeEntry(entry?.Mode ?? "100644", "", call.Repository.Git.Write(bytes[..length])),
            entry is null ? 201 : 200
        );
    }

    private static Reply Delete(Call call)
    {
        var message = call.Text("message");
        _ = call.Text("sha");
        var (branch, tip, entry, refusal) = Target(call);
        if (refusal is not null)
            return Reply.Refused(refusal);
        return entry is null ? Reply.Refused(Refusal.NotFound) : Commit(call, message, branch, tip, null, 200);
    }

    private static (string Branch, string Tip, TreeEntry? Entry, Refusal? Refusal) Target(Call call)
    {
        var (repository, git) = (call.Repository, call.Repository.Git);
        if (!Names.IsPath(call["path"]))
            return ("", "", null, new Refusal(422, "path contains a malformed path component"));
        var branch = call.Optional("branch") ?? repository.DefaultBranch;
        if (repository.Branch(branch) is not { } tip)
            return (branch, "", null, new Refusal(404, $"Branch {branch} not found"));
        var entry = TreeEdit.At(git, git.Commit(tip)!.Tree, call["path"]);
        var expected = call.Optional("sha");
        return expected is not null && expected != entry?.Sha
            ? (branch, tip, entry, new Refusal(409, $"{call["path"]} does not match {expected}"))
            : (branch, tip, entry, null);
    }

    private static Reply Commit(Call call, string message, string branch, string tip, TreeEntry? entry, int status)
    {
        var (repository, git) = (call.Repository, call.Repository.Git);
        var tree = TreeEdit.Put(git, git.Commit(tip)!.Tree, call["path"], entry);
        var who = call.World.Repos.Sign(call.Caller.Who);
        var sha = git.Write(new CommitDraft(tree, [tip], who, who, message));
        if (call.World.Refs.Move(call.Caller, repository, [new RefMove($"refs/heads/{branch}", tip, sha)], "api") is { } denial)
            return Reply.Refused(
                denial.ToRefusal() with
                {
                    Status = denial.Kind is DenialKind.Classic or DenialKind.Ruleset ? 409 : denial.ToRefusal().Status,
                }
            );
        return new Reply(
            status,
            new JsonObject
            {
                ["content"] = entry is null ? null : Shape(call, branch, call["path"], TreeEdit.At(git, tree, call["path"])!),
                ["commit"] = call.Wire.GitCommit(repository, git.Commit(sha)!),
            }
        );
    }

    private static JsonObject Shape(Call call, string at, string path, TreeEntry entry)
    {
        var repository = call.Repository;
        var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var self = $"{call.Wire.Of(repository)}/contents/{escaped}?ref={Uri.EscapeDataString(at)}";
        var git = $"{call.Wire.Of(repository)}/git/{(entry.IsTree ? "trees" : "blobs")}/{entry.Sha}";
        var html = $"{call.Wire.Page(repository)}/{(entry.IsTree ? "tree" : "blob")}/{at}/{escaped}";
        return new JsonObject
        {
            ["type"] = entry.IsTree ? "dir" : "file",
            ["name"] = path[(path.LastIndexOf('/') + 1)..],
            ["path"] = path,
            ["sha"] = entry.Sha,
            ["size"] = entry.IsTree ? 0 : repository.Git.Blob(entry.Sha)?.Length ?? 0,
            ["url"] = self,
            ["html_url"] = html,
            ["git_url"] = git,
            ["download_url"] = entry.IsTree ? null : $"{call.Wire.Page(repository)}/raw/{at}/{escaped}",
            ["_links"] = new JsonObject
            {
                ["self"] = self,
                ["git"] = git,
                ["html"] = html,
            },
        };
    }
}
