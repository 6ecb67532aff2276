using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

/// <summary>Words for every state and code that the contract pairs.</summary>
internal sealed class StandingSayings : ISayings
{
    private static readonly (PullState State, Code[] Codes)[] Pairs =
    [
        (PullState.Unqueued, [Code.None]),
        (
            PullState.Waiting,
            [
                Code.Queued,
                Code.Draft,
                Code.NotApproved,
                Code.ChangesRequested,
                Code.ChecksMissing,
                Code.Frozen,
                Code.Paused,
                Code.BudgetExhausted,
                Code.BreakerOpen,
                Code.WipLimit,
                Code.BaseChanged,
                Code.FlakyRetry,
                Code.DependsOn,
            ]
        ),
        (PullState.Queued, [Code.Queued]),
        (PullState.Testing, [Code.Testing]),
        (
            PullState.Ejected,
            [Code.ChecksFailed, Code.ChecksMissing, Code.MergeConflict, Code.TimedOut, Code.WorkflowPermission, Code.DependsOn]
        ),
        (PullState.Held, [Code.Held, Code.Duplicate, Code.ConfigInvalid]),
        (PullState.Left, [Code.Dequeued, Code.Closed, Code.HeadMoved]),
        (PullState.Landed, [Code.Landed]),
        (PullState.Canary, [Code.Landed]),
        (PullState.Healthy, [Code.CanaryHealthy]),
        (PullState.Regressed, [Code.CanaryRegressed]),
        (PullState.Inconclusive, [Code.CanaryInconclusive, Code.CanaryInvalid]),
        (PullState.Reverted, [Code.Reverted]),
    ];

    private static readonly NextAction[] NeedNoCode =
    [
        NextAction.None,
        NextAction.Wait,
        NextAction.FixAndPush,
        NextAction.Rebase,
        NextAction.QueueAgain,
        NextAction.MarkReady,
    ];

    public IEnumerable<Saying> All() =>
        [
            new(
                "Headlines.Of",
                Lines(
                    from pair in Pairs
                    from code in pair.Codes
                    select $"{Slugs.Of(pair.State)}, {Slugs.Of(code)}: {Headlines.Of(Told.Standing(pair.State, code, ""))}"
                )
            ),
            new("Headlines.Of.Innocent", Headlines.Of(Told.TakenBack with { Release = Told.Regressed with { Innocent = true } })),
            new(
                "Advice.For",
                Lines(NeedNoCode.Select(next => $"{Slugs.Of(next)}: {Advice.For(Told.Standing(PullState.Waiting, Code.None, "", next))}"))
            ),
            new(
                "Advice.For.Reverted",
                Lines(
                    new[] { NextAction.FixAndPush, NextAction.QueueAgain }.Select(next =>
                        $"{Slugs.Of(next)}: {Advice.For(Told.Standing(PullState.Reverted, Code.Reverted, "", next))}"
                    )
                )
            ),
            new(
                "Advice.For.Later",
                Advice.For(Told.Standing(PullState.Waiting, Code.WipLimit, "", NextAction.Wait) with { RetryAfter = Pull.Now })!
            ),
            new("Advice.For.GetApproval", Ask(NextAction.GetApproval, Code.NotApproved, Code.ChangesRequested)),
            new(
                "Advice.For.AskMaintainer",
                Ask(
                    NextAction.AskMaintainer,
                    Code.WorkflowPermission,
                    Code.NotApproved,
                    Code.ConfigInvalid,
                    Code.Held,
                    Code.Duplicate,
                    Code.ChecksMissing,
                    Code.CanaryInvalid,
                    Code.DependsOn
                )
            ),
            new("Advice.Against", Advice.Against(new Obstacle.ChangesRequested(["bo"]))!),
            new("Advice.InTime", Advice.InTime(null)),
            new("Advice.InTime.Again", Advice.InTime(Pull.Now)),
            new("Advice.ToQueue", Advice.ToQueue()),
            new(
                "Obstacles.Against",
                Lines(Obstacles.Against(Told.Findings).Select(objection => $"{objection.Rule}: {objection.Says} {objection.Change}"))
            ),
            new(
                "Sentences.Expected",
                Sentences.Expected(Told.Standing(PullState.Queued, Code.Queued, "") with { Position = 3 }, Pull.Now.AddMinutes(42))!
            ),
            new(
                "Sentences.Expected.NobodyKnows",
                Sentences.Expected(Told.Standing(PullState.Queued, Code.Queued, "") with { Position = 1 }, null)!
            ),
            new("Slugs.Of.Code", Lines(Enum.GetValues<Code>().Select(Slugs.Of))),
            new("Slugs.Of.State", Lines(Enum.GetValues<PullState>().Select(Slugs.Of))),
            new("Slugs.Of.Next", Lines(Enum.GetValues<NextAction>().Select(Slugs.Of))),
            new("Slugs.Of.Origin", Lines(Enum.GetValues<OriginClass>().Select(Slugs.Of))),
            new("Slugs.Of.Check", Lines(Enum.GetValues<CheckState>().Select(Slugs.Of))),
        ];

    private static string Ask(NextAction next, params Code[] codes) =>
        Lines(codes.Select(code => $"{Slugs.Of(code)}: {Advice.For(Told.Standing(PullState.Waiting, code, "", next))}"));

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.TrimEnd()));
}
