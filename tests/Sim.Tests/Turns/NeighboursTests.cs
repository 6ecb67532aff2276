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

    private static LaneLedger After(params Outcome[] outcomes) => LaneLedger.New with { Outcomes = outcomes.ToRow() };

    private static Outcome Landed(int number) =>
        new(number, 1, Commit(number), PullState.Landed, Code.Landed, "b1", Commit(9), [], null, null, [], Noon);

    private static Sha Commit(int number) => new(number.ToString("x40", System.Globalization.CultureInfo.InvariantCulture));
}
