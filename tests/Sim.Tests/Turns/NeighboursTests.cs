using System.Text.Json;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns;

namespace Sluice.Sim.Tests.Turns;

/// <summary>Who is rung for what a turn noted.</summary>
public sealed class NeighboursTests : TurnTest
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private LaneSeen Seen =>
        new()
        {
            Now = Noon,
            Repo = Repo,
            Base = "main",
            Head = Commit(1),
            HeadTree = Commit(2),
            Policy = Policy.Default with { Canary = new CanaryPolicy() },
            Rules = BranchRules.None,
            Ledger = LaneLedger.New,
        };

    [Fact]
    public void Production_is_rung_for_a_landing_also_when_the_same_turn_forgets_an_earlier_one() =>
        Assert.Contains(new EnvironmentSubject(Repo.Id, "production"), Neighbours.OfLane(Seen, After(Landed(7)), After(Landed(8))));

    [Fact]
    public void Production_is_rung_for_whatever_moved_the_base()
    {
        var before = LaneLedger.New with { Head = Commit(1) };

        Assert.Contains(new EnvironmentSubject(Repo.Id, "production"), Neighbours.OfLane(Seen, before, before with { Head = Commit(2) }));
    }

    [Fact]
    public void Production_is_rung_for_no_landing_twice()
    {
        Assert.DoesNotContain(
            new EnvironmentSubject(Repo.Id, "production"),
            Neighbours.OfLane(Seen, After(Landed(7), Landed(8)), After(Landed(8)))
        );
        Assert.DoesNotContain(
            new EnvironmentSubject(Repo.Id, "production"),
            Neighbours.OfLane(Seen, null, After(Landed(8) with { State = PullState.Ejected }))
        );
    }

    [Fact]
    public void Who_only_waits_is_rung_for_what_keeps_it_and_not_for_each_note_of_the_lane()
    {
        var seen = Seen with { Entries = [Waiting(5)] };
        var (frozen, kept) = (new Frozen(Noon, "weekend", [5]), new Kept(Code.BudgetExhausted, "nothing is left", [5]));
        var stored = JsonSerializer.Serialize(LaneLedger.New with { Frozen = [frozen], Kept = [kept] });
        var before = JsonSerializer.Deserialize<LaneLedger>(stored)!;

        Assert.Empty(Neighbours.OfLane(seen, before, before with { Frozen = [frozen], Kept = [kept], Serial = 1 }));
        Assert.Equal([new PullSubject(Repo.Id, 5)], Neighbours.OfLane(seen, before, before with { Frozen = [] }));
        Assert.Equal([new PullSubject(Repo.Id, 5)], Neighbours.OfLane(seen, before, before with { Kept = [] }));
    }

    [Fact]
    public void Who_only_waits_is_rung_when_nothing_is_built_any_more()
    {
        var seen = Seen with { Entries = [Waiting(5)] };
        var breaker = new Breaker(BreakerKind.Ci, BreakerState.Open, Noon, 1, Noon);

        Assert.Equal([new PullSubject(Repo.Id, 5)], Neighbours.OfLane(seen, LaneLedger.New, LaneLedger.New with { Ci = breaker }));
    }

    private static Entry Waiting(int number) =>
        new(number, 1, Commit(number), Commit(number), Priority.Normal, Noon, 0.1, Band.Low, false, OriginClass.None, "ada", "A change", 0);

    private static LaneLedger After(params Outcome[] outcomes) => LaneLedger.New with { Outcomes = outcomes.ToRow() };

    private static Outcome Landed(int number) =>
        new(number, 1, Commit(number), PullState.Landed, Code.Landed, "b1", Commit(9), [], null, null, [], Noon);

    private static Sha Commit(int number) => new(number.ToString("x40", System.Globalization.CultureInfo.InvariantCulture));
}
