using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>The mirror as looks use it: brought up to date when facts speak of something that it does not hold.</summary>
public sealed class Mirror(IGit git, IStore store, TimeProvider clock)
{
    /// <summary>Where a base branch stands; null: the repository has no such branch.</summary>
    public async Task<Sha?> Base(Repository repo, string branch, CancellationToken stop)
    {
        var told = await store.Find<BranchFact>(repo.Id, "", branch, stop);
        var held = await git.Branch(repo, branch, stop);
        if (held is null || (told?.Sha is { } sha && !await Contains(repo, held.Value, sha, stop)))
        {
            (await git.Fetch(repo, stop)).OrThrow();
            held = await git.Branch(repo, branch, stop);
        }

        return held;
    }

    /// <summary>Where a base branch stands on GitHub now, whatever was told or pushed; null: the repository has no such branch.</summary>
    public async Task<Sha?> BaseOnGitHub(Repository repo, string branch, CancellationToken stop)
    {
        var now = Stamps.Of(clock.GetUtcNow());
        (await git.Fetch(repo, stop)).OrThrow();
        var head = await git.Branch(repo, branch, stop);
        await store.Fold([new BranchFact(repo.Id, now, branch, head)], stop);
        return head;
    }

    /// <summary>Whether the mirror holds a commit, after a fetch if need be.</summary>
    public async Task<bool> Holds(Repository repo, Sha commit, CancellationToken stop)
    {
        if (await git.Has(repo, commit, stop))
        {
            return true;
        }

        (await git.Fetch(repo, stop)).OrThrow();
        return await git.Has(repo, commit, stop);
    }

    /// <summary>Whether a pull's head stands at a commit, after a fetch if need be.</summary>
    public async Task<bool> IsHead(Repository repo, int number, Sha commit, CancellationToken stop)
    {
        if (await git.PullHead(repo, number, stop) == commit)
        {
            return true;
        }

        (await git.Fetch(repo, stop)).OrThrow();
        return await git.PullHead(repo, number, stop) == commit;
    }

    /// <summary>The object alone says little: it may have come with another branch, while this one still stands where it stood.</summary>
    private async Task<bool> Contains(Repository repo, Sha held, Sha told, CancellationToken stop) =>
        told == held || (await git.Has(repo, told, stop) && await git.IsAncestor(repo, told, held, stop));
}
