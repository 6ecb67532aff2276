using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>Makes an environment's moves.</summary>
public sealed class HandsOnEnvironment(IGitHub github, IGit git, IBell bell, Books books)
{
    public Task<Made> Make(EnvironmentSeen seen, EnvironmentMove move, CancellationToken stop) => move.Match(
        deploy => Deploy(seen, deploy, stop),
        close => Close(seen, close, stop),
        openRevert => OpenRevert(seen, openRevert, stop));

    private async Task<Made> Deploy(EnvironmentSeen seen, EnvironmentMove.Deploy move, CancellationToken stop) =>
        await Keep(seen, await github.Deploy(seen.Repo, move, stop), stop);

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
        var composed = await git.ComposeRevert(seen.Repo, move, stop);
        if (composed is not Answer<Sha>.Made { Value: var commit })
        {
            return await Told(seen, move, Made.Of(composed), stop);
        }

        var pushed = Made.Of(await git.Push(seen.Repo, move.Branch, commit, null, stop));
        if (pushed is not Made.Done)
        {
            return pushed is Made.Refused ? await Told(seen, move, pushed, stop) : pushed;
        }

        var opened = await github.OpenPull(seen.Repo, move.Branch, move.Base, move.Title, move.Body, ["revert"], stop);
        if (opened is Answer<PullFact>.Made { Value: var pull })
        {
            var revert = new RevertFact(
                seen.Repo.Id, books.Stamp, move.Canary, pull.Pull.Number, move.Pulls.Select(landed => landed.Number).Order().ToRow(), move.Certain);
            await books.Tell([pull, revert], stop);
            await bell.Ring([Subject(seen)], stop);
        }

        return Made.Of(opened);
    }

    /// <summary>A revert that cannot be composed is a question for people: kept as a fact, so that the next look asks it.</summary>
    private async Task<Made> Told(EnvironmentSeen seen, EnvironmentMove.OpenRevert move, Made made, CancellationToken stop)
    {
        if (made is Made.Refused refused)
        {
            await books.Keep(new RevertRefusedFact(seen.Repo.Id, books.Stamp, move.Canary, refused.Why), stop);
            await bell.Ring([Subject(seen)], stop);
        }

        return made;
    }

    private static EnvironmentSubject Subject(EnvironmentSeen seen) => new(seen.Repo.Id, seen.Policy.PromoteTo);
}
