using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Commits that GitHub makes in the App's name and signs, and what it says of the signatures of others.</summary>
internal sealed class MadeCommits(Api api)
{
    private const string Submodule = "160000";

    public async Task<Answer<Sha>> Make(Repository repo, DraftCommit draft, Row<Sha> parents, CancellationToken stop)
    {
        foreach (var entry in draft.Entries.Where(entry => entry.Made is not null))
        {
            var blob = await api.Send(
                repo.Caller(),
                HttpMethod.Post,
                repo.Path($"git/blobs"),
                new BlobWriteJson(entry.Made!, "base64"),
                GitHubJson.Default.BlobWriteJson,
                GitHubJson.Default.ObjectJson,
                stop
            );
            if (blob is not Answer<ObjectJson>.Made)
            {
                return blob.Map(_ => default(Sha));
            }
        }

        return await Tree(repo, draft, stop)
            .Then(tree =>
                tree != draft.Tree
                    ? Task.FromResult<Answer<Sha>>(
                        new Answer<Sha>.Refused($"GitHub made the tree {tree.Short} of it, and what was composed is {draft.Tree.Short}.")
                    )
                    : Commit(repo, draft, parents, stop)
            );
    }

    public async Task<Answer<bool>> Branch(Repository repo, string name, Sha commit, CancellationToken stop) =>
        await api.Send(
            repo.Caller(),
            HttpMethod.Post,
            repo.Path($"git/refs"),
            new RefWriteJson($"refs/heads/{name}", commit.Hex),
            GitHubJson.Default.RefWriteJson,
            GitHubJson.Default.Empty,
            stop
        ) switch
        {
            Answer<Empty>.Refused refused when refused.Why.Contains("already exists", StringComparison.OrdinalIgnoreCase) =>
                new Answer<bool>.Made(false),
            var answer => answer.Map(_ => true),
        };

    public Task<Answer<Row<Sha>>> Unsigned(Repository repo, int number, CancellationToken stop) =>
        api.All(
            repo.Caller(),
            repo.Path($"pulls/{number}/commits?per_page=100"),
            GitHubJson.Default.ListedCommitJsonArray,
            page =>
                page.Where(listed => listed is { Sha: not null, Commit.Verification.Verified: not true })
                    .Select(listed => new Sha(listed.Sha!)),
            stop
        );

    private Task<Answer<Sha>> Tree(Repository repo, DraftCommit draft, CancellationToken stop) =>
        draft.Entries.Count == 0
            ? Task.FromResult<Answer<Sha>>(new Answer<Sha>.Made(draft.Before))
            : api.Send(
                    repo.Caller(),
                    HttpMethod.Post,
                    repo.Path($"git/trees"),
                    new TreeWriteJson(draft.Before.Hex, [.. draft.Entries.Select(Entry)]),
                    GitHubJson.Default.TreeWriteJson,
                    GitHubJson.Default.ObjectJson,
                    stop
                )
                .Map(made => new Sha(made.Sha!));

    private static TreeEntryJson Entry(DraftEntry entry) =>
        new(entry.Path, entry.Mode, entry.Mode == Submodule ? "commit" : "blob", entry.Blob?.Hex);

    /// <summary>Without an author and a committer, or GitHub does not sign it.</summary>
    private Task<Answer<Sha>> Commit(Repository repo, DraftCommit draft, Row<Sha> parents, CancellationToken stop) =>
        api.Send(
                repo.Caller(),
                HttpMethod.Post,
                repo.Path($"git/commits"),
                new CommitWriteJson(draft.Message, draft.Tree.Hex, [.. parents.Select(parent => parent.Hex)]),
                GitHubJson.Default.CommitWriteJson,
                GitHubJson.Default.ObjectJson,
                stop
            )
            .Then(made =>
                Task.FromResult<Answer<Sha>>(
                    made.Verification?.Verified == true
                        ? new Answer<Sha>.Made(new Sha(made.Sha!))
                        : new Answer<Sha>.Refused(
                            $"The branch demands signatures, and GitHub did not sign the commit that it made for this App ({made.Verification?.Reason ?? "without a reason"})."
                        )
                )
            );
}
