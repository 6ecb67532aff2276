using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

internal sealed record NamedRef(Repository Repository, string Name, string Sha);

internal sealed record BlobOf(string Sha, byte[] Bytes);

/// <summary>Repository, its refs and objects.</summary>
internal static class RepositoryTypes
{
    public static NamedRef? RefOf(Repository repository, string name) =>
        repository.Git.Ref(name) is { } sha ? new NamedRef(repository, name, sha) : null;

    public static void Add(Schema schema)
    {
        schema
            .Object<BlobOf>("Blob")
            .Scalar("oid", (b, _) => b.Sha)
            .Scalar("text", (b, _) => System.Text.Encoding.UTF8.GetString(b.Bytes))
            .Scalar("byteSize", (b, _) => b.Bytes.Length)
            .Scalar("isBinary", (b, _) => b.Bytes.Contains((byte)0))
            .Scalar("isTruncated", (_, _) => false);
        schema.Abstract("GitObject", ["Commit", "Blob", "Tree"], "oid");
        schema
            .Object<NamedRef>("Ref")
            .Scalar("id", (r, call) => (string?)call.Wire.Ref(r.Repository, r.Name, r.Sha)["node_id"])
            .Scalar("name", (r, _) => r.Name.Split('/', 3)[2])
            .Scalar("prefix", (r, _) => string.Join('/', r.Name.Split('/')[..2]) + "/")
            .One("target", "GitObject", (r, _) => new CommitOf(r.Repository, r.Repository.Git.Commit(r.Sha)!));
        schema
            .Object<Repository>("Repository")
            .Scalar("id", (r, _) => NodeIds.Of("R", r.Id))
            .Scalar("databaseId", (r, _) => r.Id)
            .Scalar("name", (r, _) => r.Name)
            .Scalar("nameWithOwner", (r, _) => r.FullName)
            .Scalar("description", (r, _) => r.Description)
            .Scalar("url", (r, call) => call.Wire.Page(r))
            .Scalar("isPrivate", (r, _) => r.IsPrivate)
            .Scalar("isFork", (r, _) => r.Parent is not null)
            .Scalar("isArchived", (r, _) => r.IsArchived)
            .Scalar("visibility", (r, _) => r.IsPrivate ? "PRIVATE" : "PUBLIC")
            .Scalar("mergeCommitAllowed", (r, _) => r.Merging.AllowMerge)
            .Scalar("squashMergeAllowed", (r, _) => r.Merging.AllowSquash)
            .Scalar("rebaseMergeAllowed", (r, _) => r.Merging.AllowRebase)
            .Scalar("deleteBranchOnMerge", (r, _) => r.Merging.DeleteBranch)
            .Scalar("pushedAt", (r, _) => r.PushedAt)
            .Scalar("createdAt", (r, _) => r.CreatedAt)
            .One("owner", "RepositoryOwner", (r, _) => r.Owner)
            .One("parent", "Repository", (r, _) => r.Parent)
            .One("defaultBranchRef", "Ref", (r, _) => RefOf(r, $"refs/heads/{r.DefaultBranch}"))
            .One("ref", "Ref", (r, call) => RefOf(r, Qualified(call.Text("qualifiedName") ?? "")), "qualifiedName!")
            .One("object", "GitObject", Object, "oid", "expression")
            .One("pullRequest", "PullRequest", One, "number!")
            .One("mergeQueue", "MergeQueue", MergeQueueTypes.Of, "branch")
            .One("label", "Label", (r, call) => r.Labels.GetValueOrDefault(call.Text("name") ?? ""), "name!")
            .Many("pullRequests", "PullRequest", Pulls, "states", "labels", "headRefName", "baseRefName", "orderBy")
            .Many("labels", "Label", (r, _) => r.Labels.Values, "orderBy", "query")
            .Many(
                "refs",
                "Ref",
                (r, call) =>
                    r
                        .Git.Refs.Where(f => f.Key.StartsWith(call.Text("refPrefix") ?? "", StringComparison.Ordinal))
                        .Select(f => new NamedRef(r, f.Key, f.Value)),
                "refPrefix",
                "query",
                "orderBy",
                "direction"
            );
    }

    private static string Qualified(string name) => name.StartsWith("refs/", StringComparison.Ordinal) ? name : $"refs/heads/{name}";

    private static object? Object(Repository repository, FieldCall call)
    {
        Permit(repository, call, "contents");
        if (call.Text("oid") is { } oid)
            return ObjectAt(repository, oid);
        var (at, path) = (call.Text("expression") ?? "").Split(':', 2) is [var a, var p] ? (a, p) : (call.Text("expression") ?? "", null);
        if (repository.Resolve(at) is not { } sha)
            return null;
        return path is null ? ObjectAt(repository, sha)
            : TreeEdit.At(repository.Git, repository.Git.Commit(sha)!.Tree, path) is { } entry ? ObjectAt(repository, entry.Sha)
            : null;
    }

    private static object? ObjectAt(Repository repository, string sha) =>
        repository.Git.Commit(sha) is { } commit ? new CommitOf(repository, commit)
        : repository.Git.Tree(sha) is { } tree ? new TreeOf(tree.Sha)
        : repository.Git.Blob(sha) is { } bytes ? new BlobOf(sha, bytes)
        : null;

    private static Pull One(Repository repository, FieldCall call)
    {
        Permit(repository, call, "pull_requests");
        return call.Number("number") is > 0 and <= int.MaxValue and var number && repository.Pulls.TryGetValue((int)number, out var pull)
            ? pull
            : throw new FieldFault("NOT_FOUND", $"Could not resolve to a PullRequest with the number of {call.Number("number")}.");
    }

    private static IEnumerable<object> Pulls(Repository repository, FieldCall call)
    {
        Permit(repository, call, "pull_requests");
        IEnumerable<Pull> pulls = repository.Pulls.Values;
        if (call.Texts("states") is { } states)
            pulls = pulls.Where(p => states.Contains(PullTypes.StateOf(p)));
        if (call.Texts("labels") is { } labels)
            pulls = pulls.Where(p => labels.Any(p.Labels.ContainsKey));
        if (call.Text("baseRefName") is { } into)
            pulls = pulls.Where(p => p.BaseBranch == into);
        if (call.Text("headRefName") is { } head)
            pulls = pulls.Where(p => p.HeadBranch == head);
        var order = call.Under("orderBy");
        var sorted =
            order.Text("field") == "UPDATED_AT" ? pulls.OrderBy(p => p.UpdatedAt).ThenBy(p => p.Number) : pulls.OrderBy(p => p.Number);
        return order.Text("direction") == "DESC" ? sorted.Reverse() : sorted;
    }

    private static void Permit(Repository repository, FieldCall call, string permission)
    {
        if (call.Caller.Refuses(repository, permission, Access.Read) is { } refusal)
            throw FieldFault.From(refusal);
    }
}
