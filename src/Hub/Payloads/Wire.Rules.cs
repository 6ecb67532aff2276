using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    /// <summary>A rule as it applies to a branch, with the ruleset that it comes from.</summary>
    public static JsonObject RuleOf(Repository repository, Ruleset set, Rule rule)
    {
        var shape = Rule(rule);
        shape["ruleset_source_type"] = "Repository";
        shape["ruleset_source"] = repository.FullName;
        shape["ruleset_id"] = set.Id;
        return shape;
    }

    public JsonObject Ruleset(Repository repository, Ruleset set, bool isFull)
    {
        var shape = new JsonObject
        {
            ["id"] = set.Id,
            ["node_id"] = NodeIds.Of("RRS", set.Id),
            ["name"] = set.Name,
            ["target"] = "branch",
            ["source_type"] = "Repository",
            ["source"] = repository.FullName,
            ["enforcement"] = set.Enforcement switch
            {
                Enforcement.Active => "active",
                Enforcement.Evaluate => "evaluate",
                _ => "disabled",
            },
            ["created_at"] = Time(set.CreatedAt),
            ["updated_at"] = Time(set.UpdatedAt),
            ["_links"] = new JsonObject
            {
                ["self"] = Link($"{Of(repository)}/rulesets/{set.Id}"),
                ["html"] = Link($"{Page(repository)}/rules/{set.Id}"),
            },
        };
        if (!isFull)
            return shape;
        shape["conditions"] = new JsonObject
        {
            ["ref_name"] = new JsonObject { ["include"] = Array(set.Include, p => p), ["exclude"] = Array(set.Exclude, p => p) },
        };
        shape["rules"] = Array(set.Rules, Rule);
        shape["bypass_actors"] = Array(
            set.Bypass,
            b => new JsonObject
            {
                ["actor_id"] = b.Id,
                ["actor_type"] = b.Type,
                ["bypass_mode"] = b.Mode,
            }
        );
        return shape;
    }

    private static JsonObject Team(string over) =>
        new()
        {
            ["file_patterns"] = new JsonArray(over),
            ["minimum_approvals"] = 1,
            ["reviewer"] = new JsonObject { ["id"] = 1, ["type"] = "Team" },
        };

    private static JsonObject Rule(Rule rule)
    {
        var shape = new JsonObject { ["type"] = rule.Type };
        JsonObject? parameters = rule switch
        {
            Model.Rule.Update => new JsonObject { ["update_allows_fetch_and_merge"] = false },
            Model.Rule.CommitMessage message => new JsonObject
            {
                ["operator"] = message.Operator,
                ["pattern"] = message.Pattern,
                ["negate"] = message.Negate,
            },
            Model.Rule.PullRequest reviews => new JsonObject
            {
                ["required_approving_review_count"] = reviews.Approvals,
                ["dismiss_stale_reviews_on_push"] = reviews.DismissStale,
                ["require_code_owner_review"] = reviews.CodeOwners,
                ["require_last_push_approval"] = reviews.LastPush,
                ["required_review_thread_resolution"] = false,
                ["required_reviewers"] = new JsonArray([.. reviews.TeamOver.Select(Team)]),
                ["allowed_merge_methods"] = new JsonArray("merge", "squash", "rebase"),
            },
            Model.Rule.StatusChecks checks => new JsonObject
            {
                ["required_status_checks"] = Array(checks.Checks, Required),
                ["strict_required_status_checks_policy"] = checks.Strict,
                ["do_not_enforce_on_create"] = false,
            },
            Model.Rule.MergeQueue queue => new JsonObject
            {
                ["check_response_timeout_minutes"] = queue.TimeoutMinutes,
                ["grouping_strategy"] = "ALLGREEN",
                ["max_entries_to_build"] = queue.MaxBuilds,
                ["max_entries_to_merge"] = 5,
                ["merge_method"] = "MERGE",
                ["min_entries_to_merge"] = 1,
                ["min_entries_to_merge_wait_minutes"] = 5,
            },
            _ => null,
        };
        if (parameters is not null)
            shape["parameters"] = parameters;
        return shape;
    }

    private static JsonObject Required(RequiredCheck check)
    {
        var shape = new JsonObject { ["context"] = check.Context };
        if (check.AppId is { } app)
            shape["integration_id"] = app;
        return shape;
    }
}
