using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>What a failure says, and what it does not.</summary>
public sealed class LaneEvidenceTests
{
    private static readonly Check Red = Values.Check("ci/test", CheckState.Failure) with { Id = 41, Run = 900, Completed = Values.Noon };

    [Fact]
    public void Who_came_at_the_same_instant_is_served_alike_in_whatever_order_it_is_read()
    {
        Entry[] tie =
        [
            .. Enumerable.Range(1, 12).Select(number => Values.Entry(number, fails: 0.02 * number) with { Since = Values.Noon }),
        ];

        var one = new Lane(tie).Compose();
        var other = new Lane([.. tie.Reverse()]).Compose();

        Assert.Equal(one.Plan, other.Plan);
        Assert.NotEmpty(one.Ledger.Builds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_failed_before_and_is_asked_for_again_is_tested_by_itself_until_it_was_green(bool returned)
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2) with { Returned = returned }, Values.Entry(3)).Compose();

        Assert.Equal(returned, lane.Ledger.Builds.Any(build => build.Content.Select(member => member.Number).SequenceEqual([2])));
        Assert.Equal(
            !returned,
            lane.Ledger.Builds.Any(build => build.Content.Count > 1 && build.Content.Any(member => member.Number == 2))
        );
    }

    [Fact]
    public void A_check_that_fails_on_the_base_too_blames_nobody_and_the_lane_says_so()
    {
        var lane = BaseRed();

        Assert.Empty(lane.Ledger.Outcomes);
        Assert.Empty(lane.Ledger.Reds);
        Assert.Empty(lane.Ledger.Builds);
        Assert.Equal(
            (PullState.Waiting, Code.Paused, "ci/test"),
            (lane.Place(1).State, lane.Place(1).Code, Assert.Single(lane.Place(1).Checks).Name)
        );
        Assert.Contains(
            lane.Plan.Journal,
            line => line.Kind == "base_red" && line.Says.Contains("nobody is blamed", StringComparison.Ordinal)
        );
        Assert.Equal(lane.Seen.Now.AddMinutes(30), lane.Plan.WakeAt);
    }

    [Fact]
    public void What_fixes_the_base_is_built_and_lands_and_then_all_are_tested_again()
    {
        var lane = BaseRed();
        lane.Seen = lane.Seen with { Entries = lane.Seen.Entries.Add(Values.Entry(2)) };

        lane.Compose();
        Assert.Equal([2], lane.Only.Content.Select(member => member.Number));
        lane.CheckAll(CheckState.Success).Turn();
        lane.Turn(seen => seen with { Head = lane.Ledger.Landing!.Candidate, HeadTree = lane.Ledger.Landing.Tree, BaseChecks = [] });

        Assert.Equal(Code.Landed, lane.Outcome(2).Code);
        Assert.Null(lane.Ledger.BaseRed);
        Assert.Equal([1], lane.Only.Content.Select(member => member.Number));
    }

    [Fact]
    public void A_base_whose_check_passes_again_or_a_while_lets_them_be_tested_again_and_the_while_doubles()
    {
        Assert.NotEmpty(
            BaseRed()
                .Turn(seen =>
                    seen with
                    {
                        BaseChecks = seen.BaseChecks.Add(Red with { State = CheckState.Success, Completed = Values.Noon.AddHours(1) }),
                    }
                )
                .Ledger.Builds
        );
        Assert.Empty(BaseRed().After(TimeSpan.FromMinutes(29)).Ledger.Builds);
        var again = BaseRed().After(TimeSpan.FromMinutes(30));
        Assert.NotEmpty(again.Ledger.Builds);
        Assert.Equal(again.Seen.Now.AddHours(1), again.Compose().CheckAll(CheckState.Failure).Plan.WakeAt);
    }

    [Fact]
    public void On_a_base_that_stays_red_each_is_tried_alone_so_that_one_bad_pull_keeps_nobody_else_out()
    {
        var lane = new Lane([.. Enumerable.Range(1, 6).Select(number => Values.Entry(number))]);
        lane.Seen = lane.Seen with { BaseChecks = [Red] };
        lane.Compose().CheckAll(CheckState.Failure);
        Assert.Equal(6, lane.Ledger.BaseRed!.Parked.Count);

        lane.After(TimeSpan.FromMinutes(30)).Compose();
        Assert.All(lane.Ledger.Builds, build => Assert.Single(build.Content));
        lane.Check(lane.Ledger.Builds[0], CheckState.Failure).Check(lane.Ledger.Builds[1], CheckState.Success).Turn();

        Assert.Equal(2, Assert.Single(lane.Ledger.Landing!.Pulls).Number);
        Assert.DoesNotContain(lane.Ledger.Outcomes, outcome => outcome.State == PullState.Ejected);
    }

    [Fact]
    public void A_base_that_stays_red_costs_so_many_builds_a_round_and_no_more()
    {
        var lane = new Lane([.. Enumerable.Range(1, 30).Select(number => Values.Entry(number))]);
        lane.Seen = lane.Seen with { BaseChecks = [Red] };
        while (lane.Compose().Ledger.Builds.Count > 0)
        {
            lane.CheckAll(CheckState.Failure);
        }

        lane.After(TimeSpan.FromMinutes(30));
        var tried = 0;
        while (lane.Compose().Ledger.Builds.Count > 0)
        {
            tried += lane.Ledger.Builds.Count;
            lane.CheckAll(CheckState.Failure);
        }

        Assert.InRange(tried, 8, 12);
    }

    [Fact]
    public void A_check_that_passed_on_the_base_before_has_flaked_there_and_excuses_nobody()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.6)).Compose();
        lane.Seen = lane.Seen with
        {
            BaseChecks = [Red with { State = CheckState.Success }, Red with { Suite = 2, Completed = Values.Noon.AddMinutes(9) }],
        };

        Assert.Equal(Code.ChecksFailed, lane.CheckAll(CheckState.Failure).Outcome(1).Code);
    }

    [Fact]
    public void A_failure_waits_for_the_same_check_on_a_base_that_was_pushed_from_outside()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.4)).Compose();
        lane.Seen = lane.Seen with { BaseChecks = [Red with { State = CheckState.Running, Completed = null }] };

        lane.CheckAll(CheckState.Failure);
        Assert.Equal(BuildState.Running, lane.Only.State);
        lane.Turn(seen => seen with { BaseChecks = [Red with { State = CheckState.Success }] });

        Assert.Equal(Code.ChecksFailed, lane.Outcome(1).Code);
    }

    [Fact]
    public void What_fails_beside_it_and_not_on_the_base_is_blamed()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.6)).Compose();
        lane.Seen = lane.Seen with { BaseChecks = [Red with { Name = "ci/lint" }] };

        lane.With(queue => queue with { Checks = ["ci/*"] })
            .Check(Values.Check("ci/lint", CheckState.Failure), Values.Check("ci/test", CheckState.Failure))
            .Turn();

        Assert.Equal("ci/test", Assert.Single(lane.Outcome(1).Checks).Name);
    }

    [Fact]
    public void A_check_that_is_known_to_flake_excuses_more_than_one_that_is_not()
    {
        var learnt = new Estimates(Green: 180, Red: 20, Flakes: 10)
        {
            Checks = [new CheckLearnt("e2e", 200, 12, 10), new CheckLearnt("unit", 200, 10, 0)],
        };
        double Of(params string[] names) => Learning.Excuse(learnt, names.Select(name => Values.Check(name, CheckState.Failure)).ToRow());

        Assert.InRange(Of("e2e") / Of("unit"), 10, 1e6);
        Assert.Equal(Of("unit"), Of("e2e", "unit"));
        Assert.Equal(new Estimates().FlakeRate, Learning.Excuse(new Estimates(), [Red]), 12);
    }

    [Fact]
    public void The_excuse_of_a_red_set_reaches_the_scheduler()
    {
        Lane Failed(Row<CheckLearnt> checks) =>
            new Lane(Values.Entry(1, fails: 0.4))
                .Turn(seen => seen with { Ledger = LaneLedger.New with { Learnt = new Estimates(180, 20, 10) { Checks = checks } } })
                .Compose()
                .CheckAll(CheckState.Failure);

        Assert.NotEmpty(Failed([new CheckLearnt("ci/other", 200, 40, 0), new CheckLearnt("ci/test", 200, 10, 0)]).Ledger.Outcomes);
        Assert.Empty(Failed([new CheckLearnt("ci/other", 200, 40, 0), new CheckLearnt("ci/test", 200, 10, 10)]).Ledger.Outcomes);
    }

    [Fact]
    public void A_likely_flake_runs_only_its_failed_jobs_again_on_the_same_candidate()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.01)).Compose();
        var first = lane.Only;
        lane.Check(Red).Turn();

        Assert.Equal((first.Id, first.Candidate, BuildState.Running), (lane.Only.Id, lane.Only.Candidate, lane.Only.State));
        Assert.Equal([900], Assert.Single(lane.Plan.Moves.OfType<LaneMove.Rerun>()).Runs);
        Assert.DoesNotContain(lane.Plan.Moves, move => move is LaneMove.Cancel or LaneMove.DropBranch);
        Assert.Single(lane.Turn().Plan.Moves.OfType<LaneMove.Rerun>());

        lane.Check(Red with { Id = 42, State = CheckState.Success }).Turn();
        Assert.Empty(lane.Plan.Moves.OfType<LaneMove.Rerun>());
        lane.Land();

        Assert.Equal(Code.Landed, lane.Outcome(1).Code);
        Assert.Equal(1, lane.Ledger.Learnt.Flakes);
    }

    [Fact]
    public void Run_again_and_failed_again_it_is_put_out()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.01)).Compose().Check(Red).Turn();

        lane.Check(Red with { Id = 42 }).Turn();

        Assert.Equal(Code.ChecksFailed, lane.Outcome(1).Code);
    }

    [Fact]
    public void Where_GitHub_refuses_to_run_it_again_it_is_built_anew()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.01)).Compose().Check(Red).Turn();
        var first = lane.Only.Id;

        lane.Refuse(first, "This workflow run cannot be retried").Turn();

        Assert.NotEqual(first, lane.Only.Id);
        Assert.Equal(1, Assert.Single(lane.Ledger.Reds).Times);
    }

    private static Lane BaseRed()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.4)).Compose();
        lane.Seen = lane.Seen with { BaseChecks = [Red] };
        return lane.CheckAll(CheckState.Failure);
    }
}
