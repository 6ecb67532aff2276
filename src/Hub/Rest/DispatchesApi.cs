using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Workflows, and what starts them from outside: workflow_dispatch and repository_dispatch.</summary>
internal static class DispatchesApi
{
    private const string Workflows = "/repos/{owner}/{repo}/actions/workflows";
    private const int MostInputs = 25;

    public static void Map(Routes routes)
    {
        routes.Get(
            Workflows,
            Need.Read("actions"),
            call => call.PageIn("workflows", [.. call.Repository.Workflows.Values], each => call.Wire.Workflow(call.Repository, each))
        );
        routes.Get(Workflows + "/{workflow}", Need.Read("actions"), call => Reply.Ok(call.Wire.Workflow(call.Repository, One(call))));
        routes.Get(Workflows + "/{workflow}/runs", Need.Read("actions"), Runs);
        routes.Put(Workflows + "/{workflow}/disable", Need.Write("actions"), call => Switch(call, off: true));
        routes.Put(Workflows + "/{workflow}/enable", Need.Write("actions"), call => Switch(call, off: false));
        routes.Post(Workflows + "/{workflow}/dispatches", Need.Write("actions"), Run);
        routes.Post("/repos/{owner}/{repo}/dispatches", Need.Write("contents"), Tell);
    }

    private static Reply Run(Call call)
    {
        var inputs = call.Object("inputs") ?? [];
        if (inputs.Count > MostInputs)
            return Reply.Refused(
                new Refusal(422, $"Invalid request.\n\nNo more than {MostInputs} properties are allowed; {inputs.Count} were supplied.")
            );
        var tellsRun = call.Flag("return_run_details") == true;
        return Reply.From(
            call.World.Actions.Dispatch(call.Caller, call.Repository, call["workflow"], call.Text("ref"), inputs),
            run => tellsRun ? Reply.Ok(call.Wire.Dispatched(run)) : Reply.NoContent
        );
    }

    private static Reply Tell(Call call) =>
        call.World.Actions.Dispatch(call.Caller, call.Repository, call.Text("event_type"), call.Object("client_payload") ?? [])
            is { } refusal
            ? Reply.Refused(refusal)
            : Reply.NoContent;

    private static Reply Runs(Call call)
    {
        var workflow = One(call);
        return ActionsApi.List(call, run => run.Workflow.Id == workflow.Id);
    }

    private static Reply Switch(Call call, bool off)
    {
        One(call).IsDisabled = off;
        return Reply.NoContent;
    }

    private static Workflow One(Call call) =>
        call.Repository.Workflows.Values.FirstOrDefault(each => each.IsNamed(call["workflow"])) ?? throw new BodyFault(Refusal.NotFound);
}
