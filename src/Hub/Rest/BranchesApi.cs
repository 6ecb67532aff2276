using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Branches, the rules that apply to them, rulesets and classic protection.</summary>
internal static class BranchesApi
{
    private const string Root = "/repos/{owner}/{repo}";

    public static void Map(Routes routes)
    {
        routes.Get($"{Root}/branches", Need.Read("contents"), List);
        routes.Get($"{Root}/branches/{{branch*}}", Need.Read("contents"), Get);
        routes.Get($"{Root}/branches/{{branch*}}/protection", Need.Read("administration"), Protection);
        routes.Get($"{Root}/branches/{{branch*}}/protection/required_status_checks", Need.Read("administration"), ProtectionChecks);
        routes.Get($"{Root}/rules/branches/{{branch*}}", Need.Read("metadata"), Rules);
        routes.Get($"{Root}/rulesets", Need.Read("metadata"), Rulesets);
        routes.Get($"{Root}/rulesets/{{id}}", Need.Read("metadata"), Ruleset);
        routes.Post($"{Root}/rulesets", Need.Write("administration"), RulesetWrites.Create);
        routes.Put($"{Root}/rulesets/{{id}}", Need.Write("administration"), RulesetWrites.Change);
    }

    private static Reply List(Call call)
    {
        var repository = call.Repository;
        var branches = repository
            .Branches.Where(b =>
                call.Query("protected") switch
                {
                    "true" => BranchRules.IsProtected(repository, b.Key),
                    "false" => !BranchRules.IsProtected(repository, b.Key),
                    _ => true,
                }
            )
            .ToArray();
        return call.Page(
            branches,
            b => new JsonObject
            {
                ["name"] = b.Key,
                ["commit"] = new JsonObject { ["sha"] = b.Value, ["url"] = $"{call.Wire.Of(repository)}/commits/{b.Value}" },
                ["protected"] = BranchRules.IsProtected(repository, b.Key),
            }
        );
    }

    private static Reply Get(Call call)
    {
        var (repository, branch) = (call.Repository, call["branch"]);
        if (repository.Branch(branch) is not { } sha)
            return Reply.Refused(new Refusal(404, "Branch not found"));
        var self = $"{call.Wire.Of(repository)}/branches/{branch}";
        var protection = repository.Protections.GetValueOrDefault(branch);
        return Reply.Ok(
            new JsonObject
            {
                ["name"] = branch,
                ["commit"] = call.Wire.Commit(call.World, repository, repository.Git.Commit(sha)!),
                ["_links"] = new JsonObject { ["self"] = self, ["html"] = $"{call.Wire.Page(repository)}/tree/{branch}" },
                ["protected"] = BranchRules.IsProtected(repository, branch),
                ["protection"] = new JsonObject
                {
                    ["enabled"] = protection is not null,
                    ["required_status_checks"] = new JsonObject
                    {
                        ["enforcement_level"] =
                            protection?.Checks is null ? "off"
                            : protection.EnforceAdmins ? "everyone"
                            : "non_admins",
                        ["contexts"] = new JsonArray([.. (protection?.Checks ?? []).Select(c => (JsonNode)c.Context)]),
                        ["checks"] = new JsonArray([.. (protection?.Checks ?? []).Select(Check)]),
                    },
                },
                ["protection_url"] = $"{self}/protection",
            }
        );
    }

    private static Reply Protection(Call call)
    {
        if (Of(call) is not { } protection)
            return Reply.Refused(new Refusal(404, "Branch not protected"));
        var url = $"{call.Wire.Of(call.Repository)}/branches/{call["branch"]}/protection";
        var shape = new JsonObject { ["url"] = url };
        if (protection.Checks is not null)
            shape["required_status_checks"] = Checks(url, protection);
        if (protection.Approvals is { } approvals)
        {
            shape["required_pull_request_reviews"] = new JsonObject
            {
                ["url"] = $"{url}/required_pull_request_reviews",
                ["dismiss_stale_reviews"] = protection.DismissStale,
                ["require_code_owner_reviews"] = false,
                ["require_last_push_approval"] = false,
                ["required_approving_review_count"] = approvals,
            };
        }

        if (protection.PushAllowed is { } allowed)
        {
            shape["restrictions"] = new JsonObject
            {
                ["url"] = $"{url}/restrictions",
                ["users_url"] = $"{url}/restrictions/users",
                ["teams_url"] = $"{url}/restrictions/teams",
                ["apps_url"] = $"{url}/restrictions/apps",
                ["users"] = new JsonArray([
                    .. allowed.Where(call.World.Accounts.ContainsKey).Select(a => call.Wire.Account(call.World.Accounts[a])),
                ]),
                ["teams"] = new JsonArray(),
                ["apps"] = new JsonArray([.. call.World.Apps.Values.Where(a => allowed.Contains(a.Slug)).Select(call.Wire.App)]),
            };
        }

        shape["required_signatures"] = new JsonObject { ["url"] = $"{url}/required_signatures", ["enabled"] = protection.Signatures };
        shape["enforce_admins"] = new JsonObject { ["url"] = $"{url}/enforce_admins", ["enabled"] = protection.EnforceAdmins };
        foreach (var (name, enabled) in Switches(protection))
            shape[name] = new JsonObject { ["enabled"] = enabled };
        return Reply.Ok(shape);
    }

    private static (string Name, bool Enabled)[] Switches(Protection protection) =>
        [
            ("required_linear_history", protection.LinearHistory),
            ("allow_force_pushes", protection.AllowForcePushes),
            ("allow_deletions", protection.AllowDeletions),
            ("block_creations", false),
            ("required_conversation_resolution", false),
            ("lock_branch", false),
            ("allow_fork_syncing", false),
        ];

    private static Reply ProtectionChecks(Call call)
    {
        if (Of(call) is not { } protection)
            return Reply.Refused(new Refusal(404, "Branch not protected"));
        return protection.Checks is null
            ? Reply.Refused(new Refusal(404, "Required status checks not enabled"))
            : Reply.Ok(Checks($"{call.Wire.Of(call.Repository)}/branches/{call["branch"]}/protection", protection));
    }

    private static Reply Rules(Call call)
    {
        var rules = BranchRules.Active(call.Repository, call["branch"]).ToArray();
        return call.Page(rules, r => Payloads.Wire.RuleOf(call.Repository, r.Set, r.Rule));
    }

    private static Reply Rulesets(Call call) =>
        call.Page(call.Repository.Rulesets.Values, r => call.Wire.Ruleset(call.Repository, r, isFull: false));

    private static Reply Ruleset(Call call) =>
        call.Repository.Rulesets.TryGetValue(call.Id("id"), out var found) ? Reply.Ok(Seen(call, found)) : Reply.Refused(Refusal.NotFound);

    // Who may not change it is not shown who else goes around it, only whether they do themselves.
    private static JsonObject Seen(Call call, Ruleset found)
    {
        var shape = call.Wire.Ruleset(call.Repository, found, isFull: true);
        shape["current_user_can_bypass"] =
            BranchRules.Bypasses(call.Caller, call.Repository, found, viaPull: false) ? "always"
            : BranchRules.Bypasses(call.Caller, call.Repository, found, viaPull: true) ? "pull_requests_only"
            : "never";
        if (call.Caller.Refuses(call.Repository, "administration", Access.Write) is not null)
            shape.Remove("bypass_actors");
        return shape;
    }

    private static Protection? Of(Call call) => call.Repository.Protections.GetValueOrDefault(call["branch"]);

    private static JsonObject Checks(string url, Protection protection) =>
        new()
        {
            ["url"] = $"{url}/required_status_checks",
            ["strict"] = protection.Strict,
            ["contexts"] = new JsonArray([.. protection.Checks!.Select(c => (JsonNode)c.Context)]),
            ["contexts_url"] = $"{url}/required_status_checks/contexts",
            ["checks"] = new JsonArray([.. protection.Checks!.Select(Check)]),
        };

    private static JsonObject Check(RequiredCheck check) => new() { ["context"] = check.Context, ["app_id"] = check.AppId };
}
