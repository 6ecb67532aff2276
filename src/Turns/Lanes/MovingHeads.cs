using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// Moves pulls' head branches to what lands of them, and back. GitHub shows a pull as merged when its head comes onto its base, and only if it knew that
/// head before: so the base waits for it to tell.
/// </summary>
public sealed class MovingHeads(IStore store, IGit git, IGitHub github, Books books)
{
    public async Task<Made> Move(LaneSeen seen, LaneMove.MoveHead move, CancellationToken stop)
    {
        var repo = seen.Repo;
        if (move.To != move.Head)
        {
            if (await Heads.IsBase(store, repo, move.Branch, stop))
            {
                // Since the look somebody opened a pull onto it: GitHub merges this one.
                const string Why = "it is a base by now";
                await books.Tell([new HeadMovedFact(repo.Id, books.Stamp, seen.Base, move.Number, move.From, move.To, Why)], stop);
                return new Made.Refused($"{move.Branch}: {Why}");
            }

            await books.Keep(new OwnHeadFact(repo.Id, books.Stamp, move.Number, move.To, move.Head), stop);
        }

        var answer = await git.MoveHead(repo, move.Branch, move.To, move.From, stop);
        if (answer is PushAnswer.Stale { Actual: { } actual } && actual == move.Head && actual != move.To)
        {
            // An earlier landing's commit was put back, and the look had not heard of it.
            answer = await git.MoveHead(repo, move.Branch, move.To, move.Head, stop);
        }

        var stands = answer is PushAnswer.Done || (answer is PushAnswer.Stale stale && stale.Actual == move.To);
        if (stands || answer is PushAnswer.Refused || move.To == move.Head)
        {
            if (answer is not PushAnswer.Later)
            {
                await books.Tell([new HeadMovedFact(repo.Id, books.Stamp, seen.Base, move.Number, move.From, move.To, (answer as PushAnswer.Refused)?.Why)], stop);
            }
        }

        if (answer is not PushAnswer.Later && await github.Pull(repo, move.Number, stop) is Answer<FactPage>.Made { Value: var page })
        {
            // Its webhook may be lost, and a head that somebody else pushed is news too.
            await books.Tell(page.Facts, stop);
        }

        return stands ? Made.Well : Made.Of(answer);
    }
}
