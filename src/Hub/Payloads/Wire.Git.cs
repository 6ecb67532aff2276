using System.Text;
using System.Text.Json.Nodes;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    public JsonObject Ref(Repository repository, string name, string sha) =>
        new()
        {
            ["ref"] = name,
            ["node_id"] = $"REF_{Convert.ToHexStringLower(Encoding.UTF8.GetBytes($"{repository.Id}:{name}"))}",
            ["url"] = $"{Of(repository)}/git/{name}",
            ["object"] = repository.Git.Commit(sha) is null
                ? new JsonObject
                {
                    ["type"] = "tag",
                    ["sha"] = sha,
                    ["url"] = $"{Of(repository)}/git/tags/{sha}",
                }
                : new JsonObject
                {
                    ["type"] = "commit",
                    ["sha"] = sha,
                    ["url"] = $"{Of(repository)}/git/commits/{sha}",
                },
        };

    /// <summary>The plain commit of the git database.</summary>
    public JsonObject GitCommit(Repository repository, Commit commit) =>
        new()
        {
            ["sha"] = commit.Sha,
            ["node_id"] = $"C_{commit.Sha}",
            ["url"] = $"{Of(repository)}/git/commits/{commit.Sha}",
            ["html_url"] = $"{Page(repository)}/commit/{commit.Sha}",
            ["author"] = Person(commit.Author),
            ["committer"] = Person(commit.Committer),
            ["tree"] = TreeLink(repository, commit.Tree),
            ["message"] = commit.Message,
            ["parents"] = Parents(repository, commit, "git/commits"),
            ["verification"] = Verification(repository, commit),
        };

    /// <summary>A commit with the accounts behind its names.</summary>
    public JsonObject Commit(World world, Repository repository, Commit commit)
    {
        var url = $"{Of(repository)}/commits/{commit.Sha}";
        return new JsonObject
        {
            ["sha"] = commit.Sha,
            ["node_id"] = $"C_{commit.Sha}",
            ["commit"] = new JsonObject
            {
                ["author"] = Person(commit.Author),
                ["committer"] = Person(commit.Committer),
                ["message"] = commit.Message,
                ["tree"] = TreeLink(repository, commit.Tree),
                ["url"] = $"{Of(repository)}/git/commits/{commit.Sha}",
                ["comment_count"] = 0,
                ["verification"] = Verification(repository, commit),
            },
            ["url"] = url,
            ["html_url"] = $"{Page(repository)}/commit/{commit.Sha}",
            ["comments_url"] = $"{url}/comments",
            ["author"] = AccountOrNull(world.People.WithEmail(commit.Author.Email)),
            ["committer"] = AccountOrNull(world.People.WithEmail(commit.Committer.Email)),
            ["parents"] = Parents(repository, commit, "commits"),
        };
    }

    /// <summary>A commit with its files and counts: GET /commits/{ref}.</summary>
    public JsonObject CommitWithFiles(World world, Repository repository, Commit commit)
    {
        var shape = Commit(world, repository, commit);
        var before = commit.Parents is [var parent, ..] ? repository.Git.Commit(parent)?.Tree : null;
        var files = Files(repository, before, commit);
        var (added, removed) = (files.Sum(f => (int)f!["additions"]!), files.Sum(f => (int)f!["deletions"]!));
        shape["stats"] = new JsonObject
        {
            ["total"] = added + removed,
            ["additions"] = added,
            ["deletions"] = removed,
        };
        shape["files"] = files;
        return shape;
    }

    /// <summary>What changed between a tree and a commit's tree.</summary>
    public JsonArray Files(Repository repository, string? before, Commit after) =>
        Array(TreeDiff.Between(repository.Git, before, after.Tree), c => File(repository, after.Sha, c));

    public JsonObject File(Repository repository, string at, PathChange change)
    {
        var git = repository.Git;
        var diff = LineDiff.Between(Content(git, change.Before), Content(git, change.After));
        var path = string.Join('/', change.Path.Split('/').Select(Uri.EscapeDataString));
        var shape = new JsonObject
        {
            ["sha"] = (change.After ?? change.Before)!.Sha,
            ["filename"] = change.Path,
            ["status"] = change.Status,
            ["additions"] = diff.Additions,
            ["deletions"] = diff.Deletions,
            ["changes"] = diff.Additions + diff.Deletions,
            ["blob_url"] = $"{Page(repository)}/blob/{at}/{path}",
            ["raw_url"] = $"{Page(repository)}/raw/{at}/{path}",
            ["contents_url"] = $"{Of(repository)}/contents/{path}?ref={at}",
        };
        if (diff.Patch is { Length: > 0 } patch)
            shape["patch"] = patch;
        if (change.PreviousPath is { } previous)
            shape["previous_filename"] = previous;
        return shape;
    }

    private static byte[]? Content(IGit git, TreeEntry? entry) => entry is null or { Mode: "160000" } ? null : git.Blob(entry.Sha);

    private static JsonObject Person(Signature who) =>
        new()
        {
            ["name"] = who.Name,
            ["email"] = who.Email,
            ["date"] = Time(who.When),
        };

    private static JsonObject Verification(Repository repository, Commit commit) =>
        repository.Marks.Signed.ContainsKey(commit.Sha)
            ? new()
            {
                ["verified"] = true,
                ["reason"] = "valid",
                ["signature"] = "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----",
                ["payload"] = $"tree {commit.Tree}\n",
                ["verified_at"] = Time(commit.Committer.When),
            }
            : new()
            {
                ["verified"] = false,
                ["reason"] = "unsigned",
                ["signature"] = null,
                ["payload"] = null,
                ["verified_at"] = null,
            };

    private JsonObject TreeLink(Repository repository, string tree) =>
        new() { ["sha"] = tree, ["url"] = $"{Of(repository)}/git/trees/{tree}" };

    private JsonArray Parents(Repository repository, Commit commit, string kind) =>
        Array(
            commit.Parents,
            p => new JsonObject
            {
                ["sha"] = p,
                ["url"] = $"{Of(repository)}/{kind}/{p}",
                ["html_url"] = $"{Page(repository)}/commit/{p}",
            }
        );
}
