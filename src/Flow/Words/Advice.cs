using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Words;

/// <summary>What to do next: one sentence, or none where there is nothing to do.</summary>
public static class Advice
{
    public static string? For(Standing standing) =>
        standing.Next switch
        {
            NextAction.None => null,
            NextAction.FixAndPush when standing.State == PullState.Reverted =>
                "To bring it back, revert the revert in a new pull request, repair it there, and queue that.",
            NextAction.QueueAgain when standing.State == PullState.Reverted =>
                "It may land again by itself: pick its commits onto a new branch, and queue the pull request of that.",
            NextAction.Wait => standing.RetryAfter is { } again
                ? $"Nothing to do: it is looked at again by itself, at {Clock.Says(again)}."
                : "Nothing to do: it goes on by itself.",
            NextAction.FixAndPush => "Push a fix, then `/sluice queue`. If the failure is not its own: `/sluice retry`.",
            NextAction.Rebase => "Merge or rebase onto the base, push, then `/sluice queue`.",
            NextAction.QueueAgain => "`/sluice queue` puts it in line again.",
            NextAction.GetApproval => standing.Code == Code.ChangesRequested
                ? "Settle it with those who asked; an approval by them lets it go on by itself."
                : "As soon as the approval is there it goes on by itself.",
            NextAction.MarkReady => "Mark it ready (and take the mark off its title); it goes on by itself.",
            NextAction.AskMaintainer => Ask(standing.Code),
            _ => throw new InvalidOperationException($"there is no advice for {standing.Next}"),
        };

    /// <summary>What would take an obstacle away. When it is looked at again is the standing's to say.</summary>
    public static string? Against(Obstacle obstacle) => For(new Standing(obstacle.State, obstacle.Code, "", obstacle.Next, default));

    public static string InTime(DateTimeOffset? again) =>
        $"{(again is null ? "Time alone" : $"Time alone: it is looked at again at {Clock.Says(again)}")}; `/sluice dequeue` takes it out.";

    public static string ToQueue() => "`/sluice queue`, or the label `queue`, puts it in line.";

    private static string Ask(Code code) =>
        code switch
        {
            Code.WorkflowPermission =>
                "Split the workflow files off and let a maintainer merge them by hand, then `/sluice queue` the rest.",
            Code.NotApproved => "Somebody with the right looks at this commit and says `/sluice queue`. A new push asks again.",
            Code.ConfigInvalid => "Aim it at another branch, or ask a maintainer to change the policy.",
            Code.Duplicate =>
                "It goes on by itself when that one leaves without landing, or after two weeks. If it is no duplicate, somebody else with write access says `/sluice release`.",
            Code.Held =>
                "Whoever holds it, or somebody else with write access who is not its author, says `/sluice release`. It ends by itself at the time that is said.",
            Code.ChecksMissing => "Ask a maintainer whether CI runs on `sluice/queue/**`, then `/sluice retry`.",
            Code.DependsOn =>
                "Correct the `Depends-On` line of its description (or its base branch), or bring back what it names; then it goes on by itself.",
            Code.CanaryInvalid => "A maintainer looks whether the canary's metrics arrive, and decides.",
            _ => "Ask a maintainer.",
        };
}
