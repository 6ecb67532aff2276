using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Rest;

namespace Sluice.Hub.Control;

/// <summary>Rulesets, classic protection and merge settings.</summary>
internal static class RuleControl
{
    private const string Root = "/_hub/repos/{owner}/{repo}";

    public static void Map(Routes routes)
    {
        routes.Post($"{Root}/rulesets", Need.Nothing, AddRuleset);
        routes.Delete($"{Root}/rulesets/{{id}}", Need.Nothing, RemoveRuleset);
        routes.Put($"{Root}/protection/{{branch*}}", Need.Nothing, Protect);
        routes.Delete($"{Root}/protection/{{branch*}}", Need.Nothing, Unprotect);
        routes.Put($"{Root}/merging", Need.Nothing, SetMerging);
    }

    // {name, include?, bypass?: [{type, id?, mode?}], rules: [{type, approvals?, checks?, strict?, operator?, pattern?, negate?}]}
    private static Reply AddRuleset(Call call)
    {
        var rules = new List<Rule>();
        foreach (var item in call.List("rules") ?? throw Call.Missing("rules"))
        {
            if (Read(item) is not { } rule)
                return Reply.Refused(new Refusal(422, $"No rule has the type \"{item?["type"]}\"."));
            rules.Add(rule);
        }

        var ruleset = call.World.Rules.Add(call.Repository, call.Optional("name") ?? "rules", call.Repository.Owner, rules);
        if (call.Texts("include") is { } include)
        {
            ruleset.Include.Clear();
            ruleset.Include.AddRange(include);
        }

        foreach (var actor in call.List("bypass") ?? [])
            ruleset.Bypass.Add(new BypassActor(actor.Text("type") ?? "Integration", actor.Number("id"), actor.Text("mode") ?? "always"));
        return Reply.Created(call.Wire.Ruleset(call.Repository, ruleset, isFull: true));
    }

    private static Rule? Read(JsonNode? given) =>
        given.Text("type") switch
        {
            "commit_message_pattern" => Rule.CommitMessage.IsSound(given.Text("operator"), given.Text("pattern"))
                ? new Rule.CommitMessage(given.Text("operator")!, given.Text("pattern")!, given.Flag("negate") ?? false)
                : null,
            "merge_queue" => new Rule.MergeQueue((int)(given.Number("timeout_minutes") ?? 60), (int)(given.Number("max_builds") ?? 5)),
            "pull_request" => new Rule.PullRequest(
                (int)(given.Number("approvals") ?? 0),
                given.Flag("dismiss_stale") ?? false,
                given.Flag("last_push") ?? false,
                given.Flag("code_owners") ?? false
            ),
            "required_status_checks" => new Rule.StatusChecks(
                Checks((given as JsonObject)?["checks"]) ?? [],
                given.Flag("strict") ?? false
            ),
            var plain => Rule.Plain(plain),
        };

    // "name" or {context, app_id}
    private static RequiredCheck[]? Checks(JsonNode? given) =>
        (given as JsonArray)
            ?.Select(item =>
                item is JsonObject check
                    ? new RequiredCheck(check.Text("context") ?? throw Call.Missing("context"), check.Number("app_id"))
                    : new RequiredCheck(item.AsText() ?? throw Call.Missing("checks"))
            )
            .ToArray();

    private static Reply RemoveRuleset(Call call) =>
        call.Repository.Rulesets.Remove(call.Id("id")) ? Reply.NoContent : Reply.Refused(Refusal.NotFound);

    private static Reply Protect(Call call)
    {
        var protection = new Protection
        {
            Checks = Checks(call.List("checks")),
            Strict = call.Flag("strict") ?? false,
            Approvals = (int?)call.Number("approvals"),
            DismissStale = call.Flag("dismiss_stale") ?? false,
            EnforceAdmins = call.Flag("enforce_admins") ?? false,
            LinearHistory = call.Flag("linear_history") ?? false,
            Signatures = call.Flag("signatures") ?? false,
            AllowForcePushes = call.Flag("allow_force_pushes") ?? false,
            AllowDeletions = call.Flag("allow_deletions") ?? false,
            PushAllowed = call.Texts("push_allowed") is { } allowed
                ? new SortedSet<string>(allowed, StringComparer.OrdinalIgnoreCase)
                : null,
        };
        call.World.Rules.Protect(call.Repository, call["branch"], protection, call.Repository.Owner);
        return Reply.NoContent;
    }

    private static Reply Unprotect(Call call)
    {
        call.World.Rules.Unprotect(call.Repository, call["branch"], call.Repository.Owner);
        return Reply.NoContent;
    }

    private static Reply SetMerging(Call call)
    {
        var now = call.Repository.Merging;
        call.Repository.Merging = now with
        {
            AllowMerge = call.Flag("merge") ?? now.AllowMerge,
            AllowSquash = call.Flag("squash") ?? now.AllowSquash,
            AllowRebase = call.Flag("rebase") ?? now.AllowRebase,
            DeleteBranch = call.Flag("delete_branch") ?? now.DeleteBranch,
            SquashTitle = call.Optional("squash_title") ?? now.SquashTitle,
            SquashMessage = call.Optional("squash_message") ?? now.SquashMessage,
            MergeTitle = call.Optional("merge_title") ?? now.MergeTitle,
            MergeMessage = call.Optional("merge_message") ?? now.MergeMessage,
        };
        return Reply.NoContent;
    }
}
