using Sluice.Hub.Model;

namespace Sluice.Hub.Hooks;

/// <summary>Which installations hear of an event: those of the repository that subscribed to it and may read of such things.</summary>
internal static class Audience
{
    public static IEnumerable<Installation> Of(World world, WorldEvent happened) =>
        happened switch
        {
            WorldEvent.InstallationChange change => [change.Subject],
            WorldEvent.InstallationRepositories change => [change.Subject],
            { Repository: { } repository } => world.Installations.Values.Where(i => Hears(i, repository, happened)),
            _ => [],
        };

    private static bool Hears(Installation installation, Repository repository, WorldEvent happened)
    {
        if (installation.SuspendedAt is not null || !installation.Covers(repository))
            return false;
        if (Owner(happened) is { } owner && owner != installation.App)
            return false;
        var (permission, subscribes) = Permission(happened.Name);
        var access = permission == "metadata" ? Access.Read : installation.Permissions.GetValueOrDefault(permission);
        if (access < Access.Read)
            return false;
        return installation.Events.Contains(happened.Name) || (subscribes && access == Access.Write);
    }

    // What is asked of one App is told to no other.
    private static App? Owner(WorldEvent happened) =>
        happened switch
        {
            WorldEvent.CheckRunChange { What: "rerequested" or "requested_action" } change => change.Run.App,
            CheckSuiteChange { Did: "requested" or "rerequested" } change => change.Suite.App,
            _ => null,
        };

    // The permission that an event asks for; the flag: writing it subscribes by itself.
    private static (string Permission, bool Subscribes) Permission(string name) =>
        name switch
        {
            "check_run" or "check_suite" => ("checks", true),
            "pull_request" or "pull_request_review" => ("pull_requests", false),
            "issue_comment" => ("issues", false),
            "status" => ("statuses", false),
            "deployment" or "deployment_status" => ("deployments", false),
            "workflow_run" or "workflow_job" => ("actions", false),
            "merge_group" => ("merge_queues", false),
            "push" or "create" or "delete" or "repository_dispatch" or "workflow_dispatch" => ("contents", false),
            "branch_protection_rule" => ("administration", false),
            _ => ("metadata", false),
        };
}
