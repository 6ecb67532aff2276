using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// Moves pulls' head branches to what lands of them, and back. GitHub shows a pull as merged when its head comes onto its base, and only if
/// it knew that head before: so the base waits for it to tell.
/// </summary>
public sealed class MovingHeads(IStore store, IGit git, IGitHub github, Books books)
{
    public async Task<Made> Move(LaneSeen seen, LaneMove.MoveHead move, CancellationToken stop)
    {
        var repo = seen.Repo;
        if (move.To != move.Head)
        {
            // Much can have happened since the look. What may not be moved any more GitHub merges; a pull that was closed stays as it is.
            switch (await Against(repo, move, stop))
            {
                case Answer<string?>.Made { Value: { } why }:
                    await books.Tell([new HeadMovedFact(repo.Id, books.Stamp, seen.Base, move.Number, move.From, move.To, why)], stop);
                    return new Made.Refused($"{move.Branch}: {why}");
                case Answer<string?>.Made:
                    break;
                case var other:
                    return Made.Of(other);
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
                await books.Tell(
                    [
                        new HeadMovedFact(
                            repo.Id,
                            books.Stamp,
                            seen.Base,
                            move.Number,
                            move.From,
                            move.To,
                            (answer as PushAnswer.Refused)?.Why
                        ),
                    ],
                    stop
                );
            }
        }

        if (answer is not PushAnswer.Later && await github.Pull(repo, move.Number, stop) is Answer<FactPage>.Made { Value: var page })
        {
            // Its webhook may be lost, and a head that somebody else pushed is news too.
            await books.Tell(page.Facts, stop);
        }

        return stands ? Made.Well : Made.Of(answer);
    }

    /// <summary>
    /// What speaks against rewriting the branch now; null: nothing. Refused: the pull is not there to be landed any more.
    /// </summary>
    private async Task<Answer<string?>> Against(Repository repo, LaneMove.MoveHead move, CancellationToken stop)
    {
        var open = (await store.Alive<PullFact>(repo.Id, stop)).Select(fact => fact.Pull).ToList();
        if (await Heads.WasBase(store, repo, move.Branch, stop) || open.Exists(pull => pull.Base == move.Branch))
        {
            return new Answer<string?>.Made("it is a base by now");
        }

        if (open.Exists(pull => pull.Number != move.Number && Heads.IsHead(repo, pull, move.Branch)))
        {
            return new Answer<string?>.Made("it is the head of another pull request, too");
        }

        switch (await github.Rules(repo, move.Branch, stop))
        {
            case Answer<RulesFact>.Made { Value.Rules.Guarded: true }:
                return new Answer<string?>.Made("it is protected");
            case Answer<RulesFact>.Made:
                break;
            case Answer<RulesFact>.Later later:
                return new Answer<string?>.Later(later.Until, later.Why);
            case Answer<RulesFact>.Refused refused:
                return new Answer<string?>.Made($"whether it is protected cannot be read: {refused.Why}");
        }

        switch (await github.Pull(repo, move.Number, stop))
        {
            case Answer<FactPage>.Made { Value: var page }:
                await books.Tell(page.Facts, stop);
                return page.Facts.OfType<PullFact>().Any(fact => fact.Pull.Number == move.Number && fact.Pull.Open)
                    ? new Answer<string?>.Made(null)
                    : new Answer<string?>.Refused($"#{move.Number} is not open any more");
            case Answer<FactPage>.Later later:
                return new Answer<string?>.Later(later.Until, later.Why);
            case Answer<FactPage>.Refused refused:
                return new Answer<string?>.Refused(refused.Why, refused.Status);
            default:
                throw new InvalidOperationException("no such answer");
        }
    }
}
