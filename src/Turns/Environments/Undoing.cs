using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>Finds what was taken back past the queue. In an emergency people push, or press GitHub's button.</summary>
internal sealed class Undoing(IStore store, IGit git)
{
    /// <param name="head">The base, read before the landings that the look brings.</param>
    /// <returns>Null: nothing; or the lane has not taken in yet where the base stands, so that a landing may be untold.</returns>
    public async Task<Undone?> Of(Repository repo, Sha head, EnvironmentLedger ledger, CancellationToken stop)
    {
        if (
            (ledger.Case ?? ledger.Canary) is not { Taken.Count: > 0, Phase: not CanaryPhase.RollingBack } locked
            || head == locked.Sha
            || !await IsTakenIn(repo, locked.Pulls[0].Base, head, stop)
            || !await git.Has(repo, locked.Sha, stop)
            || !await git.IsAncestor(repo, locked.Sha, head, stop)
        )
        {
            return null;
        }

        var taken = locked.Pulls.Where(pull => locked.Taken.Contains(pull.Number)).Reverse().ToRow();
        var off = new List<LandedPull>();
        foreach (var pull in taken)
        {
            if (await IsOff(repo, locked, pull, head, stop))
            {
                off.Add(pull);
            }
        }

        var back = off.Count < taken.Count && await AreOff(repo, locked, taken, head, stop) ? taken : off.ToRow();
        return back.Count == 0 ? null : new Undone(head, back.Select(pull => pull.Number).Distinct().Order().ToRow());
    }

    /// <summary>Everything that landed up to there is in the journal; of GitHub's queue, at least every revert.</summary>
    private async Task<bool> IsTakenIn(Repository repo, string onto, Sha head, CancellationToken stop) =>
        (await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, onto), stop)).Value is { Landing: null } lane
        && lane.Head == head
        && lane.Driven.All(pull => pull.As.Reverts.Count == 0);

    /// <summary>
    /// Where the canary holds nothing of it either, as of an empty change, or of one that another on the same canary undid, that says
    /// nothing.
    /// </summary>
    private async Task<bool> IsOff(Repository repo, Canary locked, LandedPull pull, Sha head, CancellationToken stop) =>
        await TakenBack.Without(git, repo, [pull], head, stop) == head
        && await TakenBack.Without(git, repo, [pull], locked.Sha, stop) != locked.Sha;

    /// <summary>
    /// Of two that touched the same lines neither is off by itself: what leads from the canary to the canary without all of them is on the
    /// base.
    /// </summary>
    private async Task<bool> AreOff(Repository repo, Canary locked, Row<LandedPull> taken, Sha head, CancellationToken stop) =>
        await TakenBack.Without(git, repo, taken, locked.Sha, stop) is { } without
        && await git.Tree(repo, without, stop) != await git.Tree(repo, locked.Sha, stop)
        && await TakenBack.Without(git, repo, [taken[0] with { From = without, Commit = locked.Sha }], head, stop) == head;
}
