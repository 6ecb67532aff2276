using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Hooks;

/// <summary>repository_ruleset, branch_protection_rule, installation and installation_repositories.</summary>
internal static class RuleBodies
{
    public static void Say(Wire wire, JsonObject body, WorldEvent.RulesChange change)
    {
        if (change.Ruleset is { } ruleset)
            body["repository_ruleset"] = Ruleset(wire, change.Of, ruleset);
        if (change.Branch is { } branch)
            body["rule"] = Protection(change.Of, branch);
        if (change is { What: "edited", Branch: not null })
            body["changes"] = new JsonObject();
    }

    public static void Say(Wire wire, JsonObject body, RepositoryChange change)
    {
        if (change.From is { } owner)
            body["changes"] = new JsonObject
            {
                ["owner"] = new JsonObject
                {
                    ["from"] = new JsonObject { [owner.Type == AccountType.Organization ? "organization" : "user"] = wire.Account(owner) },
                },
            };
        else if (change.Was is { } name)
            body["changes"] = new JsonObject { ["repository"] = new JsonObject { ["name"] = new JsonObject { ["from"] = name } } };
    }

    public static void Say(World world, Wire wire, JsonObject body, WorldEvent.InstallationChange change)
    {
        body["installation"] = wire.Installation(change.Subject);
        if (change.What is not ("created" or "deleted"))
            return;
        body["repositories"] = Wire.Array(world.Repositories.Values.Where(change.Subject.Covers), Short);
        if (change.What == "created")
            body["requester"] = null;
    }

    public static void Say(Wire wire, JsonObject body, WorldEvent.InstallationRepositories change)
    {
        body["installation"] = wire.Installation(change.Subject);
        body["repository_selection"] = change.Subject.Selected is null ? "all" : "selected";
        body["repositories_added"] = Wire.Array(change.What == "added" ? change.Changed : [], Short);
        body["repositories_removed"] = Wire.Array(change.What == "removed" ? change.Changed : [], Short);
        body["requester"] = null;
    }

    private static JsonObject Short(Repository repository) =>
        new()
        {
            ["id"] = repository.Id,
            ["node_id"] = NodeIds.Of("R", repository.Id),
            ["name"] = repository.Name,
            ["full_name"] = repository.FullName,
            ["private"] = repository.IsPrivate,
        };

    private static JsonObject Ruleset(Wire wire, Repository repository, Ruleset ruleset) =>
        new()
        {
            ["id"] = ruleset.Id,
            ["name"] = ruleset.Name,
            ["target"] = "branch",
            ["source_type"] = "Repository",
            ["source"] = repository.FullName,
            ["enforcement"] = ruleset.Enforcement.ToString().ToLowerInvariant(),
            ["node_id"] = NodeIds.Of("RRS", ruleset.Id),
            ["_links"] = new JsonObject { ["self"] = new JsonObject { ["href"] = $"{wire.Of(repository)}/rulesets/{ruleset.Id}" } },
            ["created_at"] = Wire.Time(ruleset.CreatedAt),
            ["updated_at"] = Wire.Time(ruleset.UpdatedAt),
        };

    private static JsonObject Protection(Repository repository, string branch)
    {
        var protection = repository.Protections.GetValueOrDefault(branch) ?? new Protection();
        return new JsonObject
        {
            ["id"] = repository.Id,
            ["repository_id"] = repository.Id,
            ["name"] = branch,
            ["created_at"] = Wire.Time(repository.CreatedAt),
            ["updated_at"] = Wire.Time(repository.UpdatedAt),
            ["admin_enforced"] = protection.EnforceAdmins,
            ["allow_deletions_enforcement_level"] = Level(protection.AllowDeletions),
            ["allow_force_pushes_enforcement_level"] = Level(protection.AllowForcePushes),
            ["authorized_actor_names"] = Wire.Array(protection.PushAllowed ?? [], name => name),
            ["authorized_actors_only"] = protection.PushAllowed is not null,
            ["authorized_dismissal_actors_only"] = false,
            ["dismiss_stale_reviews_on_push"] = protection.DismissStale,
            ["ignore_approvals_from_contributors"] = false,
            ["linear_history_requirement_enforcement_level"] = Level(protection.LinearHistory),
            ["lock_branch_enforcement_level"] = Level(false),
            ["merge_queue_enforcement_level"] = Level(false),
            ["pull_request_reviews_enforcement_level"] = Level(protection.Approvals is not null),
            ["require_code_owner_review"] = false,
            ["required_approving_review_count"] = protection.Approvals ?? 0,
            ["required_conversation_resolution_level"] = Level(false),
            ["required_deployments_enforcement_level"] = Level(false),
            ["required_status_checks"] = Wire.Array(protection.Checks ?? [], c => c.Context),
            ["required_status_checks_enforcement_level"] = Level(protection.Checks is not null),
            ["signature_requirement_enforcement_level"] = Level(protection.Signatures),
            ["strict_required_status_checks_policy"] = protection.Strict,
        };
    }

    private static string Level(bool isOn) => isOn ? "non_admins" : "off";
}
