using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using Sluice.Turns.Stacks;

namespace Sluice.Turns.Pulls;

/// <summary>
/// Makes a pull request's moves. Each answer of GitHub is kept as a fact, so that the next look sees it made without a webhook.
/// </summary>
internal sealed class HandsOnPull(
    IGitHub github,
    IStore store,
    Trials trials,
    SpentHeads spent,
    Aims aims,
    Books books,
    Counsel? counsel = null
)
{
    public Task<Made> Make(PullSeen seen, PullMove move, CancellationToken stop) =>
        move.Match(
            setLabels => SetLabels(seen, setLabels, stop),
            putCheck => PutCheck(seen, putCheck, stop),
            putComment => PutComment(seen, putComment, stop),
            answer => Answer(seen, answer.Reply, stop),
            tellLane => TellLane(seen, tellLane.Order, stop),
            tellCanary => TellCanary(seen, tellCanary.Order, stop),
            _ => counsel is null ? Task.FromResult(Made.Well) : counsel.Ask(seen, stop),
            composeTry => trials.Begin(seen, composeTry, stop),
            dropTry => trials.Drop(seen, dropTry, stop),
            dropHead => spent.Drop(seen, dropHead, stop),
            retarget => aims.Make(seen.Repo, seen.Pull.Number, retarget.Onto, stop)
        );

    private async Task<Made> SetLabels(PullSeen seen, PullMove.SetLabels move, CancellationToken stop)
    {
        var made = Made.Of(await github.SetLabels(seen.Repo, seen.Pull, move.Add, move.Remove, stop));
        // What became known since the look is newer, also where GitHub's clock, which counts seconds, does not show it.
        if (
            made is Made.Done
            && await store.Find<PullFact>(seen.Repo.Id, "", Numbers.Key(seen.Pull.Number), stop) is { } known
            && (known.Pull.Head, known.Pull.Updated) == (seen.Pull.Head, seen.Pull.Updated)
        )
        {
            var labels = known
                .Pull.Labels.Except(move.Remove, StringComparer.OrdinalIgnoreCase)
                .Union(move.Add, StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal)
                .ToRow();
            await books.Keep(known with { Pull = known.Pull with { Labels = labels }, Word = HeadWord.Told }, stop);
        }

        return made;
    }

    /// <summary>
    /// A run that goes back to the queue looks older than the running one that it was: what was just answered is the newest all the same.
    /// </summary>
    private async Task<Made> PutCheck(PullSeen seen, PullMove.PutCheck move, CancellationToken stop)
    {
        var answer = await github.PutCheck(seen.Repo, move, stop);
        if (answer is Answer<CheckFact>.Made { Value: var fact })
        {
            var known = await store.Find<CheckFact>(fact.Repo, fact.Parent, fact.Key, stop);
            await books.Keep(
                known?.Stamp >= fact.Stamp && known.Check.Id == fact.Check.Id ? fact with { Stamp = known.Stamp + 1 } : fact,
                stop
            );
        }

        return Made.Of(answer);
    }

    private async Task<Made> Answer(PullSeen seen, Reply reply, CancellationToken stop)
    {
        var made = Made.Of(await github.React(seen.Repo, reply.Comment, reply.Reaction, stop));
        if (made is Made.Done && reply.Text is { } text)
        {
            made = Made.Of(await github.Reply(seen.Repo, seen.Pull, reply.Comment, text, stop));
        }

        // A comment that was deleted meanwhile refuses its reaction: answered all the same, or it would be tried for ever.
        if (made is Made.Done or Made.Refused { Passes: false })
        {
            await books.Keep(new AnsweredFact(seen.Repo.Id, books.Stamp, seen.Pull.Number, reply.Comment), stop);
        }

        return made;
    }

    private async Task<Made> TellLane(PullSeen seen, LaneOrder order, CancellationToken stop)
    {
        await books.Tell([new LaneOrderFact(seen.Repo.Id, order.Comment, order)], stop);
        return Made.Well;
    }

    private async Task<Made> TellCanary(PullSeen seen, CanaryOrder order, CancellationToken stop)
    {
        await books.Tell([new CanaryOrderFact(seen.Repo.Id, order.Comment, order)], stop);
        return Made.Well;
    }

    private async Task<Made> PutComment(PullSeen seen, PullMove.PutComment move, CancellationToken stop)
    {
        var answer = await github.PutComment(seen.Repo, seen.Pull, move, stop);
        if (answer is Answer<CommentFact>.Made { Value: var fact })
        {
            // Another than was to be edited: that one was deleted, and stays in the books without its words.
            if (
                move.Id is { } old
                && old != fact.Comment.Id
                && await store.Find<CommentFact>(fact.Repo, fact.Parent, Numbers.Key(old), stop) is { } gone
            )
            {
                await books.Keep(gone with { Stamp = gone.Stamp + 1, Comment = gone.Comment with { Body = "" } }, stop);
            }

            await books.Keep(fact, stop);
        }

        return Made.Of(answer);
    }
}
