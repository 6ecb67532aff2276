using System.Text.Json.Nodes;
using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Hooks;

/// <summary>What a webhook says of an event, the same for all that hear of it; the installation is added for each.</summary>
internal sealed class HookBody(World world, Wire wire)
{
    public JsonObject Of(WorldEvent happened)
    {
        var body = new JsonObject();
        if (happened.Action is { } action)
            body["action"] = action;
        Say(body, happened);
        if (happened.Repository is { } repository)
        {
            body["repository"] = Repository(repository, happened is WorldEvent.Push);
            if (repository.Owner.Type == AccountType.Organization)
                body["organization"] = wire.Organization(repository.Owner);
        }

        body["sender"] = wire.Account(happened.Sender);
        return body;
    }

    private void Say(JsonObject body, WorldEvent happened)
    {
        switch (happened)
        {
            case WorldEvent.Push push:
                Push(body, push);
                break;
            case WorldEvent.RefEvent change:
                Ref(body, change);
                break;
            case WorldEvent.PullRequest change:
                PullBodies.Say(wire, body, change);
                break;
            case WorldEvent.PullReview change:
                body["pull_request"] = wire.Pull(change.Pull);
                body["review"] = PullBodies.Review(wire, change);
                break;
            case WorldEvent.Comment comment:
                PullBodies.Say(wire, body, comment);
                break;
            case WorldEvent.LabelChange change:
                body["label"] = wire.Label(change.Of, change.Label);
                break;
            case WorldEvent.CheckRunChange change:
                CheckBodies.Say(wire, body, change);
                break;
            case CheckSuiteChange change:
                body["check_suite"] = wire.ShortSuite(change.Suite);
                break;
            case WorldEvent.StatusChange change:
                CheckBodies.Say(world, wire, body, change);
                break;
            case DeploymentChange change:
                DeploymentBodies.Say(wire, body, change.Deployment, null);
                break;
            case DeploymentStatusChange change:
                DeploymentBodies.Say(wire, body, change.Deployment, change.Status);
                break;
            case WorkflowRunChange change:
                DeploymentBodies.Say(wire, body, change.Run);
                break;
            case WorkflowJobChange change:
                body["workflow_job"] = wire.WorkflowJob(change.Job);
                break;
            case MergeGroupChange change:
                PullBodies.Say(wire, body, change);
                break;
            case RepositoryDispatch change:
                DeploymentBodies.Say(body, change);
                break;
            case WorkflowDispatch change:
                DeploymentBodies.Say(body, change);
                break;
            case WorldEvent.RulesChange change:
                RuleBodies.Say(wire, body, change);
                break;
            case RepositoryChange change:
                RuleBodies.Say(wire, body, change);
                break;
            case WorldEvent.InstallationChange change:
                RuleBodies.Say(world, wire, body, change);
                break;
            case WorldEvent.InstallationRepositories change:
                RuleBodies.Say(wire, body, change);
                break;
        }
    }

    private void Push(JsonObject body, WorldEvent.Push push)
    {
        var repository = push.Of;
        var (isNew, isGone) = (push.Before == Zero.Sha, push.After == Zero.Sha);
        body["ref"] = push.Ref;
        body["before"] = push.Before;
        body["after"] = push.After;
        body["created"] = isNew;
        body["deleted"] = isGone;
        body["forced"] = push.Forced;
        body["base_ref"] = null;
        body["compare"] = $"{wire.Page(repository)}/compare/{push.Before[..12]}...{push.After[..12]}";
        body["pusher"] = new JsonObject { ["name"] = push.By.Login, ["email"] = push.By.Email };
        var since = isNew ? repository.Branch(repository.DefaultBranch) : push.Before;
        var tip = repository.Git.Peel(push.After);
        var commits = tip is null || since is null || since == tip ? [] : repository.History.Between(since, tip);
        body["commits"] = Wire.Array(commits.TakeLast(2_048), c => wire.PushedCommit(repository, c));
        body["head_commit"] = tip is null ? null : wire.PushedCommit(repository, repository.Git.Commit(tip)!);
    }

    private static void Ref(JsonObject body, WorldEvent.RefEvent change)
    {
        var isTag = change.Ref.StartsWith("refs/tags/", StringComparison.Ordinal);
        body["ref"] = change.Ref.Replace("refs/heads/", "", StringComparison.Ordinal).Replace("refs/tags/", "", StringComparison.Ordinal);
        body["ref_type"] = isTag ? "tag" : "branch";
        body["pusher_type"] = "user";
        if (change.Name != "create")
            return;
        body["master_branch"] = change.Of.DefaultBranch;
        body["description"] = change.Of.Description;
    }

    // In pushes GitHub writes these two times as seconds.
    private JsonObject Repository(Repository repository, bool isPush)
    {
        var shape = wire.Repository(repository);
        if (!isPush)
            return shape;
        shape["created_at"] = repository.CreatedAt.ToUnixTimeSeconds();
        shape["pushed_at"] = repository.PushedAt.ToUnixTimeSeconds();
        return shape;
    }
}
