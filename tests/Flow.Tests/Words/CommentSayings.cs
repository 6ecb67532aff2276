using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

/// <summary>The comment of a pull for each outcome that there is to tell: the same shape each time.</summary>
internal sealed class CommentSayings : ISayings
{
    private static readonly Hold Held = new(Pull.Bo, "wait for the tax change", Pull.Now) { Ends = Pull.Now.AddDays(3) };

    public IEnumerable<Saying> All() =>
        [
            Out("Missing", Code.ChecksMissing, Sentences.ChecksMissing([Told.Missing], null), NextAction.AskMaintainer, Told.Missing),
            Out("Conflict", Code.MergeConflict, Sentences.MergeConflict("main", [], null), NextAction.Rebase),
            Out("TimedOut", Code.TimedOut, Sentences.TimedOut(null), NextAction.QueueAgain),
            Out(
                "Workflow",
                Code.WorkflowPermission,
                Obstacles.Say(new Obstacle.WorkflowEdit([".github/workflows/ci.yml"])),
                NextAction.AskMaintainer
            ),
            Say("Held", Told.Standing(PullState.Held, Code.Held, Obstacles.Say(new Obstacle.OnHold(Held)), NextAction.AskMaintainer)),
            Say(
                "Duplicate",
                Told.Standing(
                    PullState.Held,
                    Code.Duplicate,
                    Obstacles.Doubles(new Twin(7, TwinKind.Change, false)),
                    NextAction.AskMaintainer
                )
            ),
            Say(
                "HeadMoved",
                Told.Standing(PullState.Left, Code.HeadMoved, Sentences.HeadMoved(Pull.Head(), Pull.Head(2)), NextAction.QueueAgain)
            ),
            Say(
                "Healthy",
                After(
                    PullState.Healthy,
                    Code.CanaryHealthy,
                    "The canary is as good as what runs (errors: 61 on the canary, 60 on the baseline)."
                )
            ),
            Say("Regressed", Told.TakenBack),
            Say(
                "Innocent",
                After(
                    PullState.Regressed,
                    Code.CanaryRegressed,
                    "The canary regressed, and #11 is to blame, not this: it is innocent, and goes again once that is taken back.",
                    innocent: true
                )
            ),
            Say(
                "Reverted",
                After(
                    PullState.Reverted,
                    Code.Reverted,
                    "Taken back by #14. The canary is worse (errors: 61 on the canary, 15 on the baseline; odds 8,103 to 1 against chance)."
                ) with
                {
                    Next = NextAction.FixAndPush,
                }
            ),
        ];

    private static Saying Out(string name, Code code, string reason, NextAction next, params Row<Check> checks) =>
        Say(name, Told.Standing(PullState.Ejected, code, reason, next) with { Checks = checks, Batch = "b7" });

    private static Standing After(PullState state, Code code, string because, bool innocent = false) =>
        Told.TakenBack with
        {
            State = state,
            Code = code,
            Confidence = state == PullState.Healthy ? null : Told.TakenBack.Confidence,
            Reason = because,
            Release = Told.Regressed with { State = state, Code = code, Because = because, Innocent = innocent, RevertPull = null },
        };

    private static Saying Say(string name, Standing standing) => new($"Comments.Status.{name}", Comments.Status(Told.Of(standing)));
}
