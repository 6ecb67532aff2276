using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

/// <summary>Check runs, comments, records and trees as GitHub gets them.</summary>
internal sealed class PageSayings : ISayings
{
    private static readonly Telling Ejected = Told.Of(Told.Ejected);

    private static readonly Telling Landed = Told.Of(
        Told.Standing(PullState.Landed, Code.Landed, Sentences.Landed("main", Pull.Head(5), "b7", [])) with
        {
            Batch = "b7",
            LandedSha = Pull.Head(5),
        }
    );

    private static readonly Telling Regressed = Told.Of(Told.TakenBack);

    private static readonly Telling Hostile = Told.Of(
        Told.Ejected with
        {
            Reason = Sentences.ChecksFailed([Told.Broken with { Name = Told.Hostile }], [], Told.Hostile),
            Checks =
            [
                Told.Broken with
                {
                    Name = Told.Hostile,
                    Url = "javascript:alert(1)",
                },
                Told.Broken with
                {
                    Url = "https://x.example/a)b",
                },
            ],
        }
    ) with
    {
        Pull = Pull.Seen().Pull with { Title = Told.Hostile, Base = Told.Hostile },
    };

    private static readonly Telling InLine = Told.Of(
        Told.Standing(PullState.Queued, Code.Queued, Sentences.Queued(null), NextAction.Wait) with
        {
            Position = 3,
        },
        [new Finding("draft", null)]
    ) with
    {
        Due = Pull.Now.AddMinutes(42),
    };

    /// <summary>Several things stand in its way, and no agent had a hand in it.</summary>
    private static readonly Telling ByPerson = Told.Of(
        Told.Standing(PullState.Waiting, Code.Draft, Obstacles.Say(new Obstacle.Draft(false)), NextAction.MarkReady),
        [
            new Finding("draft", new Obstacle.Draft(false)),
            new Finding("changes requested", new Obstacle.ChangesRequested(["bo"])),
            .. Told.Findings,
        ]
    ) with
    {
        Assessment = Told.Assessed with { Origin = OriginAssessment.None },
    };

    private static readonly ReleaseWord NoRevert = Told.Regressed with { RevertPull = null };

    public IEnumerable<Saying> All() =>
        [
            new("CheckRun.Title", CheckRun.Title(Ejected)),
            new("CheckRun.Summary", CheckRun.Summary(Ejected)),
            new("CheckRun.Summary.Landed", CheckRun.Summary(Landed)),
            new("CheckRun.Text", CheckRun.Text(Ejected)),
            new("CheckRun.Text.Hostile", CheckRun.Text(Hostile)),
            new("CheckRun.Text.Unapproved", CheckRun.Text(Told.Unapproved)),
            new("Comments.Status", Comments.Status(Ejected)),
            new("Comments.Status.Landed", Comments.Status(Landed)),
            new("Comments.Status.Hostile", Comments.Status(Hostile)),
            new("Comments.Verdict", Comments.Verdict(Regressed)),
            new(
                "Comments.Verdict.NoRevert",
                Comments.Verdict(Told.Of(Told.TakenBack with { Reason = Sentences.Released(NoRevert), Release = NoRevert }))
            ),
            new(
                "Comments.Verdict.Invalid",
                Comments.Verdict(
                    Told.Of(
                        Told.Standing(
                            PullState.Inconclusive,
                            Code.CanaryInvalid,
                            Sentences.Released(
                                Told.Regressed with
                                {
                                    State = PullState.Inconclusive,
                                    Code = Code.CanaryInvalid,
                                    Because = null,
                                }
                            )
                        )
                    )
                )
            ),
            new(
                "Comments.Verdict.Reverted",
                Comments.Verdict(
                    Told.Of(
                        Told.Standing(
                            PullState.Reverted,
                            Code.Reverted,
                            Sentences.Released(Told.Regressed with { State = PullState.Reverted })
                        )
                    )
                )
            ),
            new("PullRecord.Json", PullRecord.Json(Ejected)),
            new("PullRecord.Json.Pair", PullRecord.Json(Ejected with { Standing = Ejected.Standing with { With = [13] } })),
            new("PullRecord.Json.Regressed", PullRecord.Json(Regressed)),
            new("PullRecord.Json.Unqueued", PullRecord.Json(new Telling(Pull.Seen().Pull, Standing.None, null, []))),
            new("CheckRun.Title.InLine", CheckRun.Title(InLine)),
            new("CheckRun.Title.InLine.NobodyKnows", CheckRun.Title(InLine with { Due = null })),
            new(
                "CheckRun.Title.Testing",
                CheckRun.Title(InLine with { Standing = InLine.Standing with { State = PullState.Testing, Code = Code.Testing } })
            ),
            new("Explanation.Tree.InLine", Explanation.Tree(InLine)),
            new("Explanation.Tree.Person", Explanation.Tree(ByPerson)),
            new("Explanation.Tree.Unqueued", Explanation.Tree(ByPerson with { Standing = Standing.None })),
            new(
                "Reasons.Of",
                string.Join(
                    '\n',
                    Reasons
                        .Of(ByPerson)
                        .SelectMany(reason => reason.Because.Prepend(reason))
                        .Select(reason => $"{reason.Kind}: {reason.Title} {reason.Says} {reason.Change}".TrimEnd())
                )
            ),
            new("Explanation.Tree", Explanation.Tree(Told.Unapproved)),
            new(
                "Explanation.Tree.Overtaken",
                Explanation.Tree(
                    Told.Of(Told.Ejected) with
                    {
                        Overtaken =
                            "Overtaken since 2026-11-20 13:00 UTC: #14 landed past it, for its priority is higher. It is due at 2026-11-20 19:00 UTC: from then on nobody lands past it.",
                    }
                )
            ),
            new(
                "Explanation.Tree.Limits",
                Explanation.Tree(
                    Told.Of(Told.Ejected) with
                    {
                        Limits = [OutsideWords.Stands(new Allowance(PartyKind.Agent, "Claude Code", 3, 5) { Clean = 1, Harmful = 1 })],
                    }
                )
            ),
            new("Explanation.Line", Explanation.Line(Told.Assessed)),
            new("Explanation.Line.NoEvidence", Explanation.Line(Told.Assessed with { Origin = OriginAssessment.None })),
            new(
                "Explanation.Line.Automation",
                Explanation.Line(Told.Assessed with { Origin = OriginAssessment.None with { Class = OriginClass.Automation } })
            ),
        ];
}
