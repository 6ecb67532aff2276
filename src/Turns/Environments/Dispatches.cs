using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>
/// Tells whoever deploys of a deployment, once. A dispatch cannot be taken back and cannot be found by what it says, so it is noted before
/// it is sent: after a crash between the two GitHub is asked whether a run began. What a run comes to is passed on to the deployment.
/// </summary>
public sealed class Dispatches(IStore store, IGitHub github, Books books)
{
    public async Task<Made> Make(EnvironmentSeen seen, EnvironmentMove.Dispatch move, CancellationToken stop)
    {
        var known = await store.Find<DispatchFact>(seen.Repo.Id, "", move.Payload.Id, stop);
        return await Do(DispatchSteps.Next(move, known?.Known, books.Now), seen, move, known, stop);
    }

    /// <summary>GitHub would not even make the deployment.</summary>
    public Task NotMade(EnvironmentSeen seen, EnvironmentMove.Deploy move, string why, CancellationToken stop) =>
        books.Keep(Fact(seen, move.Payload.Id, DispatchState.NotMade, null, RowWords.NoDeployment(why)), stop);

    /// <summary>Among what is waited for.</summary>
    public async Task<Row<RefusedDeploy>> Refused(Repository repo, CanaryPolicy policy, Canary? canary, CancellationToken stop)
    {
        var refused = new List<RefusedDeploy>();
        foreach (var asked in canary is null ? [] : Stages.Awaited(canary, policy))
        {
            if (
                await store.Find<DispatchFact>(repo.Id, "", asked.Payload.Id, stop) is
                { State: DispatchState.NotMade or DispatchState.Refused, Why: { } why } fact
            )
            {
                var isMade = fact.State == DispatchState.Refused;
                refused.Add(
                    new RefusedDeploy(asked.Payload.Id, why, isMade)
                    {
                        IsTriedAgain = isMade && DispatchSteps.IsTriedAgain(asked.Payload, fact.Known),
                    }
                );
            }
        }

        return refused.ToRow();
    }

    private Task<Made> Do(
        DispatchStep step,
        EnvironmentSeen seen,
        EnvironmentMove.Dispatch move,
        DispatchFact? known,
        CancellationToken stop
    ) =>
        step.Match(
            _ => Send(seen, move, known, stop),
            _ => Find(seen, move, known!, stop),
            follow => Follow(seen, move, follow.Run, stop),
            wait => Task.FromResult<Made>(new Made.Later(wait.Until, known!.Why ?? "whether it was told of is not known yet")),
            async _ =>
            {
                await books.Keep(known! with { Stamp = books.After(known!), State = DispatchState.Unsure }, stop);
                return Made.Well;
            },
            _ => Task.FromResult<Made>(Made.Well)
        );

    private async Task<Made> Send(EnvironmentSeen seen, EnvironmentMove.Dispatch move, DispatchFact? known, CancellationToken stop)
    {
        var intended = Fact(seen, move.Payload.Id, DispatchState.Intended, null, null) with
        {
            Stamp = known is null ? books.Stamp : books.After(known),
            Tries = known switch
            {
                null or { State: DispatchState.NotMade } => 1,
                { State: DispatchState.Unsent } => known.Tries,
                _ => known.Tries + 1,
            },
            Workflow = move.By.By == DeployBy.WorkflowDispatch ? move.By.Workflow : null,
        };
        await books.Keep(intended, stop);
        var answer = await github.Dispatch(seen.Repo, move, stop);
        var after = answer.Match(
            run => intended with { State = DispatchState.Sent, Run = run?.Id },
            refused => intended with { State = DispatchState.Refused, Why = refused.Why },
            later => later.Undone ? intended with { State = DispatchState.Unsent } : intended
        );
        if (after != intended)
        {
            await books.Tell([after with { Stamp = books.After(intended) }], stop);
        }

        return after is { State: DispatchState.Refused, Why: { } why } && DispatchSteps.IsTriedAgain(move.Payload, after.Known)
            ? new Made.Later(DispatchSteps.Due(after.Known), why)
            : Made.Of(answer);
    }

    private async Task<Made> Find(EnvironmentSeen seen, EnvironmentMove.Dispatch move, DispatchFact known, CancellationToken stop)
    {
        if (
            await github.Dispatched(seen.Repo, move.By, known.At - DispatchSteps.Skew, stop) is var runs
            && runs is not Answer<Row<DeployRun>>.Made { Value: var all }
        )
        {
            return Made.Of(runs);
        }

        var others = (await store.Under<DispatchFact>(seen.Repo.Id, "", stop)).Where(fact => fact.Asked != known.Asked).ToList();
        var untaken = all.Where(run => others.All(fact => fact.Run != run.Id)).ToRow();
        var rivals = new SortedDictionary<string, Dispatched>(
            others.Where(fact => IsRival(fact, known)).ToDictionary(fact => fact.Asked, fact => fact.Known),
            StringComparer.Ordinal
        );
        if (DispatchSteps.Mine(untaken, known.Asked, known.Known, rivals) is { } run)
        {
            await books.Keep(known with { Stamp = books.After(known), State = DispatchState.Sent, Run = run.Id }, stop);
            return Made.Well;
        }

        return await Do(DispatchSteps.Unfound(move, known.Known, untaken.Count > 0, books.Now), seen, move, known, stop);
    }

    /// <summary>Among the runs since one dispatch may be the run of another one.</summary>
    private static bool IsRival(DispatchFact fact, DispatchFact known) =>
        fact is { Run: null, State: DispatchState.Intended or DispatchState.Sent or DispatchState.Unsure }
        && fact.Workflow == known.Workflow
        && fact.At >= known.At - DispatchSteps.Skew - DispatchSteps.Settling;

    /// <summary>How the run stands is how its deployment stands, unless the workflow itself said so first.</summary>
    private async Task<Made> Follow(EnvironmentSeen seen, EnvironmentMove.Dispatch move, long run, CancellationToken stop)
    {
        if (
            await github.Run(seen.Repo, run, stop) is not Answer<DeployRun>.Made { Value: var now }
            || seen.Deployments.FirstOrDefault(each => each.Id == move.Deployment) is not { } row
        )
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
