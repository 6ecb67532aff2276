using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>Makes an environment's moves.</summary>
internal sealed class HandsOnEnvironment(IGitHub github, IGit git, IBell bell, BreakerIssues issues, Dispatches dispatches, Books books)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    public Task<Made> Make(EnvironmentSeen seen, EnvironmentMove move, CancellationToken stop) =>
        move.Match(
            deploy => Deploy(seen, deploy, stop),
            close => Close(seen, close, stop),
            openRevert => OpenRevert(seen, openRevert, stop),
            composePart => ComposePart(seen, composePart, stop),
            async dropPart => Made.Of(await git.Delete(seen.Repo, dropPart.Branch, stop)),
            openReland => OpenReland(seen, openReland, stop),
            issue => issues.Put(seen.Repo, issue.Kind, "", issue.Title, issue.Body, issue.Open, stop),
            dispatch => dispatches.Make(seen, dispatch, stop)
        );

    private async Task<Made> OpenReland(EnvironmentSeen seen, EnvironmentMove.OpenReland move, CancellationToken stop)
    {
        var fetched = Made.Of(await git.Fetch(seen.Repo, stop));
        if (fetched is not Made.Done || await git.Branch(seen.Repo, move.Pull.Base, stop) is not { } onto)
        {
            return fetched;
        }

        if (await git.Branch(seen.Repo, move.Branch, stop) is null)
        {
            var part = new EnvironmentMove.ComposePart(move.Id, move.Branch, onto, [move.Pull], move.At);
            var composed = await git.ComposePart(seen.Repo, part, stop);
            var pushed = composed is { Commit: { } commit, Pulls.Count: 1 }
                ? Made.Of(await git.Push(seen.Repo, move.Branch, commit, null, stop))
                : new Made.Refused($"#{move.Pull.Number} conflicts with what landed since");
            if (pushed is not Made.Done)
            {
                return await Told(
                    seen,
                    move.Id,
                    pushed,
                    composed.Commit is null || composed.Pulls.Count != 1 ? RefusalKind.Lasts : RefusalKind.MayBeAllowed,
                    stop
                );
            }
        }

        var opened = await github.OpenPull(seen.Repo, move.Branch, move.Pull.Base, move.Title, move.Body, [], stop);
        if (opened is Answer<PullFact>.Made { Value: var pull })
        {
            await books.Tell(
                [pull, new RelandFact(seen.Repo.Id, books.Stamp, move.Id, pull.Pull.Number) { Again = move.Pull.Number }],
                stop
            );
            await bell.Ring([Subject(seen)], stop);
        }

        return await Told(seen, move.Id, Made.Of(opened), RefusalKind.MayBeAllowed, stop);
    }

    private async Task<Made> ComposePart(EnvironmentSeen seen, EnvironmentMove.ComposePart move, CancellationToken stop)
    {
        var part = await git.ComposePart(seen.Repo, move, stop);
        var pushed = Made.Of(await git.Push(seen.Repo, move.Branch, part.Commit ?? move.Onto, null, stop));
        if (pushed is not Made.Later)
        {
            var known = pushed is Made.Refused refused ? part with { Commit = null, Pulls = [], Why = refused.Why } : part;
            await books.Keep(new PartFact(seen.Repo.Id, books.Stamp, known), stop);
            await bell.Ring([Subject(seen)], stop);
        }

        return pushed;
    }

    private async Task<Made> Deploy(EnvironmentSeen seen, EnvironmentMove.Deploy move, CancellationToken stop)
    {
        var answer = await github.Deploy(seen.Repo, move, stop);
        if (answer is Answer<DeploymentFact>.Refused refused)
        {
            await dispatches.NotMade(seen, move, refused.Why, stop);
        }

        return await Keep(seen, answer, stop);
    }

    private async Task<Made> Close(EnvironmentSeen seen, EnvironmentMove.Close move, CancellationToken stop) =>
        seen.Deployments.FirstOrDefault(known => known.Id == move.Deployment) is { } deployment
            ? await Keep(seen, await github.SetDeploymentStatus(seen.Repo, deployment, move.State, move.Description, stop), stop)
            : new Made.Refused($"deployment {move.Deployment} is not known");

    private async Task<Made> Keep(EnvironmentSeen seen, Answer<DeploymentFact> answer, CancellationToken stop)
    {
        if (answer is Answer<DeploymentFact>.Made { Value: var fact })
        {
            await books.Keep(fact, stop);
            await bell.Ring([Subject(seen)], stop);
        }

        return Made.Of(answer);
    }

    private async Task<Made> OpenRevert(EnvironmentSeen seen, EnvironmentMove.OpenRevert move, CancellationToken stop)
    {
        var fetched = Made.Of(await git.Fetch(seen.Repo, stop));
        if (fetched is not Made.Done)
        {
            return fetched;
        }

        if (await git.Branch(seen.Repo, move.Base, stop) is not { } onto)
        {
            return await Told(seen, move.Canary, new Made.Refused($"there is no branch {move.Base}"), RefusalKind.MayBeAllowed, stop);
        }

        var pushed = await Pushed(seen, move, onto, stop);
        var composed = pushed is { } standing ? new Answer<Sha>.Made(standing) : await git.ComposeRevert(seen.Repo, move, onto, stop);
        if (composed is not Answer<Sha>.Made { Value: var commit })
        {
            return await Told(seen, move.Canary, Made.Of(composed), RefusalKind.Lasts, stop);
        }

        if (commit == onto)
        {
            return await Told(seen, move.Canary, new Made.Refused(RevertWords.Nothing(move.Base)), RefusalKind.Lasts, stop);
        }

        var push = pushed is null ? Made.Of(await git.Push(seen.Repo, move.Branch, commit, null, stop)) : Made.Well;
        if (push is not Made.Done)
        {
            return await Told(seen, move.Canary, push, RefusalKind.MayBeAllowed, stop);
        }

        var opened = await github.OpenPull(seen.Repo, move.Branch, move.Base, move.Title, move.Body, ["revert"], stop);
        if (opened is Answer<PullFact>.Made { Value: var pull })
        {
            var revert = new RevertFact(
                seen.Repo.Id,
                books.Stamp,
                move.Canary,
                pull.Pull.Number,
                move.Pulls.Select(landed => landed.Number).Order().ToRow(),
                move.Certain,
                commit
            )
            {
                Base = move.Base,
            };
            await books.Tell([pull, revert], stop);
            await bell.Ring([Subject(seen)], stop);
        }

        return await Told(seen, move.Canary, Made.Of(opened), RefusalKind.MayBeAllowed, stop);
    }

    /// <summary>
    /// What an earlier turn pushed before it could open the pull request; null: nothing, or not the bot's. The base may have moved since:
    /// the same move composed where the branch began gives the same commit, which nobody else can write.
    /// </summary>
    private async Task<Sha?> Pushed(EnvironmentSeen seen, EnvironmentMove.OpenRevert move, Sha onto, CancellationToken stop)
    {
        if (await git.Branch(seen.Repo, move.Branch, stop) is not { } standing)
        {
            return null;
        }

        var began = (await git.Change(seen.Repo, onto, standing, stop)).MergeBase;
        return
            began != default
            && began != standing
            && await git.ComposeRevert(seen.Repo, move, began, stop) is Answer<Sha>.Made { Value: var again }
            && again == standing
            ? standing
            : null;
    }

    /// <summary>
    /// A revert that cannot be opened becomes a question for people: kept as a fact, so that the next look asks it. Who is busy is asked
    /// again first: so is GitHub where it does not know a branch yet that was pushed a moment ago.
    /// </summary>
    /// <param name="kind">What kind of refusal it is where its status does not tell.</param>
    private async Task<Made> Told(EnvironmentSeen seen, string answers, Made made, RefusalKind kind, CancellationToken stop)
    {
        if (made is not Made.Refused refused)
        {
            return made;
        }

        var passes = refused is { Passes: true } or { Status: 422 };
        await books.Keep(
            new RevertRefusedFact(seen.Repo.Id, books.Stamp, answers, refused.Why) { Kind = passes ? RefusalKind.Passes : kind },
            stop
        );
        if (passes)
        {
            return new Made.Later(books.Now + Soon, refused.Why);
        }

        await bell.Ring([Subject(seen)], stop);
        return made;
    }

    private static EnvironmentSubject Subject(EnvironmentSeen seen) => new(seen.Repo.Id, seen.Policy.PromoteTo);
}
