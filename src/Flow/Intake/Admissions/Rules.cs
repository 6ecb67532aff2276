using Sluice.Flow.Intake.Ci;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Intake.Stacks;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>The rules that a pull must meet to go into its lane, in the order in which they are told.</summary>
internal static class Rules
{
    private static readonly Row<Rule> All =
    [
        new("hold", (seen, ledger) => ledger.Hold is { } hold ? new Obstacle.OnHold(hold) : null),
        new("lane", (seen, _) => Lane(seen)),
        new("draft", (seen, _) => Draft(seen.Pull)),
        new("change", (seen, ledger) => ledger.Assessment?.Head == seen.Pull.Head && WasRead(seen, ledger) ? null : new Obstacle.Unread()),
        new("workflows", (seen, _) => Workflows(seen) is { Count: > 0 } paths ? new Obstacle.WorkflowEdit(paths) : null),
        new("duplicate", Doubles.Of, AtTheDoor: true),
        new("conflicts", (seen, _) => seen.Conflicts == true ? new Obstacle.Conflict(seen.Pull.Base) : null, AtTheDoor: true),
        new("head failed", (seen, _) => HeadChecks.Failed(seen), AtTheDoor: true),
        new("changes requested", (seen, _) => ApprovalTally.Blocking(seen) is { Count: > 0 } by ? new Obstacle.ChangesRequested(by) : null),
        new("fork", Fork),
        new("approvals", Approved),
        new("owners", (seen, ledger) => TeamReviews.Of(seen) ?? OwnerReviews.Of(seen, ledger)),
        new("dependencies", (seen, _) => StackRules.Of(seen)),
        new("head unfinished", (seen, _) => HeadChecks.Unfinished(seen), AtTheDoor: true),
        new("limits", (seen, ledger) => Limits.Of(seen, ledger), AtTheDoor: true),
    ];

    public static Row<string> Names { get; } = All.Select(rule => rule.Name).ToRow();

    /// <summary>Every rule with what stands in its way; a null obstacle: it is met.</summary>
    /// <param name="ledger">With the assessment of this head and the request.</param>
    public static Row<Finding> Check(PullSeen seen, PullLedger ledger)
    {
        var inLane = ledger.IsWithLane(seen.Pull);
        return All.Select(rule => new Finding(rule.Name, rule.AtTheDoor && inLane ? null : rule.Look(seen, ledger))).ToRow();
    }

    private static Obstacle? Lane(PullSeen seen) =>
        !seen.Policy.HasLane(seen.Repo, seen.Pull.Base)
            ? new Obstacle.NoLane(
                seen.Pull.Base,
                seen.Policy.Queue.Branches.Count == 0 ? [seen.Repo.DefaultBranch] : seen.Policy.Queue.Branches
            )
        : seen.Rules.NativeQueue && seen.Policy.Queue.Native == NativeQueue.StandAside ? new Obstacle.OthersQueue(seen.Pull.Base)
        : null;

    private static Obstacle.Draft? Draft(PullRequest pull) =>
        pull.Draft ? new Obstacle.Draft(false)
        : Titles.SayUnfinished(pull.Title) ? new Obstacle.Draft(true)
        : null;

    /// <summary>What the rules after this one look at is this head's change. Who is in this very lane was read on the way in.</summary>
    private static bool WasRead(PullSeen seen, PullLedger ledger) => seen.Change?.Head == seen.Pull.Head || ledger.IsWithLane(seen.Pull);

    private static Obstacle? Fork(PullSeen seen, PullLedger ledger)
    {
        if (!seen.Pull.IsFork(seen.Repo.Id))
        {
            return null;
        }

        var request = ledger.Request;
        if (
            request is not { By: { } by, Permission: >= Permission.Write }
            || !request.IsVouchedFor(seen.Pull.Base)
            || request.Head != seen.Pull.Head
        )
        {
            return new Obstacle.Stranger();
        }

        if (seen.Ci is not { } ci)
        {
            return new Obstacle.Unread();
        }

        return ci.Paths.Count > 0 && (request.Permission < Permission.Maintain || by.Id == seen.Pull.Author.Id)
            ? new Obstacle.StrangersCi(ci.Paths[0], ci.Unread)
            : null;
    }

    private static Row<string> Workflows(PullSeen seen) =>
        seen.Change is { } change ? change.Files.SelectMany(file => file.Paths).Where(CiFiles.IsWorkflow).ToRow() : [];

    private static Obstacle.Unapproved? Approved(PullSeen seen, PullLedger ledger) =>
        ledger.Assessment is { } assessment && ApprovalTally.Of(seen, ledger, assessment) is { Met: false } tally
            ? new Obstacle.Unapproved(tally)
            : null;

    /// <param name="AtTheDoor">Only looked at on the way in: once in its lane, the candidate's own test and the lane's order
    /// decide.</param>
    private sealed record Rule(string Name, Func<PullSeen, PullLedger, Obstacle?> Look, bool AtTheDoor = false);
}

public sealed record Finding(string Rule, Obstacle? Obstacle);
