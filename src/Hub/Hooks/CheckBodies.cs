using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Hooks;

/// <summary>check_run and status.</summary>
internal static class CheckBodies
{
    public static void Say(Wire wire, JsonObject body, WorldEvent.CheckRunChange change)
    {
        var shape = wire.CheckRun(change.Of, change.Run);
        var suite = wire.ShortSuite(change.Of.Marks.Suites[change.Run.SuiteId]);
        foreach (var field in new[] { "rerequestable", "runs_rerequestable", "latest_check_runs_count", "check_runs_url", "head_commit" })
            suite.Remove(field);
        shape["check_suite"] = suite;
        body["check_run"] = shape;
        if (change.Button is not null)
            body["requested_action"] = new JsonObject { ["identifier"] = change.Button };
    }

    public static void Say(World world, Wire wire, JsonObject body, WorldEvent.StatusChange change)
    {
        var (repository, status) = (change.Of, change.Status);
        body["id"] = status.Id;
        body["sha"] = status.Sha;
        body["name"] = repository.FullName;
        body["avatar_url"] = $"{wire.Web}/avatars/{status.Creator.Id}";
        body["target_url"] = status.TargetUrl;
        body["context"] = status.Context;
        body["description"] = status.Description;
        body["state"] = status.State;
        body["commit"] = wire.Commit(world, repository, repository.Git.Commit(status.Sha)!);
        body["branches"] = Wire.Array(
            repository.Branches.Where(b => b.Value == status.Sha).Take(10),
            b => new JsonObject
            {
                ["name"] = b.Key,
                ["commit"] = new JsonObject { ["sha"] = b.Value, ["url"] = $"{wire.Of(repository)}/commits/{b.Value}" },
                ["protected"] = BranchRules.IsProtected(repository, b.Key),
            }
        );
        body["created_at"] = Wire.Time(status.At);
        body["updated_at"] = Wire.Time(status.At);
    }
}
