using System.Globalization;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Intake;

/// <summary>A small random sample of those that the score itself makes wait needs one approval less.</summary>
public sealed class AuditTests
{
    private static readonly Change Large = Pull.Seen().Change! with
    {
        Files = [.. Enumerable.Range(0, 9).Select(n => new FileChange($"a{n}/b.py", 300, 20))],
    };

    private static readonly Policy Fifth = Policy.Default with { Risk = new RiskPolicy { Audit = 0.2 } };

    [Fact]
    public void About_as_many_are_drawn_as_the_policy_says_and_none_by_default()
    {
        Assert.InRange(Numbers.Count(number => IsAudited(Seen(number))), 70, 130);
        Assert.InRange(
            Numbers.Count(number => IsAudited(Seen(number) with { Policy = Fifth with { Risk = new RiskPolicy { Audit = 0.05 } } })),
            12,
            40
        );
        Assert.DoesNotContain(Numbers, number => IsAudited(Seen(number) with { Policy = Policy.Default }));
    }

    [Fact]
    public void A_lot_is_not_drawn_again_by_pushing() =>
        Assert.All(
            Numbers.Take(50),
            number =>
                Assert.Equal(
                    IsAudited(Seen(number)),
                    IsAudited(Seen(number).Turned().Pushed() with { Change = Large with { Head = Pull.Head(2) } })
                )
        );

    [Fact]
    public void One_approval_less_is_needed_and_never_none()
    {
        Assert.Equal((2, 1), (Need(Lost), Need(Drawn)));
        Assert.Equal(0, Need(Drawn with { Policy = Fifth with { Flow = new FlowPolicy { Approvals = new Approvals(0, 0, 0) } } }));
        Assert.Equal(1, Need(Drawn with { Policy = Fifth with { Flow = new FlowPolicy { Approvals = new Approvals(0, 0, 2) } } }));
        Assert.Equal(3, Need(Drawn with { Rules = BranchRules.None with { Approvals = 3 } }));
    }

    [Fact]
    public void Medium_and_low_are_not_drawn_where_they_would_need_as_many()
    {
        var medium = Drawn with
        {
            Change = Pull.Seen().Change! with { Files = [new FileChange("shop/price.py", 60, 20), new FileChange("shop/tax.py", 50, 9)] },
        };

        Assert.Equal((Band.Medium, false), (medium.Turned().Ledger.Assessment!.Risk.Band, IsAudited(medium)));
    }

    [Fact]
    public void What_a_floor_or_a_defensive_path_holds_is_no_matter_of_lots()
    {
        var floor = Drawn with { Change = Pull.Seen().Change! with { Files = [new FileChange("db/migrations/1.sql", 5, 0)] } };
        var path = Drawn with
        {
            Policy = Fifth with { Risk = Fifth.Risk with { Floors = [new RiskFloor(["a1/**"], Band.Low, "money", Mode.Defensive)] } },
        };

        Assert.Equal((Band.High, false), (floor.Turned().Ledger.Assessment!.Risk.Band, IsAudited(floor)));
        Assert.False(IsAudited(path));
        Assert.False(IsAudited(Drawn with { Policy = Fifth with { Mode = Mode.Defensive } }));
    }

    [Fact]
    public void It_is_said_in_the_record_and_noted_with_the_outcome()
    {
        var landed = Drawn.Labelled(Pull.Ada).Turned() with { Lane = Pull.Word(PullState.Landed, Code.Landed) };
        var plan = PullDecider.Decide(landed);

        Assert.Contains(
            "\"audited\":true",
            Drawn.Labelled(Pull.Ada) is var seen ? PullDecider.Decide(seen).Moves.OfType<PullMove.PutCheck>().Single().Text : "",
            StringComparison.Ordinal
        );
        Assert.True(Outcome.Read(Assert.Single(plan.Journal, line => line.Kind == Outcome.Kind).Data)!.Audited);
        Row<Settled> settled =
        [
            new Settled(1, Pull.Now, [1, 2, 3, 4, 5, 6], 0.5, Band.High, true, false) { Audited = true },
            new Settled(2, Pull.Now, [1, 2, 3, 4, 5, 6], 0.5, Band.High, false, false),
        ];
        Assert.Equal([new BandRecord(Band.High, 1, 1)], TrackRecord.Of(settled).Audited);
    }

    private static IEnumerable<int> Numbers => Enumerable.Range(1, 500);

    private static PullSeen Drawn => Seen(Numbers.First(number => IsAudited(Seen(number))));

    private static PullSeen Lost => Seen(Numbers.First(number => !IsAudited(Seen(number))));

    private static PullSeen Seen(int number) =>
        Pull.Seen().With(pull => pull with { NodeId = string.Create(CultureInfo.InvariantCulture, $"PR_kwDO{number}") }) with
        {
            Change = Large,
            Policy = Fifth,
        };

    private static bool IsAudited(PullSeen seen) => PullDecider.Decide(seen).Next.Assessment!.Risk.Audited;

    private static int Need(PullSeen seen) =>
        PullDecider.Decide(seen).Next is var ledger ? ApprovalTally.Of(seen, ledger, ledger.Assessment!).Need : -1;
}
