using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns;

namespace Sluice.Bot.Tests.Jobs;

/// <summary>Who is rung for what a turn noted.</summary>
public sealed class NeighboursTests
{
    private static readonly LaneSeen Seen = new()
    {
        Now = Some.Noon,
        Repo = Some.RepositoryFact(1, 1).Repository,
        Base = "main",
        Head = Some.Sha(1),
        HeadTree = Some.Sha(2),
        Policy = Policy.Default with { Canary = new CanaryPolicy() },
        Rules = BranchRules.None,
        Ledger = LaneLedger.New,
    };

    [Fact]
    public void Production_is_rung_for_a_landing_also_when_the_same_turn_forgets_an_earlier_one() =>
        Assert.Contains(new EnvironmentSubject(1, "production"), Neighbours.OfLane(Seen, After(Landed(7)), After(Landed(8))));

    [Fact]
    public void Production_is_rung_for_no_landing_twice()
    {
        Assert.DoesNotContain(new EnvironmentSubject(1, "production"), Neighbours.OfLane(Seen, After(Landed(7), Landed(8)), After(Landed(8))));
        Assert.DoesNotContain(new EnvironmentSubject(1, "production"), Neighbours.OfLane(Seen, null, After(Landed(8) with { State = PullState.Ejected })));
    }

    private static LaneLedger After(params Outcome[] outcomes) => LaneLedger.New with { Outcomes = outcomes.ToRow() };

    private static Outcome Landed(int number) => new(number, 1, Some.Sha(number), PullState.Landed, Code.Landed, "b1", Some.Sha(9), [], null, null, [], Some.Noon);
}
