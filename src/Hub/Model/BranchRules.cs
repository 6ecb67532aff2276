using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>What rulesets and classic protection say about a branch, and to whom.</summary>
public sealed class BranchRules(World world)
{
    public Ruleset Add(Repository repository, string name, Account by, params IEnumerable<Rule> rules)
    {
        var ruleset = new Ruleset(world.NextId(), name) { CreatedAt = world.Now, UpdatedAt = world.Now };
        ruleset.Include.Add("~DEFAULT_BRANCH");
        ruleset.Rules.AddRange(rules);
        repository.Rulesets.Add(ruleset.Id, ruleset);
        world.Emit(new WorldEvent.RulesChange("repository_ruleset", "created", repository, by, ruleset));
        return ruleset;
    }

    public void Changed(Repository repository, Ruleset ruleset, Account by)
    {
        ruleset.UpdatedAt = world.Now;
        world.Emit(new WorldEvent.RulesChange("repository_ruleset", "edited", repository, by, ruleset));
    }

    public void Protect(Repository repository, string branch, Protection protection, Account by)
    {
        var action = repository.Protections.ContainsKey(branch) ? "edited" : "created";
        repository.Protections[branch] = protection;
        world.Emit(new WorldEvent.RulesChange("branch_protection_rule", action, repository, by, Branch: branch));
    }

    public void Unprotect(Repository repository, string branch, Account by)
    {
        if (repository.Protections.Remove(branch))
            world.Emit(new WorldEvent.RulesChange("branch_protection_rule", "deleted", repository, by, Branch: branch));
    }

    /// <summary>The active rules for a branch with the rulesets they come from.</summary>
    public static IEnumerable<(Ruleset Set, Rule Rule)> Active(Repository repository, string branch) =>
        from set in repository.Rulesets.Values
        where set.Enforcement == Enforcement.Active && set.Applies(repository, branch)
        from rule in set.Rules
        select (set, rule);

    public static bool IsProtected(Repository repository, string branch) =>
        repository.Protections.ContainsKey(branch) || Active(repository, branch).Any();

    /// <summary>All checks that the branch requires, from both kinds of rules.</summary>
    public static RequiredCheck[] RequiredChecks(Repository repository, string branch) =>
        [
            .. (repository.Protections.GetValueOrDefault(branch)?.Checks ?? [])
                .Concat(Active(repository, branch).Select(r => r.Rule).OfType<Rule.StatusChecks>().SelectMany(r => r.Checks))
                .Distinct()
                .OrderBy(c => c.Context, StringComparer.Ordinal)
                .ThenBy(c => c.AppId),
        ];

    public static bool IsStrict(Repository repository, string branch) =>
        repository.Protections.GetValueOrDefault(branch) is { Strict: true, Checks: not null }
        || Active(repository, branch).Any(r => r.Rule is Rule.StatusChecks { Strict: true });

    /// <summary>How many approvals the branch requires; null when it requires no review.</summary>
    public static int? RequiredApprovals(Repository repository, string branch)
    {
        var fromSets = Active(repository, branch).Select(r => r.Rule).OfType<Rule.PullRequest>().Select(r => (int?)r.Approvals);
        return fromSets.Append(repository.Protections.GetValueOrDefault(branch)?.Approvals).Max();
    }

    /// <summary>Why a direct move of a branch is refused, or null.</summary>
    public static RefDenial? DenyPush(Caller caller, Repository repository, string branch, string before, string after, bool isForced)
    {
        var name = $"refs/heads/{branch}";
        var classic = ClassicLines(caller, repository, branch, before, after, isForced);
        if (classic.Length > 0)
            return new RefDenial(DenialKind.Classic, name, classic);
        var lines = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (set, rule) in Active(repository, branch))
        {
            if (Bypasses(caller, repository, set, viaPull: false))
                continue;
            lines.UnionWith(RuleLines(rule, repository, before, after, isForced));
        }

        return lines.Count > 0 ? new RefDenial(DenialKind.Ruleset, name, [.. lines]) : null;
    }

    /// <summary>Whether this caller need not obey a ruleset.</summary>
    public static bool Bypasses(Caller caller, Repository repository, Ruleset set, bool viaPull) =>
        set.Bypass.Exists(actor =>
            (viaPull || actor.Mode is "always" or "exempt")
            && actor.Type switch
            {
                "Integration" => caller is Caller.Bot bot && bot.Installation.App.Id == actor.Id,
                "RepositoryRole" => caller is Caller.User user && repository.RoleOf(user.Account) >= RoleNumber(actor.Id),
                "OrganizationAdmin" => caller is Caller.User user && user.Account == repository.Owner,
                "User" => caller is Caller.User user && user.Account.Id == actor.Id,
                _ => false,
            }
        );

    private static Role RoleNumber(long? id) =>
        id switch
        {
            2 => Role.Maintain,
            4 => Role.Write,
            _ => Role.Admin,
        };

    private static string[] ClassicLines(Caller caller, Repository repository, string branch, string before, string after, bool isForced)
    {
        if (repository.Protections.GetValueOrDefault(branch) is not { } protection)
            return [];
        var isAdmin = caller is Caller.User user && repository.RoleOf(user.Account) == Role.Admin;
        if (after == Zero.Sha)
            return protection.AllowDeletions ? [] : ["Cannot delete this branch"];
        if (isForced && !protection.AllowForcePushes)
            return ["Cannot force-push to this branch"];
        if (isAdmin && !protection.EnforceAdmins)
            return [];
        if (protection.PushAllowed is { } allowed && !allowed.Contains(NameOf(caller)))
            return
            [
                "You're not authorized to push to this branch. Visit https://docs.github.com/articles/about-protected-branches/ for more information.",
            ];
        var lines = new List<string>();
        if (protection.Approvals is not null)
            lines.Add("Changes must be made through a pull request.");
        if (protection.Checks is { } checks)
            lines.AddRange(RequiredStatus.Missing(repository, after, checks));
        if (protection.Signatures && Unsigned(repository, before, after).Length > 0)
            lines.Add("Commits must have valid signatures.");
        if (protection.LinearHistory && HasMerges(repository, before, after))
            lines.Add("This branch must not contain merge commits.");
        return [.. lines];
    }

    private static IEnumerable<string> RuleLines(Rule rule, Repository repository, string before, string after, bool isForced)
    {
        var deletes = after == Zero.Sha;
        var creates = before == Zero.Sha;
        return rule switch
        {
            Rule.Creation when creates => ["Cannot create ref due to creations being restricted."],
            Rule.Deletion when deletes => ["Cannot delete this branch"],
            Rule.Update when !creates && !deletes => ["Cannot update this protected ref."],
            Rule.NonFastForward when isForced => ["Cannot force-push to this branch"],
            Rule.LinearHistory when !deletes && HasMerges(repository, before, after) => ["This branch must not contain merge commits."],
            Rule.Signatures when !deletes && Unsigned(repository, before, after) is { Length: > 0 } found =>
            [
                $"Commits must have verified signatures. {Found(found)}",
            ],
            Rule.CommitMessage demanded when !deletes => Messages(demanded, repository, before, after),
            Rule.PullRequest when !creates && !deletes => ["Changes must be made through a pull request."],
            Rule.MergeQueue when !creates && !deletes => ["Changes must be made through the merge queue"],
            Rule.StatusChecks checks when !creates && !deletes => RequiredStatus.Missing(repository, after, checks.Checks),
            _ => [],
        };
    }

    private static bool HasMerges(Repository repository, string before, string after) =>
        before != Zero.Sha && repository.History.Between(before, after).Any(c => c.Parents.Length > 1);

    /// <summary>
    /// The commits that a move would bring without a signature that was verified; of a new branch those that the default branch has not.
    /// </summary>
    public static string[] Unsigned(Repository repository, string before, string after) =>
        [.. Brought(repository, before, after).Select(c => c.Sha).Where(sha => !repository.Marks.Signed.ContainsKey(sha))];

    /// <summary>What is said of commits whose message is not as demanded; empty: all are.</summary>
    public static string[] Messages(Rule.CommitMessage demanded, Repository repository, string before, string after) =>
        Brought(repository, before, after).Where(c => !demanded.Takes(c.Message)).Select(c => c.Sha).ToArray() is { Length: > 0 } found
            ? [$"{demanded.Demand} {Found(found)}"]
            : [];

    private static Commit[] Brought(Repository repository, string before, string after) =>
        repository.History.Between(before != Zero.Sha ? before : repository.Branch(repository.DefaultBranch) ?? after, after);

    private static string Found(string[] commits) =>
        $"Found {commits.Length} {(commits.Length == 1 ? "violation" : "violations")}: {string.Join(", ", commits)}";

    private static string NameOf(Caller caller) => caller is Caller.Bot bot ? bot.Installation.App.Slug : caller.Who.Login;
}
