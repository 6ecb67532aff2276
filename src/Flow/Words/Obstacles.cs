using System.Globalization;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Duplicates;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>Why a pull may not go into its lane: one sentence for each obstacle.</summary>
public static class Obstacles
{
    public static string Say(Obstacle obstacle) =>
        obstacle switch
        {
            Obstacle.Draft draft => draft.ByTitle ? "The title says that it is not finished." : "It is a draft.",
            Obstacle.OnHold hold => Holds.Says(hold.Hold),
            Obstacle.NoLane lane =>
                $"{Code(lane.Base)} has no queue; {Sentences.And(lane.Lanes.Select(name => Code(name)))} {Plural.Word(lane.Lanes.Count, "has", "have")} (`queue.branches` in `.github/sluice.yml`).",
            Obstacle.OthersQueue queue =>
                $"GitHub's own merge queue drives {Code(queue.Base)}, and `queue.native` tells this one to stand aside.",
            Obstacle.TeamReview team =>
                $"A ruleset of {Code(team.Base)} has a team approve changes of {Code(team.Path)} (`required_reviewers`), which is not read here: somebody who may merges it on GitHub, or CODEOWNERS demands it instead.",
            Obstacle.Duplicate duplicate => Doubles(duplicate.Twin),
            Obstacle.Unread => "Its commits are still being read.",
            Obstacle.ChangesRequested review => $"{Sentences.And(review.By.Select(login => Code(login)))} asked for changes.",
            Obstacle.Unapproved unapproved => Unapproved(unapproved.Tally),
            Obstacle.Unowned unowned => Unowned(unowned),
            Obstacle.DependsOn depends => StackWords.Waits(depends.On),
            Obstacle.Stranger =>
                "It comes from a fork, and nobody with write access has queued this very commit for this branch: testing it runs its code with the repository's secrets.",
            Obstacle.StrangersCi { Guessed: true } ci =>
                $"It comes from a fork and changes {Code(ci.Path)}, and not all that CI runs with the repository's secrets can be read here, so that this may be part of it: a maintainer who did not write it has to queue it.",
            Obstacle.StrangersCi ci =>
                $"It comes from a fork and changes {Code(ci.Path)}, which CI runs with the repository's secrets: a maintainer who did not write it has to queue it.",
            Obstacle.WorkflowEdit edit =>
                $"It changes {List(edit.Paths.Select(path => Code(path)).ToList())}, and GitHub lets no App without the `workflows` permission push that.",
            Obstacle.Conflict conflict => $"It conflicts with {Code(conflict.Base)}.",
            Obstacle.HeadFailed failed =>
                $"{List(failed.Checks.Select(check => Code(check.Name)).ToList())} failed on its own head, so no build was spent on it.",
            Obstacle.HeadUnfinished { Names.Count: 0 } => "No check has reported on its head, and `queue.head` is `green`.",
            Obstacle.HeadUnfinished unfinished =>
                $"{List(unfinished.Names.Select(name => Code(name)).ToList())} has not passed on its head, and {(unfinished.ForGitHub ? "GitHub's merge queue takes none before" : "`queue.head` is `green`")}.",
            Obstacle.OverLimit limit => string.Create(
                CultureInfo.InvariantCulture,
                $"{Code(limit.Whose)} may queue from the {limit.Limit} that it opened first, and this is number {limit.Place} after them. It moves up when one of those lands or is closed; a fresh pull request would stand behind it."
            ),
            _ => throw new InvalidOperationException($"there is no sentence for {obstacle.GetType().Name}"),
        };

    /// <summary>What the rules have against it, in their order.</summary>
    public static Row<Objection> Against(Row<Finding> findings) =>
        [
            .. from finding in findings
            where finding.Obstacle is not null
            let obstacle = finding.Obstacle
            select new Objection(finding.Rule, Say(obstacle), Advice.Against(obstacle)),
        ];

    /// <summary>In what it is like another one.</summary>
    public static string Doubles(Twin twin)
    {
        var where = twin.HasLanded ? "has landed" : "is in work";
        return twin.Kind switch
        {
            TwinKind.Change => string.Create(CultureInfo.InvariantCulture, $"It makes the same change as #{twin.Number}, which {where}."),
            TwinKind.Diff => string.Create(
                CultureInfo.InvariantCulture,
                $"{twin.Likeness:0%} of what it changes is what #{twin.Number} changes, which {where}."
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"It closes #{twin.Issue}, and so does #{twin.Number}, which {where}."),
        };
    }

    private const int MostOwned = 3;

    private static string Unowned(Obstacle.Unowned unowned)
    {
        var parts = unowned
            .Missing.Take(MostOwned)
            .Select(part =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Code(part.Path)}{(part.Paths == 1 ? "" : $" and {part.Paths - 1} more")} ({string.Join(" or ", part.Owners.Select(owner => Code(owner)))})"
                )
            );
        var more = unowned.Missing.Count > MostOwned ? $", and parts of {Plural.Of(unowned.Missing.Count - MostOwned, "other")}" : "";
        var unseen =
            unowned.Unseen.Count == 0
                ? ""
                : $" Who {List(unowned.Unseen.Select(owner => Code(owner)).ToList())} is, GitHub does not tell the App: grant it the organization's *Members: read*, or name people in CODEOWNERS.";
        return $"The branch demands that a code owner approves, and none has for {string.Join(", ", parts)}{more}.{unseen}";
    }

    private static string Unapproved(ApprovalTally tally)
    {
        var why = tally.Demands.Where(demand => demand.Approvals == tally.Need).Select(Why).Distinct();
        var count =
            tally.By.Count == 0
                ? "none"
                : string.Create(CultureInfo.InvariantCulture, $"{tally.By.Count} ({List(tally.By.Select(login => Code(login)).ToList())})");
        var less =
            tally.OfLess.Count == 0
                ? ""
                : $" {List(tally.OfLess.Select(login => Code(login)).ToList())} approved it when it brought less, or before it was left and came back: that does not count either.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"It needs {Plural.Of(tally.Need, "approval")} of this commit and has {count}: {Sentences.And(why)}. Authors, sponsors, committers and bots do not count.{less}"
        );
    }

    private static string Why(Demand demand) =>
        demand.Kind switch
        {
            DemandKind.Branch => "the branch's rules say so",
            DemandKind.Risk => $"its risk is {Slugs.Of(demand.Band)}",
            DemandKind.Agent => "an agent opened it on its own and no sponsor queued it",
            DemandKind.Defensive => "the policy's mode is defensive",
            DemandKind.Revert => "it is not certain that this revert hits the culprit",
            _ => throw new InvalidOperationException($"there are no words for {demand.Kind}"),
        };
}
