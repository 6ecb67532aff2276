using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using Sluice.Turns.Stacks;

namespace Sluice.Turns.Lanes;

/// <summary>Makes a lane's moves: most of them git's.</summary>
internal sealed class HandsOnLane(
    IGit git,
    IGitHub github,
    Mirror mirror,
    MovingHeads heads,
    Aims aims,
    BreakerIssues issues,
    MessageTexts texts,
    Books books
)
{
    private readonly Candidates _candidates = new(git);
    private readonly SignedCandidates _signed = new(git, github);

    public Task<Made> Make(LaneSeen seen, LaneMove move, CancellationToken stop) =>
        move.Match(
            compose => Compose(seen, compose, stop),
            cancel => Cancel(seen, cancel, stop),
            land => Land(seen, land, stop),
            drop => Drop(seen.Repo, drop.Branch, stop),
            rerun => Rerun(seen, rerun, stop),
            merge => Merge(seen, merge, stop),
            head => heads.Move(seen, head, stop),
            issue => issues.Put(seen.Repo, issue.Kind, seen.Base, issue.Title, issue.Body, issue.Open, stop),
            retarget => aims.Make(seen.Repo, retarget.Number, retarget.Onto, stop),
            enqueue => Enqueue(seen.Repo, enqueue, stop),
            async dequeue => Made.Of(await github.Dequeue(seen.Repo, dequeue.Number, stop))
        );

    private async Task<Made> Compose(LaneSeen seen, LaneMove.Compose move, CancellationToken stop)
    {
        foreach (var member in move.Below.Concat(move.Members))
        {
            if (!await mirror.Holds(seen.Repo, member.Head, stop))
            {
                // The pull moved on and GitHub no longer shows the old head: its own look will say so.
                return new Made.Refused($"#{member.Number} is no longer at {member.Head.Short}");
            }
        }

        move = await texts.Of(seen.Repo, move, stop);
        var composed = await _candidates.Compose(seen.Repo, move, stop);
        if (composed.Candidate is not null && move.Signed)
        {
            switch (await _signed.Make(seen.Repo, move, composed, stop))
            {
                case Answer<Composition>.Later later:
                    return new Made.Later(later.Until, later.Why);
                case Answer<Composition>.Refused refused:
                    composed = composed with { Refused = refused.Why };
                    break;
                case Answer<Composition>.Made made:
                    composed = made.Value;
                    break;
            }
        }
        else if (composed.Candidate is { } candidate)
        {
            switch (await git.Push(seen.Repo, move.Branch, candidate, null, stop))
            {
                case PushAnswer.Later later:
                    return new Made.Later(later.Until, later.Why);
                case PushAnswer.Refused refused:
                    composed = composed with { Refused = refused.Why };
                    break;
                case PushAnswer.Stale { Actual: var actual }
                    when actual != candidate && await _signed.Left(seen.Repo, move, composed, stop) is { } left:
                    composed = left;
                    break;
                case PushAnswer.Stale { Actual: var actual } when actual != candidate:
                    composed = composed with
                    {
                        Refused = $"{move.Branch} stands at {actual?.Short ?? "another commit"}: somebody else pushed there",
                    };
                    break;
            }
        }

        await books.Tell([new CompositionFact(seen.Repo.Id, books.Stamp, seen.Base, composed)], stop);
        return Made.Well;
    }

    private async Task<Made> Land(LaneSeen seen, LaneMove.Land move, CancellationToken stop)
    {
        var answer = await git.Push(seen.Repo, move.Base, move.Candidate, move.Expected, stop);
        switch (answer)
        {
            case PushAnswer.Done:
                await books.Tell([new LandingTakenFact(seen.Repo.Id, books.Stamp, move.Base, move.Build)], stop);
                break;
            case PushAnswer.Stale stale:
                (await git.Fetch(seen.Repo, stop)).OrThrow();
                await books.Tell([new BranchFact(seen.Repo.Id, books.Stamp, move.Base, stale.Actual)], stop);
                break;
            case PushAnswer.Refused refused:
                await books.Tell([new LandingRefusedFact(seen.Repo.Id, books.Stamp, move.Base, move.Build, refused.Why)], stop);
                break;
        }

        return Made.Of(answer);
    }

    private async Task<Made> Merge(LaneSeen seen, LaneMove.Merge move, CancellationToken stop)
    {
        // GitHub's merge names no base that it expects: that it stands where it was tested is asked right before.
        if (await mirror.BaseOnGitHub(seen.Repo, move.Base, stop) is var stands && stands != move.Expected)
        {
            await books.Tell([new BranchFact(seen.Repo.Id, books.Stamp, move.Base, stands)], stop);
            return new Made.Refused($"{move.Base} stands at {stands?.Short ?? "nothing"}");
        }

        var member = new Member(move.Number, move.Head, move.Title, "");
        var again = await texts.Of(
            seen.Repo,
            new LaneMove.Compose(move.Build, "", move.Expected, [member], 0, seen.Now) { Method = move.Method },
            stop
        );
        var merged = await git.Compose(seen.Repo, again, stop);
        if (merged.Tree != move.Tree)
        {
            const string Why = "merged into the base as it stands it gives another tree than the one that was tested";
            await books.Tell([new LandingRefusedFact(seen.Repo.Id, books.Stamp, move.Base, move.Build, Why) { Untested = true }], stop);
            return new Made.Refused(Why);
        }

        var made = await git.Commits(seen.Repo, move.Expected, merged.Candidate!.Value, stop);
        var answer = await github.Merge(seen.Repo, move, made[^1].Message, stop);
        switch (answer)
        {
            case Answer<Sha>.Made { Value: var commit }:
                await books.Tell([new LandingTakenFact(seen.Repo.Id, books.Stamp, move.Base, move.Build) { Commit = commit }], stop);
                break;
            case Answer<Sha>.Refused refused:
                await books.Tell([new LandingRefusedFact(seen.Repo.Id, books.Stamp, move.Base, move.Build, refused.Why)], stop);
                if (await github.Pull(seen.Repo, move.Number, stop) is Answer<FactPage>.Made { Value: var page })
                {
                    await books.Tell(page.Facts, stop); // that somebody pushed to it meanwhile may not have been heard
                }

                break;
        }

        return Made.Of(answer);
    }

    private async Task<Made> Cancel(LaneSeen seen, LaneMove.Cancel move, CancellationToken stop)
    {
        if (move.Candidate is { } candidate)
        {
            var stopped = Made.Of(await github.CancelRuns(seen.Repo, candidate, stop));
            if (stopped is Made.Later)
            {
                return stopped;
            }
        }

        return await Drop(seen.Repo, move.Branch, stop);
    }

    private async Task<Made> Rerun(LaneSeen seen, LaneMove.Rerun move, CancellationToken stop)
    {
        var made = Made.Well;
        foreach (var run in move.Runs)
        {
            made = Made.Of(await github.RerunFailed(seen.Repo, run, stop));
            if (made is Made.Refused refused)
            {
                await books.Tell([new RerunRefusedFact(seen.Repo.Id, books.Stamp, seen.Base, move.Build, refused.Why)], stop);
            }

            if (made is not Made.Done)
            {
                break;
            }
        }

        return made;
    }

    private async Task<Made> Enqueue(Repository repo, LaneMove.Enqueue move, CancellationToken stop)
    {
        var answer = await github.Enqueue(repo, move, stop);
        if (answer is Answer<Nothing>.Refused refused)
        {
            await books.Tell(
                [new LandingRefusedFact(repo.Id, books.Stamp, move.Base, NativeLook.Key(move.Number, move.Ticket), refused.Why)],
                stop
            );
        }

        return Made.Of(answer);
    }

    private async Task<Made> Drop(Repository repo, string branch, CancellationToken stop) => Made.Of(await git.Delete(repo, branch, stop));
}
