namespace Sluice.Hub.Model;

/// <summary>Why a pull may not be merged through its button: rules, reviews, checks.</summary>
internal static class MergeRules
{
    public static Refusal? Refuses(Caller caller, Pull pull, MergeMethod method, string tip)
    {
        var repository = pull.Repository;
        var classic = Classic(caller, pull, method, tip).FirstOrDefault();
        if (classic is not null)
            return new Refusal(405, classic);
        var lines = new List<string>();
        foreach (var (set, rule) in BranchRules.Active(repository, pull.BaseBranch))
        {
            if (!BranchRules.Bypasses(caller, repository, set, viaPull: true))
                lines.AddRange(Lines(rule, pull, method, tip));
        }

        return Violations(lines);
    }

    /// <summary>The same of the commits that the merge has made and brings.</summary>
    public static Refusal? RefusesCommits(Caller caller, Pull pull, string tip, string made)
    {
        var demanded = BranchRules
            .Active(pull.Repository, pull.BaseBranch)
            .Where(each => !BranchRules.Bypasses(caller, pull.Repository, each.Set, viaPull: true))
            .Select(each => each.Rule)
            .OfType<Rule.CommitMessage>();
        return Violations([.. demanded.SelectMany(rule => BranchRules.Messages(rule, pull.Repository, tip, made))]);
    }

    /// <summary>GitHub's mergeable_state.</summary>
    public static string State(Pull pull, Mergeability? known)
    {
        var repository = pull.Repository;
        if (!pull.IsOpen || known?.Mergeable is null)
            return "unknown";
        if (known.Mergeable == false)
            return "dirty";
        if (pull.IsDraft)
            return "draft";
        if (BranchRules.IsStrict(repository, pull.BaseBranch) && !repository.History.IsAncestor(known.Base, pull.HeadSha))
            return "behind";
        if (Refuses(new Caller.Anonymous(), pull, MergeMethod.Merge, known.Base) is not null)
            return "blocked";
        return
            repository.Marks.LatestRuns(pull.HeadSha).Any(r => r.Conclusion is not ("success" or "neutral" or "skipped"))
            || repository.Marks.LatestStatuses(pull.HeadSha).Any(s => s.State != "success")
            ? "unstable"
            : "clean";
    }

    private static Refusal? Violations(List<string> lines) =>
        lines.Count == 0
            ? null
            : new Refusal(405, $"Repository rule violations found\n\n{string.Join("\n\n", lines.Distinct(StringComparer.Ordinal))}\n\n");

    private static IEnumerable<string> Classic(Caller caller, Pull pull, MergeMethod method, string tip)
    {
        if (pull.Repository.Protections.GetValueOrDefault(pull.BaseBranch) is not { } protection)
            yield break;
        if (caller is Caller.User user && pull.Repository.RoleOf(user.Account) == Role.Admin && !protection.EnforceAdmins)
            yield break;
        if (
            protection.PushAllowed is { } allowed
            && !allowed.Contains(caller is Caller.Bot bot ? bot.Installation.App.Slug : caller.Actor?.Login ?? "")
        )
            yield return "You're not authorized to push to this branch. Visit https://docs.github.com/articles/about-protected-branches/ for more information.";
        foreach (var line in Reviews(pull, protection.Approvals))
            yield return line;
        foreach (var line in Checks(pull, protection.Checks ?? [], protection.Strict, tip))
            yield return line;
        if (protection.Signatures)
            foreach (var line in Signatures(pull, method, tip))
                yield return line;
        if (protection.LinearHistory && method == MergeMethod.Merge)
            yield return "Merge commits are not allowed on this branch.";
    }

    private static IEnumerable<string> Lines(Rule rule, Pull pull, MergeMethod method, string tip) =>
        rule switch
        {
            Rule.Update => ["Cannot update this protected ref."],
            Rule.MergeQueue => ["Changes must be made through the merge queue"],
            Rule.LinearHistory when method == MergeMethod.Merge => ["This branch must not contain merge commits."],
            Rule.Signatures => Signatures(pull, method, tip),
            Rule.PullRequest reviews => Reviews(pull, reviews.Approvals),
            Rule.StatusChecks checks => Checks(pull, checks.Checks, checks.Strict, tip),
            _ => [],
        };

    // A squash GitHub signs itself; what is rebased it does not.
    private static IEnumerable<string> Signatures(Pull pull, MergeMethod method, string tip) =>
        method switch
        {
            MergeMethod.Rebase => ["Base branch requires signed commits. Rebase merges cannot be automatically signed by GitHub."],
            MergeMethod.Merge when BranchRules.Unsigned(pull.Repository, tip, pull.HeadSha).Length > 0 =>
            [
                "Commits must have verified signatures.",
            ],
            _ => [],
        };

    private static IEnumerable<string> Reviews(Pull pull, int? needed)
    {
        if (needed is not { } count)
            yield break;
        if (Reviewing.HasChangesRequested(pull))
            yield return "Changes were requested by a reviewer with write access.";
        if (Reviewing.Approvals(pull) >= count)
            yield break;
        yield return count == 1
            ? "At least 1 approving review is required by reviewers with write access."
            : $"At least {count} approving reviews are required by reviewers with write access.";
    }

    private static IEnumerable<string> Checks(Pull pull, RequiredCheck[] checks, bool isStrict, string tip)
    {
        if (isStrict && checks.Length > 0 && !pull.Repository.History.IsAncestor(tip, pull.HeadSha))
            return ["The head branch is not up to date with the base branch."];
        return RequiredStatus.Missing(pull.Repository, pull.HeadSha, checks);
    }
}
