using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

/// <summary>Values for sentences to speak of.</summary>
internal static class Told
{
    public static readonly Check Broken = new("ci/test", 5, 15368, CheckState.Failure, "https://ci.example/runs/5", null, null);

    public static readonly Check Missing = new("ci/lint", 0, null, CheckState.Queued, null, null, null);

    public static readonly Assessment Assessed = new(
        Pull.Head(),
        new OriginAssessment(
            OriginClass.Agent,
            "Claude Code",
            2,
            "ada",
            0.5,
            [new Evidence(EvidenceStrength.Structural, "Claude Code", "branch claude/\u2026")]
        ),
        new RiskAssessment(Band.Medium, 0.31, 0.062, ["120 lines added", "7 files changed"])
    );

    public static readonly ReleaseWord Regressed = new(
        PullState.Regressed,
        Code.CanaryRegressed,
        "production",
        "Errors were 4.1 times the baseline's: 61 against 15 in equal traffic.",
        0.97,
        14,
        false,
        Pull.Now
    );

    public static Standing Standing(PullState state, Code code, string reason, NextAction next = NextAction.None) =>
        new(state, code, reason, next, Pull.Now) { Head = Pull.Head() };

    public static readonly Standing Ejected = Standing(
        PullState.Ejected,
        Code.ChecksFailed,
        Sentences.ChecksFailed([Broken], [], "It failed alone."),
        NextAction.FixAndPush
    ) with
    {
        Batch = "b7",
        Checks = [Broken],
        Confidence = 0.98,
        Retryable = true,
    };

    public static readonly Standing TakenBack = Standing(PullState.Regressed, Code.CanaryRegressed, Sentences.Released(Regressed)) with
    {
        LandedSha = Pull.Head(5),
        Confidence = 0.97,
        Release = Regressed,
    };

    public static Telling Of(Standing standing, params Row<Finding> findings)
    {
        var objections = Obstacles.Against(findings);
        return new(Pull.Seen().Pull, standing, Assessed, [])
        {
            Objections = objections,
            Met = findings.Count == 0 ? [] : Objection.MetBeside(objections),
        };
    }

    public static readonly Row<Finding> Findings =
    [
        new Finding("draft", null),
        new Finding("approvals", new Obstacle.Unapproved(new ApprovalTally([], 1, [new Demand(DemandKind.Risk, 1, Band.Medium)]))),
    ];

    public static readonly Telling Unapproved = Of(
        Standing(PullState.Waiting, Code.NotApproved, Obstacles.Say(Findings[1].Obstacle!), NextAction.GetApproval),
        Findings
    ) with
    {
        Faults = [new Fault(3, 5, "`bach` is no key; did you mean `batch`?")],
    };

    /// <summary>Everything that a stranger writes tries to get out of its place.</summary>
    public const string Hostile =
        "--><script>alert(1)</script> @octocat #1 `x` | [a](https://evil.example) \n# big \u202e https://evil.example";
}
