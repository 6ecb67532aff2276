using System.Text;
using System.Text.Json.Nodes;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>The git database: commits, trees and blobs, read and made.</summary>
internal static class GitDataApi
{
    private const string Root = "/repos/{owner}/{repo}/git";

    private static readonly string[] Modes = ["100644", "100755", "040000", "160000", "120000"];

    public static void Map(Routes routes)
    {
        routes.Get($"{Root}/commits/{{sha}}", Need.Read("contents"), GetCommit);
        routes.Post($"{Root}/commits", Need.Write("contents"), CreateCommit);
        routes.Get($"{Root}/trees/{{sha*}}", Need.Read("contents"), GetTree);
        routes.Post($"{Root}/trees", Need.Write("contents"), CreateTree);
        routes.Get($"{Root}/blobs/{{sha}}", Need.Read("contents"), GetBlob);
        routes.Post($"{Root}/blobs", Need.Write("contents"), CreateBlob);
    }

    private static Reply GetCommit(Call call) =>
        call.Repository.Git.Commit(call["sha"]) is { } commit
            ? Reply.Ok(call.Wire.GitCommit(call.Repository, commit))
            : Reply.Refused(Refusal.NotFound);

    private static Reply CreateCommit(Call call)
    {
        var git = call.Repository.Git;
        var (message, tree, parents) = (call.Text("message"), call.Text("tree"), call.Texts("parents") ?? []);
        if (git.Tree(tree) is null)
            return Reply.Refused(new Refusal(422, "Tree SHA does not exist"));
        if (parents.Any(p => git.Commit(p) is null))
            return Reply.Refused(new Refusal(422, "Parent SHA does not exist or is not a commit object"));
        var author = Person(call, "author") ?? call.World.Repos.Sign(call.Caller.Who);
        var committer = Person(call, "committer") ?? Person(call, "author") ?? call.World.Repos.Sign(call.Caller.Who);
        var sha = git.Write(new CommitDraft(tree, parents, author, committer, message));
        // GitHub signs what an App makes in its own name.
        if (call.Caller is Caller.Bot && call.Object("author") is null && call.Object("committer") is null)
            call.Repository.Marks.Signed.TryAdd(sha, new Signing(call.Caller.Who, ByGitHub: true));
        return Reply.Created(call.Wire.GitCommit(call.Repository, git.Commit(sha)!));
    }

    private static Signature? Person(Call call, string field)
    {
        if (call.Object(field) is not { } person)
            return null;
        var when = person["date"] is JsonValue date && date.TryGetValue<DateTimeOffset>(out var given) ? given : call.World.Now;
        return new Signature(person.Text("name") ?? "", person.Text("email") ?? "", when);
    }

    private static Reply GetTree(Call call)
    {
        var (repository, asked) = (call.Repository, call["sha"]);
        if (RefsApi.Empty(repository) is { } empty)
            return Reply.Refused(empty);
        var commit = repository.Resolve(asked);
        var sha = commit is null ? asked : repository.Git.Commit(commit)!.Tree;
        if (repository.Git.Tree(sha) is not { } tree)
            return Reply.Refused(Refusal.NotFound);
        var entries = call.Query("recursive") is { Length: > 0 }
            ? Recursive(repository.Git, tree, "")
            : tree.Entries.Select(e => (e.Name, Entry: e));
        return Reply.Ok(Shape(call, sha, entries));
    }

    private static Reply CreateTree(Call call)
    {
        var git = call.Repository.Git;
        var entries = call.List("tree") ?? throw Call.Missing("tree");
        var tree = call.Optional("base_tree") is { } named ? git.Tree(named)?.Sha ?? git.Commit(named)?.Tree : Zero.EmptyTree;
        if (tree is null)
            return Reply.Refused(new Refusal(422, "base_tree is not a valid tree SHA"));
        foreach (var item in entries)
        {
            if (item is not JsonObject entry || entry.Text("path") is not { Length: > 0 } path)
                return Reply.Refused(new Refusal(422, "tree.path is required"));
            if (!Names.IsPath(path))
                return Reply.Refused(new Refusal(422, "tree.path contains a malformed path component"));
            if (entry.ContainsKey("sha") && entry["sha"] is null)
            {
                tree = TreeEdit.Put(git, tree, path, null);
                continue;
            }

            var mode = entry.Text("mode") ?? "100644";
            if (!Modes.Contains(mode))
                return Reply.Refused(new Refusal(422, $"tree.mode is one of {string.Join(", ", Modes)}"));
            var sha = entry.Text("sha") ?? git.Write(Encoding.UTF8.GetBytes(entry.Text("content") ?? ""));
            var isTree = mode == "040000";
            if (
                isTree ? git.Tree(sha) is null
                : mode == "160000" ? !Zero.IsSha(sha)
                : git.Blob(sha) is null
            )
                return Reply.Refused(new Refusal(422, $"tree.sha {sha} is not a valid {(isTree ? "tree" : "blob")}"));
            tree = TreeEdit.Put(git, tree, path, new TreeEntry(isTree ? "40000" : mode, "", sha));
        }

        return Reply.Created(Shape(call, tree, git.Tree(tree)!.Entries.Select(e => (e.Name, e))));
    }

    private static Reply GetBlob(Call call)
    {
        if (call.Repository.Git.Blob(call["sha"]) is not { } bytes)
            return Reply.Refused(Refusal.NotFound);
        return Reply.Ok(
            new JsonObject
            {
                ["content"] = Lines(bytes),
                ["encoding"] = "base64",
                ["url"] = BlobUrl(call, call["sha"]),
                ["sha"] = call["sha"],
                ["size"] = bytes.Length,
                ["node_id"] = $"B_{call["sha"]}",
            }
        );
    }

    private static Reply CreateBlob(Call call)
    {
        var content = call.Text("content");
        byte[] bytes;
        if (call.Optional("encoding") == "base64")
        {
            bytes = new byte[content.Length];
            if (!Convert.TryFromBase64String(content, bytes, out var length))
                return Reply.Refused(new Refusal(422, "content is not valid Base64"));
            bytes = bytes[..length];
        }
        else
        {
            bytes = Encoding.UTF8.GetBytes(content);
        }

        var sha = call.Repository.Git.Write(bytes);
        return Reply.Created(new JsonObject { ["url"] = BlobUrl(call, sha), ["sha"] = sha });
    }

    /// <summary>Base64 in lines of sixty, as GitHub gives file contents.</summary>
    public static string Lines(byte[] bytes) => string.Concat(Convert.ToBase64String(bytes).Chunk(60).Select(c => new string(c) + "\n"));

    public static string BlobUrl(Call call, string sha) => $"{call.Wire.Of(call.Repository)}/git/blobs/{sha}";

    private static IEnumerable<(string Path, TreeEntry Entry)> Recursive(IGit git, Tree tree, string prefix)
    {
        foreach (var entry in tree.Entries)
        {
            yield return (prefix + entry.Name, entry);
            if (!entry.IsTree)
                continue;
            foreach (var below in Recursive(git, git.Tree(entry.Sha)!, $"{prefix}{entry.Name}/"))
                yield return below;
        }
    }

    private static JsonObject Shape(Call call, string sha, IEnumerable<(string Path, TreeEntry Entry)> entries) =>
        new()
        {
            ["sha"] = sha,
            ["url"] = $"{call.Wire.Of(call.Repository)}/git/trees/{sha}",
            ["tree"] = new JsonArray([.. entries.Select(e => Entry(call, e.Path, e.Entry))]),
            ["truncated"] = false,
        };

    private static JsonObject Entry(Call call, string path, TreeEntry entry)
    {
        var type =
            entry.IsTree ? "tree"
            : entry.Mode == "160000" ? "commit"
            : "blob";
        var shape = new JsonObject
        {
            ["path"] = path,
            ["mode"] = entry.Mode.PadLeft(6, '0'),
            ["type"] = type,
            ["sha"] = entry.Sha,
            ["url"] = $"{call.Wire.Of(call.Repository)}/git/{type}s/{entry.Sha}",
        };
        if (type == "blob")
            shape["size"] = call.Repository.Git.Blob(entry.Sha)!.Length;
        return shape;
    }
}
