using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>Windows of <c>canary.freeze</c>. The fleet's day begins at nine.</summary>
public sealed class DeployFreezeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void In_a_window_no_canary_begins_and_the_alarm_rings_at_its_end()
    {
        var fleet = Frozen("0 9 * * *", TimeSpan.FromHours(3));
        fleet.Land(1);
        fleet.Turn();
        fleet.Wait(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(20));

        var plan = fleet.Turn();

        Assert.Equal(Noon, plan.WakeAt);
        Assert.Empty(fleet.Deploys);
        Assert.Equal(["frozen"], fleet.Story);
        var fate = Fate.Of(fleet.Ledger, 1)!;
        Assert.Equal((PullState.Landed, Code.Frozen), (fate.State, fate.Code));
        Assert.Contains("2026-11-20 12:00 UTC: `stocktaking`", fate.Because, StringComparison.Ordinal);

        fleet.Run(TimeSpan.FromHours(3));
        Assert.Null(fleet.Ledger.Frozen);
        Assert.Equal((PullState.Healthy, Noon), (Fate.Of(fleet.Ledger, 1)!.State, fleet.Ledger.Past[^1].Created));
    }

    [Fact]
    public void What_bakes_when_a_window_begins_bakes_on_and_is_promoted_after_it()
    {
        var fleet = Frozen("5 9 * * *", TimeSpan.FromHours(2));
        fleet.Land(1);
        fleet.Run(TimeSpan.FromMinutes(90));

        Assert.Equal(CanaryPhase.Baking, fleet.Ledger.Canary!.Phase);
        Assert.Equal(Verdict.Healthy, fleet.Ledger.Canary.Verdict!.Verdict);
        Assert.Equal(Code.Frozen, Fate.Of(fleet.Ledger, 1)!.Code);
        Assert.DoesNotContain(fleet.Deploys, move => move.Environment == "production");
        fleet.Say(CanaryAsk.Promote, 1);
        fleet.Run(TimeSpan.FromMinutes(5));
        Assert.DoesNotContain(fleet.Deploys, move => move.Environment == "production");

        fleet.Run(TimeSpan.FromMinutes(60));
        Assert.Equal(CanaryEnd.Promoted, Assert.Single(fleet.Ledger.Past).End);
    }

    [Fact]
    public void In_a_window_what_regresses_is_rolled_back_and_its_revert_goes_to_production()
    {
        var fleet = Frozen("1 9 * * *", TimeSpan.FromHours(12));
        fleet.Badness[fleet.Land(1)[0].Commit] = 10;
        fleet.Run(TimeSpan.FromHours(1));
        Assert.Equal("rollback", fleet.Deploys.Last().Payload.Stage);
        Assert.Single(fleet.Opened);

        fleet.Land([901], 0.01, reverts: [1]);
        fleet.Land(2);
        fleet.Run(TimeSpan.FromHours(3));

        Assert.Equal([901], fleet.Ledger.Past[^1].Pulls.Select(pull => pull.Number));
        Assert.Equal(CanaryEnd.Promoted, fleet.Ledger.Past[^1].End);
        Assert.Equal([2], fleet.Ledger.Frozen!.Pulls);
    }

    [Fact]
    public void A_push_goes_when_each_of_its_pulls_is_excepted_and_no_other_goes_with_it()
    {
        var fleet = Frozen("0 9 * * *", TimeSpan.FromHours(12), "risk/low");
        fleet.Land(1, 2);
        fleet.Land([3], 0.1, Band.High);
        fleet.Land(4);
        fleet.Run(TimeSpan.FromHours(3));

        Assert.Equal([1, 2], Assert.Single(fleet.Ledger.Past).Pulls.Select(pull => pull.Number));
        Assert.Equal([3, 4], fleet.Ledger.Frozen!.Pulls);
    }

    [Fact]
    public void Urgent_pulls_and_those_of_an_origin_go_where_the_window_excepts_them()
    {
        Assert.Empty(Deployed([], Priority.Urgent, OriginClass.None));
        Assert.Equal([1], Deployed(["urgent"], Priority.Urgent, OriginClass.None));
        Assert.Equal([1], Deployed(["origin/automation"], Priority.Normal, OriginClass.Automation));
        Assert.Empty(Deployed(["origin/automation"], Priority.Normal, OriginClass.Agent));
    }

    [Theory]
    [InlineData(WhenInconclusive.Ask)]
    [InlineData(WhenInconclusive.Rollback)]
    public void What_is_only_watched_is_promoted_in_no_window_whatever_would_have_been_done(WhenInconclusive inconclusive)
    {
        var fleet = Frozen("5 9 * * *", TimeSpan.FromHours(12));
        fleet.Policy = fleet.Policy with { Mode = CanaryMode.Shadow, Inconclusive = inconclusive };
        fleet.ErrorsPerMinute = 0.1;
        fleet.Land(1);

        fleet.Run(TimeSpan.FromHours(6));
        Assert.DoesNotContain(fleet.Deploys, move => move.Environment == "production");

        fleet.Run(TimeSpan.FromHours(7));
        Assert.Equal(CanaryEnd.Promoted, Assert.Single(fleet.Ledger.Past).End);
    }

    private static IEnumerable<int> Deployed(Row<string> except, Priority priority, OriginClass origin)
    {
        var fleet = Frozen("0 9 * * *", TimeSpan.FromHours(12), [.. except]);
        fleet.Land(1);
        fleet.Mark(1, pull => pull with { Priority = priority, Origin = origin });
        fleet.Turn();
        return fleet.Ledger.Canary?.Pulls.Select(pull => pull.Number) ?? [];
    }

    private static Fleet Frozen(string cron, TimeSpan length, params string[] except) =>
        new()
        {
            Policy = new CanaryPolicy
            {
                Metrics = [Fleet.Errors],
                Freeze = [new Freeze(cron, "UTC", length, except.ToRow(), "stocktaking")],
            },
        };
}
