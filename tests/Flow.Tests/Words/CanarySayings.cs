using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Flow.Tests.Words;

internal sealed class CanarySayings : ISayings
{
    private static readonly CanaryPolicy Policy = new();

    private static readonly LandedPull Revert = Landed(14) with { Reverts = [12] };

    private static readonly Canary One = new(
        "c1",
        Pull.Head(9),
        Pull.Head(8),
        [Landed(12)],
        CanaryPhase.Deploying,
        0,
        Pull.Now,
        null,
        null
    );

    private static readonly Canary Many = One with { Pulls = [Landed(12), Landed(13), Landed(15)] };

    private static readonly Canary Bad = Many with
    {
        Verdict = new CanaryVerdict(Verdict.Regressed, 0.9, [], "The canary is worse (errors: 61 against 15).", Pull.Now),
        Taken = [12],
        RevertPull = 14,
        Blame = new Blame(12, 0.97, BlameWords.OnlyChange()),
    };

    private static readonly Canary Searched = Bad with
    {
        Blame = null,
        RevertPull = null,
        Suspects = [BlameSayings.Suspect, BlameSayings.Nobody],
        Trials = [new Trial([13], Verdict.Healthy, -3, Pull.Now)],
    };

    private static readonly Canary Noted = Bad with { Note = "the way back failed too" };

    private static readonly MetricVerdict Errors = new("errors", Verdict.Regressed, 9, -4, "61 on the canary, 15 on the baseline");

    private static readonly MetricVerdict Unmeasured = new("latency", Verdict.Invalid, 0, 0, "nothing was counted yet");

    public IEnumerable<Saying> All() => [.. OnTheWay(), .. Ended(), .. Told(), .. Verdicts(), .. Small()];

    private static IEnumerable<Saying> OnTheWay() =>
        [
            Say("Frozen", CanaryWords.Frozen(new Frozen(Pull.Now.AddHours(63), "weekend", [12]))),
            Say("Skipped", CanaryWords.Skipped()),
            Say("AtWeight", CanaryWords.AtWeight(One, 5)),
            Say("AtWeight.Cut", CanaryWords.AtWeight(One with { Pulls = Enumerable.Range(1000, 40).Select(Landed).ToRow() }, 5)),
            Say("ToProduction", CanaryWords.ToProduction(Many)),
            Say("Back", CanaryWords.Back(Many)),
            Say("Starts", CanaryWords.Starts(Many, Policy)),
            Say("Starts.AtOnce", CanaryWords.Starts(One with { Phase = CanaryPhase.Promoting }, Policy)),
            Say("Bakes", CanaryWords.Bakes(One, Policy)),
            Say("Widens", CanaryWords.Widens(One with { Weight = 1 }, Policy)),
            Say("Promotes", CanaryWords.Promotes(One with { Verdict = Healthy }, Policy)),
            Say("Promotes.Noted", CanaryWords.Promotes(One with { Verdict = Healthy, Note = CanaryWords.TooLittle() }, Policy)),
            Say("Promoted", CanaryWords.Promoted(Many, Policy)),
            Say("Shadowed", CanaryWords.Shadowed(Bad.Verdict!.Says)),
            Say("TooLittle", CanaryWords.TooLittle()),
            Say("Sees", CanaryWords.Sees("errors", 40, TimeSpan.FromMinutes(34), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(60))),
            Say("Sees.TooLate", CanaryWords.Sees("errors", 0.5, TimeSpan.FromHours(7), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(60))),
            Say("Sees.Never", CanaryWords.Sees("errors", 0, null, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(60))),
            Say(
                "SeesNothingYet",
                CanaryWords.SeesNothingYet([
                    new MetricTraffic("errors", null, "the source does not answer"),
                    new MetricTraffic("latency", null, null),
                ])
            ),
            Say("PromotedBy", CanaryWords.PromotedBy(Pull.Cy)),
            Say("TakenOffBy", CanaryWords.TakenOffBy(Pull.Cy)),
            Say("Extended", CanaryWords.Extended(One, Pull.Cy, TimeSpan.FromMinutes(120))),
            Say("Untrusted", CanaryWords.Untrusted(new SelfTest(20, 6), Bad.Verdict!)),
            Say("ByPolicy", CanaryWords.ByPolicy("roll back")),
            Say("NoDecision", CanaryWords.NoDecision()),
            Say("NotMeasured", CanaryWords.NotMeasured(One with { Verdict = Healthy with { Metrics = [Errors, Unmeasured] } })),
        ];

    private static IEnumerable<Saying> Ended() =>
        [
            Say("Regressed", CanaryWords.Regressed(Bad)),
            Say("Regressed.Noted", CanaryWords.Regressed(Noted)),
            Say("Regressed.Stays", CanaryWords.Regressed(Bad with { Phase = CanaryPhase.Blaming })),
            Say("RolledBack", CanaryWords.RolledBack(Bad)),
            Say("Failed", CanaryWords.Failed(Many, CanaryWords.DeployFailed("canary"))),
            Say("RollbackFailed", CanaryWords.RollbackFailed(CanaryWords.DeployFailed("canary"))),
            Say("RevertOpened", CanaryWords.RevertOpened(Bad)),
            Say("Unlocked", CanaryWords.Unlocked(Bad)),
            Say("Unlocked.Many", CanaryWords.Unlocked(Bad with { Taken = [12, 13] })),
            Say("Superseded", CanaryWords.Superseded(Many, Revert)),
            Say("Asks", CanaryWords.Asks(Noted)),
            Say("NoRevert", CanaryWords.NoRevert(CanaryWords.NotAsked(), [12, 13])),
            Say("Closed", CanaryWords.Closed(14)),
            Say(
                "NotOpened",
                CanaryWords.NotOpened(
                    new RevertRefusal(
                        "POST /repos/acme/shop/pulls: 403 Resource not accessible by integration",
                        RefusalKind.MayBeAllowed,
                        Pull.Now
                    ),
                    [12, 13]
                )
            ),
            Say(
                "RevertIsOut",
                CanaryWords.RevertIsOut(
                    14,
                    Out(PullState.Ejected, Code.ChecksFailed, "`test` failed with it on main as the queue would land it.")
                )
            ),
            Say("RevertIsOut.Held", CanaryWords.RevertIsOut(14, Out(PullState.Held, Code.Held, "cy holds it: not before noon."))),
            Say(
                "RevertIsOut.Conflict",
                CanaryWords.RevertIsOut(14, Out(PullState.Ejected, Code.MergeConflict, "It conflicts with main in `README.md`."))
            ),
            Say("NotAsked", CanaryWords.NotAsked()),
            Say("OptedOut", CanaryWords.OptedOut(12, "no-auto-revert")),
            Say("ManyReverts", CanaryWords.ManyReverts(4)),
            Say("FewEvents", CanaryWords.FewEvents(3)),
            Say("BadBefore", CanaryWords.BadBefore(Pull.Head(8))),
            Say(
                "SeenBefore",
                CanaryWords.SeenBefore(
                    Bad with
                    {
                        Signature = ["errors at route /pay"],
                    },
                    Many with
                    {
                        Signature = ["errors at route /pay"],
                    }
                )
            ),
            Say("DeployFailed", CanaryWords.DeployFailed("canary")),
            Say("DeployReplaced", CanaryWords.DeployReplaced("canary")),
            Say("DeployNotTaken", CanaryWords.DeployNotTaken("canary", TimeSpan.FromMinutes(30))),
            Say("DeployNotEnded", CanaryWords.DeployNotEnded("production", TimeSpan.FromHours(4))),
            Say("Irreversible", CanaryWords.Irreversible(12, "db/migrations/7.sql")),
            Say("NotComposed", CanaryWords.NotComposed()),
            Say("Concluded", CanaryWords.Concluded(Bad)),
            Say("Concluded.Whole", CanaryWords.Concluded(Bad with { Taken = [12, 13, 15] })),
            Say("Concluded.Asks", CanaryWords.Concluded(Noted with { Blame = null })),
            Say("Concluded.Splits", CanaryWords.Concluded(Searched)),
            Say("Tries", CanaryWords.Tries(Searched, One with { Part = "c1" })),
            Say("Tries.Many", CanaryWords.Tries(Searched, Many with { Part = "c1" })),
        ];

    private static IEnumerable<Saying> Told() =>
        [
            Say("UnderWay", CanaryWords.UnderWay(One)),
            Say(
                "UnderWay.Foreseen",
                CanaryWords.UnderWay(
                    One with
                    {
                        Foresight = new Foresight(
                            null,
                            CanaryWords.Sees("errors", 40, TimeSpan.FromMinutes(34), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(60))
                        ),
                    }
                )
            ),
            Say("Overtaken", CanaryWords.Overtaken()),
            Say("Looks", CanaryWords.Looks(Searched with { Suspects = [] })),
            Say("Looks.Parts", CanaryWords.Looks(Searched)),
            Say("Unjudged", CanaryWords.Unjudged(One)),
            Say("Unjudged.Noted", CanaryWords.Unjudged(One with { Note = CanaryWords.Skipped() })),
            Say("Judged", CanaryWords.Judged(One with { Verdict = Healthy })),
            Say("JudgedOn", CanaryWords.JudgedOn("c1", 120, Verdict.Healthy)),
            Say("PromotedUnclear", CanaryWords.PromotedUnclear(Noted)),
            Say("GoesAgain", CanaryWords.GoesAgain(Noted)),
            Say("Unclear", CanaryWords.Unclear(One)),
            Say("Unclear.Noted", CanaryWords.Unclear(Noted)),
            Say("Innocent", CanaryWords.Innocent(Bad)),
            Say("ToBlame", CanaryWords.ToBlame(Bad)),
            Say("PerhapsToBlame", CanaryWords.PerhapsToBlame(Noted with { Taken = [12, 13, 15] })),
            Say("TakenBack", CanaryWords.TakenBack(14, null)),
            Say("TakenBack.PastTheQueue", CanaryWords.TakenBack(null, Bad)),
            Say("TakenBack.Regressed", CanaryWords.TakenBack(14, Bad)),
        ];

    private static IEnumerable<Saying> Verdicts() =>
        [
            Say("Verdict.Regressed", CanaryWords.Verdict(new Judgement(Verdict.Regressed, 0.9, 9, -4, [Errors]), null)),
            Say("Verdict.Certain", CanaryWords.Verdict(new Judgement(Verdict.Regressed, 0.9, 99, -4, [Errors]), null)),
            Say("Verdict.Healthy", CanaryWords.Verdict(new Judgement(Verdict.Healthy, 0.1, -3, 5, [Errors]), null)),
            Say(
                "Verdict.Healthy.Scatters",
                CanaryWords.Verdict(
                    new Judgement(
                        Verdict.Healthy,
                        0.1,
                        -3,
                        5,
                        [
                            Errors with
                            {
                                Reason =
                                    Errors.Reason
                                    + "; counts scatter 1.0 times as much as chance, as far as 26 ticks tell, so the evidence is divided by 1.7",
                            },
                        ]
                    ),
                    null
                )
            ),
            Say(
                "Verdict.Inconclusive",
                CanaryWords.Verdict(new Judgement(Verdict.Inconclusive, 0.5, 0, 0, [Errors]), TimeSpan.FromMinutes(40))
            ),
            Say("Verdict.Invalid", CanaryWords.Verdict(new Judgement(Verdict.Invalid, 0.5, 0, 0, [Errors, Unmeasured]), null)),
            Say("Verdict.Nothing", CanaryWords.Verdict(new Judgement(Verdict.Inconclusive, 0.5, 0, 0, []), null)),
        ];

    private static IEnumerable<Saying> Small() =>
        [
            Say("List", CanaryWords.List([])),
            Say("List.Many", CanaryWords.List([3, 1, 2])),
            Say("Span", CanaryWords.Span(TimeSpan.FromSeconds(90))),
            Say("Span.Minutes", CanaryWords.Span(TimeSpan.FromMinutes(90))),
            Say("Span.Hours", CanaryWords.Span(TimeSpan.FromHours(30))),
            Say("Span.Days", CanaryWords.Span(TimeSpan.FromDays(9))),
        ];

    private static CanaryVerdict Healthy =>
        new(Verdict.Healthy, 0.1, [], "The canary is as good as what runs (errors: 15 against 15).", Pull.Now);

    public static LandedPull Landed(int number) =>
        new(
            1,
            number,
            $"Change {number}",
            "ada",
            Pull.Head(),
            Pull.Head(8),
            Pull.Head(9),
            Pull.Head(9),
            "main",
            Band.Low,
            0.05,
            [],
            Pull.Now
        );

    private static OutOfQueue Out(PullState state, Code code, string reason) => new(state, code, reason);

    private static Saying Say(string name, string text) => new("CanaryWords." + name, text);
}
