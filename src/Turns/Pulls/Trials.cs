using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>What tries are to git and CI: a commit on a branch of the pull's own, seen, put there and taken away.</summary>
internal sealed class Trials(IGitHub github, IGit git, IStore store, Mirror mirror, Books books)
{
    public async Task<TrySeen?> Of(Repository repo, int number, TryRun? run, Self self, CancellationToken stop)
    {
        if (run is null)
        {
            return null;
        }

        var composed = (await store.Find<TryFact>(repo.Id, Numbers.Key(number), Numbers.Key(run.Comment), stop))?.Composed;
        var checks = composed?.Candidate is { } candidate
            ? (await store.Under<CheckFact>(repo.Id, candidate.Hex, stop))
                .Select(fact => fact.Check)
                .Where(check => check.App != self.App)
                .ToRow()
            : [];
        return new TrySeen(composed, checks);
    }

    public async Task<bool> IsGone(Repository repo, int number, PullLedger ledger, CancellationToken stop) =>
        ledger.EndedTries.Count > 0 && await git.Branch(repo, Branches.Try(number), stop) is null;

    public async Task<Made> Begin(PullSeen seen, PullMove.ComposeTry move, CancellationToken stop)
    {
        if (!await mirror.Holds(seen.Repo, move.Head, stop) || !await mirror.Holds(seen.Repo, move.Onto, stop))
        {
            return new Made.Refused($"#{seen.Pull.Number} is no longer at {move.Head.Short}");
        }

        var branch = Branches.Try(seen.Pull.Number);
        var member = new Member(seen.Pull.Number, move.Head, "tried", seen.Pull.Author.Login);
        var composition = await git.Compose(
            seen.Repo,
            new LaneMove.Compose(Numbers.Key(move.Comment), branch, move.Onto, [member], 0, move.At),
            stop
        );
        var composed = new TryComposed(
            move.Comment,
            composition.Candidate,
            composition.Conflicts.SelectMany(conflict => conflict.Paths).ToRow(),
            null
        );
        if (composition.Candidate is { } candidate)
        {
            switch (await Push(seen, move, branch, candidate, stop))
            {
                case PushAnswer.Refused refused:
                    composed = composed with { Refused = refused.Why };
                    break;
                case var push when push is not PushAnswer.Done:
                    return Made.Of(push);
            }
        }

        await books.Tell([new TryFact(seen.Repo.Id, books.Stamp, seen.Pull.Number, composed)], stop);
        return Made.Well;
    }

    public async Task<Made> Drop(PullSeen seen, PullMove.DropTry move, CancellationToken stop)
    {
        foreach (var candidate in move.Candidates)
        {
            if (Made.Of(await github.CancelRuns(seen.Repo, candidate, stop)) is Made.Later later)
            {
                return later;
            }
        }

        return Made.Of(await git.Delete(seen.Repo, Branches.Try(seen.Pull.Number), stop));
    }

    /// <summary>
    /// In place of an older try. Asked right before whether it is the newest: one that slept through the next try must not put itself in
    /// its place.
    /// </summary>
    private async Task<PushAnswer> Push(PullSeen seen, PullMove.ComposeTry move, string branch, Sha candidate, CancellationToken stop)
    {
        var push = await git.Push(seen.Repo, branch, candidate, null, stop);
        if (push is not PushAnswer.Stale { Actual: { } older })
        {
            return push;
        }

        if (older == candidate)
        {
            return new PushAnswer.Done();
        }

        var ledger = await store.Ledger<PullLedger>(new PullSubject(seen.Repo.Id, seen.Pull.Number), stop);
        if (ledger.Value?.Try?.Comment != move.Comment)
        {
            return push;
        }

        if (await github.CancelRuns(seen.Repo, older, stop) is Answer<Nothing>.Later later)
        {
            return new PushAnswer.Later(later.Until, later.Why);
        }

        return await git.Delete(seen.Repo, branch, stop) is var gone && gone is PushAnswer.Done
            ? await git.Push(seen.Repo, branch, candidate, null, stop)
            : gone;
    }
}
