using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>The values that say where a pull stands. The decider sets since when.</summary>
internal static class Standings
{
    public static Standing Blocked(PullSeen seen, Obstacle obstacle) =>
        New(obstacle.State, obstacle.Code, Obstacles.Say(obstacle), obstacle.Next) with
        {
            Head = seen.Pull.Head,
            RetryAfter = obstacle.RetryAfter,
            Position = obstacle is Obstacle.OverLimit over ? over.Place : null,
            Retryable = obstacle is Obstacle.HeadFailed,
            Checks = obstacle is Obstacle.HeadFailed failed ? failed.Checks : [],
        };

    public static Standing InLane(PullSeen seen, LaneWord? word)
    {
        var standing =
            Stands(seen) is { } paused && word is not ({ State: PullState.Testing } or { Code: Code.WipLimit })
                ? New(PullState.Waiting, Code.Paused, paused, NextAction.Wait)
            : word is null ? New(PullState.Queued, Code.Queued, Sentences.Queued(word?.Because), NextAction.Wait)
            : word.State switch
            {
                PullState.Testing => New(PullState.Testing, Code.Testing, Sentences.Testing(word.Batch, word.With), NextAction.Wait),
                PullState.Waiting => New(PullState.Waiting, word.Code, Waits(seen, word), NextAction.Wait) with
                {
                    RetryAfter = Again(seen, word),
                },
                _ => New(PullState.Queued, Code.Queued, Sentences.Queued(word.Because), NextAction.Wait),
            };
        return standing with { Head = seen.Pull.Head, Position = word?.Position, Batch = word?.Batch, With = word?.With ?? [] };
    }

    public static Standing Landed(PullSeen seen, PullLedger ledger, LaneWord word) =>
        New(PullState.Landed, Code.Landed, Sentences.Landed(seen.Pull.Base, word.LandedSha, word.Batch, word.With), NextAction.None) with
        {
            Head = word.Head ?? ledger.Admission?.Head ?? ledger.Request?.Head ?? ledger.Standing.Head ?? seen.Pull.Head,
            Batch = word.Batch,
            LandedSha = word.LandedSha,
            With = word.With,
        };

    public static Standing Ejected(PullSeen seen, LaneWord word)
    {
        if (word.Code == Code.Dequeued)
        {
            return Dequeued(seen, word.Because ?? "");
        }

        var (reason, next, retryable) = word.Code switch
        {
            Code.ChecksMissing => (Sentences.ChecksMissing(word.Checks, word.Because), NextAction.AskMaintainer, true),
            Code.MergeConflict => (Sentences.MergeConflict(seen.Pull.Base, word.With, word.Because), NextAction.Rebase, false),
            Code.TimedOut => (Sentences.TimedOut(word.Because), NextAction.QueueAgain, true),
            Code.DependsOn => (word.Because ?? "", NextAction.AskMaintainer, true),
            Code.WorkflowPermission => (Sentences.WorkflowRefused(word.Because), NextAction.AskMaintainer, false),
            _ => (Sentences.ChecksFailed(word.Checks, word.With, word.Because), NextAction.FixAndPush, true),
        };
        return New(PullState.Ejected, word.Code, reason, next) with
        {
            Head = seen.Pull.Head,
            Batch = word.Batch,
            Checks = word.Checks,
            Confidence = word.Confidence,
            With = word.With,
            Retryable = retryable,
        };
    }

    public static Standing MergedOutside(PullSeen seen) =>
        New(PullState.Landed, Code.Landed, Sentences.MergedOutside(seen.Pull.Base, seen.Pull.MergeCommit), NextAction.None) with
        {
            Head = seen.Pull.Head,
            LandedSha = seen.Pull.MergeCommit,
            ByOthers = true,
        };

    public static Standing Closed(PullSeen seen) =>
        New(PullState.Left, Code.Closed, Sentences.Closed(), NextAction.None) with
        {
            Head = seen.Pull.Head,
        };

    public static Standing HeadMoved(PullSeen seen, Sha from) =>
        New(PullState.Left, Code.HeadMoved, Sentences.HeadMoved(from, seen.Pull.Head), NextAction.QueueAgain) with
        {
            Head = from,
            Retryable = true,
        };

    public static Standing LabelledBefore(PullSeen seen) =>
        New(PullState.Left, Code.HeadMoved, Sentences.LabelledBefore(seen.Pull.Head), NextAction.QueueAgain) with
        {
            Head = seen.Pull.Head,
            Retryable = true,
        };

    public static Standing Dequeued(PullSeen seen, string reason) =>
        New(PullState.Left, Code.Dequeued, reason, NextAction.QueueAgain) with
        {
            Head = seen.Pull.Head,
            Retryable = true,
        };

    public static Standing Released(Standing landed, ReleaseWord release) =>
        landed with
        {
            State = release.State,
            Code = release.Code,
            Reason = Sentences.Released(release),
            Next =
                release.State == PullState.Canary ? NextAction.Wait
                : release.Code == Code.CanaryInvalid ? NextAction.AskMaintainer
                : release.State != PullState.Reverted ? NextAction.None
                : release.Taken switch
                {
                    TakenAs.Culprit => NextAction.FixAndPush,
                    TakenAs.Suspect => NextAction.QueueAgain,
                    _ => NextAction.None,
                },
            Retryable = release is { State: PullState.Reverted, Taken: TakenAs.Suspect },
            Confidence = release.Confidence,
            Release = release,
        };

    /// <summary>A guess of when it may have been let in is kept until it is over.</summary>
    private static DateTimeOffset? Again(PullSeen seen, LaneWord word) =>
        word.Code == Code.WipLimit && seen.Ledger.Standing is { Code: Code.WipLimit, RetryAfter: { } told } && told > seen.Now
            ? told
            : word.Until;

    private static string? Stands(PullSeen seen) =>
        seen.LanePaused is { } halted ? Sentences.Paused(halted)
        : seen.LanePausedBy is { } pause ? Sentences.PausedBy(pause)
        : null;

    private static string Waits(PullSeen seen, LaneWord word) =>
        word.Code switch
        {
            Code.Paused when word.Checks.Count > 0 => Sentences.BaseRed(seen.Pull.Base, word.Checks),
            Code.WipLimit => Sentences.Outside(word.Because),
            Code.Frozen => Sentences.Frozen(seen.Pull.Base, word.Because, word.Until),
            Code.BudgetExhausted or Code.BreakerOpen when word.Because is { } because => Sentences.Kept(because),
            Code.FlakyRetry => Sentences.FlakyRetry(word.Because),
            Code.BaseChanged => Sentences.Rebuilding(word.Because),
            _ => Sentences.Paused(word.Because ?? Slugs.Of(word.Code).Replace('_', ' ')),
        };

    private static Standing New(PullState state, Code code, string reason, NextAction next) => new(state, code, reason, next, default);
}
