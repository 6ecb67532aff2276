using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using static Sluice.Sim.Fakes.WorldAnswers;
using Model = Sluice.Hub.Model;

namespace Sluice.Sim.Fakes;

/// <summary>Deployments that the bot orders, and the workflows that it sends for them.</summary>
internal sealed class WorldDeploying(Model.World world, Model.Installation installation)
{
    private Model.Caller.Bot Bot => Model.People.As(installation);

    public Task<Answer<DeploymentFact>> Deploy(Model.Repository of, EnvironmentMove.Deploy deploy)
    {
        var known = of.Deployments.Values.FirstOrDefault(other => WorldFacts.Of(other).Deployment.Payload?.Id == deploy.Payload.Id);
        if (known is not null)
        {
            return Made(WorldFacts.Of(known));
        }

        var draft = new Model.DeploymentDraft(deploy.Sha.Hex)
        {
            AutoMerge = false,
            RequiredContexts = [],
            Environment = deploy.Environment,
            Description = deploy.Description,
            Payload = new JsonObject { ["sluice"] = JsonSerializer.SerializeToNode(deploy.Payload) },
        };
        return Told(world.Deployments.Create(Bot, of, draft), made => WorldFacts.Of(made.Deployment!));
    }

    public Task<Answer<DeploymentFact>> SetStatus(Model.Repository of, Deployment deployment, DeploymentState state, string description)
    {
        var known = of.Deployments[deployment.Id];
        if (state != DeploymentState.Inactive && !Stages.IsUnfinished(WorldFacts.Of(known).Deployment.State))
        {
            return Made(WorldFacts.Of(known));
        }

        var word = new Model.DeploymentWord(WorldFacts.Word(state)) { Description = description, AutoInactive = false };
        return Told(world.Deployments.Tell(Bot, known, word), _ => WorldFacts.Of(known));
    }

    public Task<Answer<DeployRun?>> Dispatch(Model.Repository of, EnvironmentMove.Dispatch dispatch, string main)
    {
        var given = new JsonObject { ["deployment_id"] = dispatch.Deployment, ["sha"] = dispatch.Sha.Hex };
        return dispatch.By.By == DeployBy.WorkflowDispatch
                ? Told(world.Actions.Dispatch(Bot, of, dispatch.By.Workflow!, dispatch.By.Ref ?? main, given), run => (DeployRun?)Run(run))
            : world.Actions.Dispatch(Bot, of, dispatch.By.Event, given) is { } refusal ? Refused<DeployRun?>(refusal)
            : Made<DeployRun?>(null);
    }

    public Task<Answer<Row<DeployRun>>> Dispatched(Model.Repository of, DeployPolicy by, DateTimeOffset since) =>
        Made(
            of.WorkflowRuns.Values.Where(run =>
                    run.Actor == installation.App.Bot
                    && run.CreatedAt >= since
                    && run.Event == (by.By == DeployBy.WorkflowDispatch ? "workflow_dispatch" : "repository_dispatch")
                )
                .Select(Run)
                .ToRow()
        );

    public static Task<Answer<DeployRun>> Run(Model.Repository of, long run) =>
        of.WorkflowRuns.TryGetValue(run, out var known) ? Made(Run(known)) : Refused<DeployRun>(Model.Refusal.NotFound);

    private static DeployRun Run(Model.WorkflowRun run) =>
        new(
            run.Id,
            "",
            (run.Status, run.Conclusion) switch
            {
                ("completed", "success") => RunState.Succeeded,
                ("completed", _) => RunState.Failed,
                ("in_progress", _) => RunState.Running,
                _ => RunState.Queued,
            }
        );
}
