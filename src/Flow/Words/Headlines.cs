using Sluice.Flow.Intake;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Words;

/// <summary>Where a pull stands, in the few words of a title.</summary>
public static class Headlines
{
    public static string Of(Standing standing) =>
        standing.State switch
        {
            PullState.Unqueued => "Not in the queue",
            PullState.Waiting => "Waiting: " + Waiting(standing.Code),
            PullState.Queued => "In line",
            PullState.Testing => "Being tested",
            PullState.Landed => "Landed",
            PullState.Ejected => "Out of the queue: " + Ejected(standing.Code),
            PullState.Held => "On hold" + Held(standing.Code),
            PullState.Left => "Left the queue: " + Left(standing.Code),
            PullState.Canary => "Landed, on the canary",
            PullState.Healthy => "Landed and healthy",
            PullState.Regressed => standing.Release is { Innocent: true }
                ? "Landed; its canary regressed, not by it"
                : "Landed, then its canary regressed",
            PullState.Inconclusive => standing.Code == Code.CanaryInvalid
                ? "Landed; its canary could not be judged"
                : "Landed; its canary tells nothing",
            PullState.Reverted => "Landed, then reverted",
            _ => throw new InvalidOperationException($"there is no headline for {standing.State}"),
        };

    private static string Waiting(Code code) =>
        code switch
        {
            Code.Queued => "being read",
            Code.Draft => "not finished",
            Code.NotApproved => "approval is missing",
            Code.ChangesRequested => "changes are requested",
            Code.ChecksMissing => "its own checks",
            Code.Frozen => "freeze",
            Code.Paused => "the lane stands still",
            Code.BudgetExhausted => "the error budget is spent",
            Code.BreakerOpen => "the breaker is open",
            Code.WipLimit => "limit reached",
            Code.BaseChanged => "tested again",
            Code.FlakyRetry => "built once more",
            Code.DependsOn => "it depends on another",
            _ => Slugs.Of(code).Replace('_', ' '),
        };

    private static string Ejected(Code code) =>
        code switch
        {
            Code.ChecksFailed => "checks failed",
            Code.ChecksMissing => "checks are missing",
            Code.MergeConflict => "conflict",
            Code.TimedOut => "timed out",
            Code.DependsOn => "its base branch",
            Code.WorkflowPermission => "it changes a workflow",
            _ => Slugs.Of(code).Replace('_', ' '),
        };

    private static string Held(Code code) =>
        code switch
        {
            Code.Duplicate => ": duplicate",
            Code.ConfigInvalid => ": no lane takes it",
            _ => "",
        };

    private static string Left(Code code) =>
        code switch
        {
            Code.HeadMoved => "its head moved",
            Code.Closed => "closed",
            _ => "taken out",
        };
}
