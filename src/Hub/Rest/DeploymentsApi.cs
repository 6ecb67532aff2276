using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Deployments and their statuses.</summary>
internal static class DeploymentsApi
{
    private const string All = "/repos/{owner}/{repo}/deployments";

    public static void Map(Routes routes)
    {
        routes.Get(All, Need.Read("deployments"), List);
        routes.Post(All, Need.Write("deployments"), Create);
        routes.Get(All + "/{id}", Need.Read("deployments"), call => Reply.Ok(call.Wire.Deployment(One(call))));
        routes.Delete(All + "/{id}", Need.Write("deployments"), Delete);
        routes.Get(All + "/{id}/statuses", Need.Read("deployments"), Statuses);
        routes.Post(All + "/{id}/statuses", Need.Write("deployments"), Tell);
        routes.Get(All + "/{id}/statuses/{status}", Need.Read("deployments"), Status);
    }

    private static Reply List(Call call)
    {
        var (sha, name, task, environment) = (call.Query("sha"), call.Query("ref"), call.Query("task"), call.Query("environment"));
        var found = call
            .Repository.Deployments.Values.Reverse()
            .Where(d =>
                (sha is null or "none" || d.Sha == sha)
                && (name is null or "none" || d.Ref == name)
                && (task is null or "none" || d.Task == task)
                && (environment is null or "none" || d.Environment == environment)
            );
        return call.Page(found.ToArray(), call.Wire.Deployment);
    }

    private static Reply Create(Call call)
    {
        var draft = new DeploymentDraft(call.Text("ref"))
        {
            Task = call.Optional("task") ?? "deploy",
            AutoMerge = call.Flag("auto_merge") ?? true,
            RequiredContexts = call.Texts("required_contexts"),
            Payload = call.Body["payload"],
            Environment = call.Optional("environment") ?? "production",
            Description = call.Optional("description"),
            IsTransient = call.Flag("transient_environment") ?? false,
            IsProduction = call.Flag("production_environment"),
        };
        return Reply.From(
            call.World.Deployments.Create(call.Caller, call.Repository, draft),
            made =>
                made.Deployment is { } deployment
                    ? Reply.Created(call.Wire.Deployment(deployment))
                    : new Reply(202, new JsonObject { ["message"] = made.AutoMerged })
        );
    }

    private static Reply Delete(Call call) =>
        Deploying.Delete(call.Caller, One(call)) is { } refusal ? Reply.Refused(refusal) : Reply.NoContent;

    private static Reply Statuses(Call call)
    {
        var deployment = One(call);
        return call.Page(deployment.Statuses.AsEnumerable().Reverse().ToArray(), s => call.Wire.DeploymentStatus(deployment, s));
    }

    private static Reply Status(Call call)
    {
        var deployment = One(call);
        var id = call.Id("status");
        return deployment.Statuses.Find(s => s.Id == id) is { } status
            ? Reply.Ok(call.Wire.DeploymentStatus(deployment, status))
            : Reply.Refused(Refusal.NotFound);
    }

    private static Reply Tell(Call call)
    {
        var deployment = One(call);
        var word = new DeploymentWord(call.Text("state"))
        {
            Description = call.Optional("description") ?? "",
            Environment = call.Optional("environment"),
            LogUrl = call.Optional("log_url") ?? call.Optional("target_url") ?? "",
            EnvironmentUrl = call.Optional("environment_url") ?? "",
            AutoInactive = call.Flag("auto_inactive") ?? true,
        };
        return Reply.From(
            call.World.Deployments.Tell(call.Caller, deployment, word),
            status => Reply.Created(call.Wire.DeploymentStatus(deployment, status))
        );
    }

    private static Deployment One(Call call) =>
        call.Repository.Deployments.GetValueOrDefault(call.Id("id")) ?? throw new BodyFault(Refusal.NotFound);
}
