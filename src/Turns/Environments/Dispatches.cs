using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>
/// Tells whoever deploys of a deployment, once. A dispatch cannot be taken back and cannot be found by what it says, so it is noted before it is sent: after a crash
/// between the two GitHub is asked whether a run began. What a run comes to is passed on to the deployment.
/// </summary>
public sealed class Dispatches(IStore store, IGitHub github, Books books)
{
    /// <summary>A run that was asked for is listed by then.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    /// <summary>What GitHub's clock and this one may differ by.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public async Task<Made> Make(EnvironmentSeen seen, EnvironmentMove.Dispatch move, CancellationToken stop) =>
        await store.Find<DispatchFact>(seen.Repo.Id, "", move.Payload.Id, stop) switch
        {
            null or { State: DispatchState.NotMade or DispatchState.Unsent } => await Send(seen, move, stop),
            { State: DispatchState.Intended } known => await Resume(seen, move, known, stop),
            { State: DispatchState.Sent, Run: { } run } => await Follow(seen, move, run, stop),
            { State: DispatchState.Sent } known when move.By.By == DeployBy.WorkflowDispatch => await Find(seen, move, known, stop) is Answer<DeployRun?>.Later later ? Made.Of(later) : Made.Well,
            _ => Made.Well,
        };

    /// <summary>GitHub would not even make the deployment.</summary>
    public Task NotMade(EnvironmentSeen seen, EnvironmentMove.Deploy move, string why, CancellationToken stop) =>
        books.Keep(Fact(seen, move.Payload.Id, DispatchState.NotMade, null, RowWords.NoDeployment(why)), stop);

    /// <summary>Among what is waited for.</summary>
    public async Task<Row<RefusedDeploy>> Refused(Repository repo, CanaryPolicy policy, Canary? canary, CancellationToken stop)
    {
        var refused = new List<RefusedDeploy>();
        foreach (var asked in canary is null ? [] : Stages.Awaited(canary, policy))
        {
            if (await store.Find<DispatchFact>(repo.Id, "", asked.Payload.Id, stop) is { State: DispatchState.NotMade or DispatchState.Refused, Why: { } why } fact)
            {
                refused.Add(new RefusedDeploy(asked.Payload.Id, why, fact.State == DispatchState.Refused));
            }
        }

        return refused.ToRow();
    }

    private async Task<Made> Send(EnvironmentSeen seen, EnvironmentMove.Dispatch move, CancellationToken stop)
    {
        var intended = Fact(seen, move.Payload.Id, DispatchState.Intended, null, null);
        await books.Keep(intended, stop);
        var answer = await github.Dispatch(seen.Repo, move, stop);
        var after = answer.Match(
            run => intended with { State = DispatchState.Sent, Run = run?.Id },
            refused => intended with { State = DispatchState.Refused, Why = refused.Why },
            later => later.Undone ? intended with { State = DispatchState.Unsent } : intended);
        if (after != intended)
        {
            await books.Tell([after with { Stamp = Math.Max(books.Stamp, intended.Stamp + 1) }], stop);
        }

        return Made.Of(answer);
    }

    /// <summary>Whether it was sent is not known. A workflow's run shows by itself; whoever else may listen to an event does not.</summary>
    private async Task<Made> Resume(EnvironmentSeen seen, EnvironmentMove.Dispatch move, DispatchFact known, CancellationToken stop)
    {
        var found = await Find(seen, move, known, stop);
        if (found is not Answer<DeployRun?>.Made { Value: null } || books.Now - known.At < Settling)
        {
            return found is Answer<DeployRun?>.Made { Value: null } ? new Made.Later(known.At + Settling, "whether it was told of is not known yet") : Made.Of(found);
        }

        if (move.By.By == DeployBy.WorkflowDispatch)
        {
            return await Send(seen, move, stop);
        }

        await books.Keep(known with { Stamp = books.Stamp, State = DispatchState.Unsure }, stop);
        return Made.Well;
    }

    /// <summary>The oldest run since that no other dispatch has: dispatches are sent one by one.</summary>
    private async Task<Answer<DeployRun?>> Find(EnvironmentSeen seen, EnvironmentMove.Dispatch move, DispatchFact known, CancellationToken stop)
    {
        var runs = await github.Dispatched(seen.Repo, move.By, known.At - Skew, stop);
        if (runs is not Answer<Row<DeployRun>>.Made { Value: var all })
        {
            return runs.Not<DeployRun?>();
        }

        var taken = (await store.Under<DispatchFact>(seen.Repo.Id, "", stop)).Select(fact => fact.Run).ToHashSet();
        var run = all.FirstOrDefault(each => !taken.Contains(each.Id));
        if (run is not null)
        {
            await books.Keep(known with { Stamp = books.Stamp, State = DispatchState.Sent, Run = run.Id }, stop);
        }

        return new Answer<DeployRun?>.Made(run);
    }

    /// <summary>How the run stands is how its deployment stands, unless the workflow itself said so first.</summary>
    private async Task<Made> Follow(EnvironmentSeen seen, EnvironmentMove.Dispatch move, long run, CancellationToken stop)
    {
        if (await github.Run(seen.Repo, run, stop) is not Answer<DeployRun>.Made { Value: var now } || seen.Deployments.FirstOrDefault(each => each.Id == move.Deployment) is not { } row)
        {
            // A run that somebody deleted tells nothing any more: its deployment times out.
            return Made.Well;
        }

        var (state, says) = now.State switch
        {
            RunState.Succeeded => (DeploymentState.Success, RowWords.RunEnded(true)),
            RunState.Failed => (DeploymentState.Failure, RowWords.RunEnded(false)),
            RunState.Running when row.State != DeploymentState.InProgress => (DeploymentState.InProgress, RowWords.RunBegan()),
            _ => (row.State, ""),
        };
        if (state == row.State)
        {
            return Made.Well;
        }

        var told = await github.SetDeploymentStatus(seen.Repo, row, state, $"{says}: {now.Url}", stop);
        if (told is Answer<DeploymentFact>.Made { Value: var fact })
        {
            await books.Tell([fact], stop);
        }

        return Made.Of(told);
    }

    private DispatchFact Fact(EnvironmentSeen seen, string asked, DispatchState state, long? run, string? why) =>
        new(seen.Repo.Id, books.Stamp, seen.Policy.PromoteTo, asked, state, books.Now, run, why);
}
