using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>How tickets end, and with which of the contract's words.</summary>
public sealed class LaneCodeTests
{
    [Fact]
    public void Green_pulls_land_in_one_push_and_know_their_commits()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Compose();
        var build = lane.Only;

        lane.CheckAll(CheckState.Success);
        var land = Assert.Single(lane.Plan.Moves.OfType<LaneMove.Land>());
        lane.Land();

        Assert.Equal((Values.Sha("base"), build.Candidate), (land.Expected, land.Candidate));
        Assert.Equal((PullState.Landed, Code.Landed, Values.Sha($"{build.Id} merges 1")), Told(lane.Outcome(1)));
        Assert.Equal((PullState.Landed, Code.Landed, Values.Sha($"{build.Id} merges 2")), Told(lane.Outcome(2)));
        var line = Assert.Single(lane.Plan.Journal, line => line.Kind == LandedPulls.Kind);
        Assert.Equal(
            [(1, Values.Sha("base"), land.Candidate), (2, Values.Sha("base"), land.Candidate)],
            LandedPulls.Read(line.Data!).Select(pull => (pull.Number, pull.Before, pull.Tip))
        );
        Assert.Empty(lane.Ledger.Builds);
    }

    [Fact]
    public void A_landing_that_was_not_seen_is_pushed_again()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.After(TimeSpan.FromSeconds(15));

        Assert.Single(lane.Plan.Moves.OfType<LaneMove.Land>());
        Assert.NotNull(lane.Plan.WakeAt);
    }

    [Fact]
    public void A_landed_tree_that_was_not_tested_stops_the_lane()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen => seen with { Head = lane.Ledger.Landing!.Candidate, HeadTree = Values.Sha("another tree") });

        Assert.Contains("was tested", lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.DoesNotContain(lane.Turn().Plan.Moves, move => move is LaneMove.Land or LaneMove.Compose);
        Assert.NotNull(lane.After(TimeSpan.FromDays(30)).Ledger.Halted);
        Assert.Null(lane.Turn(seen => seen with { Order = Values.Order(1, null) }).Ledger.Halted);
        Assert.Contains(lane.Plan.Journal, line => line.Kind == "resumed" && line.Says.Contains("ada", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refused_landing_stops_the_lane_with_the_servers_words()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen => seen with { LandingRefused = "GH006: Protected branch update failed." });

        Assert.Contains("GH006: Protected branch update failed.", lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.Contains("every 10 minutes", lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.Equal(lane.Seen.Now.AddMinutes(10), lane.Plan.WakeAt);
    }

    [Fact]
    public void A_refused_landing_is_tried_again_and_the_old_refusal_is_not_taken_for_a_new_one()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);
        lane.Turn(seen => seen with { LandingRefused = "GH006", LandingRefusedAt = seen.Now });

        Assert.Null(lane.After(TimeSpan.FromMinutes(9)).Ledger.Landing);
        Assert.NotNull(lane.After(TimeSpan.FromMinutes(1)).Ledger.Landing);
        Assert.Single(lane.Turn().Plan.Moves.OfType<LaneMove.Land>());

        Assert.NotNull(lane.Turn(seen => seen with { LandingRefusedAt = seen.Now }).Ledger.Halted);
    }

    [Fact]
    public void A_feared_pull_that_fails_alone_is_ejected_with_its_checks_and_the_confidence()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.4)).Compose().CheckAll(CheckState.Failure);

        var outcome = lane.Outcome(1);
        Assert.Equal((PullState.Ejected, Code.ChecksFailed, "ci/test"), (outcome.State, outcome.Code, Assert.Single(outcome.Checks).Name));
        Assert.InRange(outcome.Confidence!.Value, 0.98, 1);
        Assert.Contains(lane.Plan.Moves, move => move is LaneMove.Cancel);
    }

    [Fact]
    public void A_trusted_pull_that_fails_alone_is_tried_again_once()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.01)).Compose().CheckAll(CheckState.Failure);

        Assert.Equal((PullState.Waiting, Code.FlakyRetry), (lane.Place(1).State, lane.Place(1).Code));

        lane.Compose().CheckAll(CheckState.Failure);

        Assert.Equal(Code.ChecksFailed, lane.Outcome(1).Code);
    }

    [Fact]
    public void A_flake_is_forgiven_and_learnt()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.01))
            .Compose()
            .CheckAll(CheckState.Failure)
            .Compose()
            .CheckAll(CheckState.Success)
            .Land();

        Assert.Equal(Code.Landed, lane.Outcome(1).Code);
        Assert.Equal(1, lane.Ledger.Learnt.Flakes);
    }

    [Fact]
    public void A_conflict_with_the_base_is_ejected_before_any_CI()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Turn();

        lane.Compose(lane.Only.Id, [new Conflict(2, null, ["src/list.txt"])]).Turn();

        Assert.Equal(Code.MergeConflict, lane.Outcome(2).Code);
        Assert.Contains("src/list.txt", lane.Outcome(2).Because, StringComparison.Ordinal);
        Assert.Equal([1], lane.Only.Members.Select(member => member.Number));
    }

    [Fact]
    public void A_conflict_with_a_pull_ahead_waits_behind_it_and_is_ejected_only_when_that_landed()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Turn();

        lane.Compose(lane.Only.Id, [new Conflict(2, 1, ["src/list.txt"])]).Turn();
        Assert.Equal((PullState.Queued, [1]), (lane.Place(2).State, lane.Place(2).With));
        lane.CheckAll(CheckState.Success).Land();
        Assert.Equal([2], lane.Only.Members.Select(member => member.Number));
        lane.Compose(lane.Only.Id, [new Conflict(2, null, ["src/list.txt"])]).Turn();

        Assert.Equal(Code.MergeConflict, lane.Outcome(2).Code);
    }

    [Fact]
    public void Workflows_that_the_App_may_not_push_are_found_and_named()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Turn();
        const string Words =
            "refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission";

        lane.Compose(lane.Only.Id, [], Words).Turn();
        foreach (var build in lane.Ledger.Builds)
        {
            lane.Compose(build.Id, [], build.Members[0].Number == 2 ? Words : null);
        }

        lane.Turn();

        Assert.Equal(Code.WorkflowPermission, lane.Outcome(2).Code);
        Assert.Equal([1], lane.Only.Members.Select(member => member.Number));
    }

    [Fact]
    public void A_repository_that_refuses_every_candidate_stops_the_lane()
    {
        var lane = new Lane(Values.Entry(1)).Turn();

        lane.Compose(lane.Only.Id, [], "GH013: Repository rule violations found.").Turn();

        Assert.Contains("GH013", lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.Empty(lane.Ledger.Outcomes);
        Assert.Single(lane.After(TimeSpan.FromMinutes(10)).Plan.Moves.OfType<LaneMove.Compose>());
    }

    [Theory]
    [InlineData("Permission to acme/shop.git denied to sluice[bot].")]
    [InlineData("Write access to repository not granted.")]
    [InlineData("Repository not found.")]
    [InlineData("This repository was archived so it is read-only.")]
    public void An_App_that_may_not_push_any_more_puts_nobody_out(string words)
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success).Land();
        lane.Turn(seen => seen with { Entries = [Values.Entry(2), Values.Entry(3)] });

        lane.Compose(lane.Only.Id, [], words).Turn();

        Assert.Contains(words, lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.DoesNotContain(lane.Ledger.Outcomes, outcome => outcome.State == PullState.Ejected);
        var again = Assert.Single(lane.After(TimeSpan.FromMinutes(10)).Plan.Moves.OfType<LaneMove.Compose>());
        Assert.Equal([2, 3], again.Members.Select(member => member.Number));
    }

    [Fact]
    public void A_check_that_never_starts_is_named_and_blames_nobody_in_a_batch()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Compose();

        lane.After(TimeSpan.FromHours(1));
        Assert.Empty(lane.Ledger.Outcomes);
        lane.Compose().After(TimeSpan.FromHours(1));

        Assert.Equal(Code.ChecksMissing, lane.Outcome(1).Code);
        Assert.Contains("ci/test never reported", lane.Outcome(1).Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_that_do_not_end_are_tried_again_and_then_timed_out()
    {
        var lane = new Lane(Values.Entry(1)).Compose();

        lane.Check(lane.Only, CheckState.Running).After(TimeSpan.FromHours(1));
        Assert.Empty(lane.Ledger.Outcomes);
        lane.Compose();
        lane.Check(lane.Only, CheckState.Running).After(TimeSpan.FromHours(1));

        Assert.Equal(Code.TimedOut, lane.Outcome(1).Code);
    }

    [Theory]
    [InlineData(CheckState.Cancelled, Code.ChecksFailed)]
    [InlineData(CheckState.StartupFailure, Code.ChecksFailed)]
    [InlineData(CheckState.Stale, Code.ChecksFailed)]
    [InlineData(CheckState.TimedOut, Code.TimedOut)]
    public void What_is_no_evidence_is_built_again_before_anybody_is_put_out(CheckState state, Code code)
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(state);
        Assert.Empty(lane.Ledger.Outcomes);
        Assert.Empty(lane.Ledger.Reds);

        lane.Compose().CheckAll(state);

        Assert.Equal(code, lane.Outcome(1).Code);
        Assert.Null(lane.Outcome(1).Confidence);
    }

    private static (PullState State, Code Code, Sha? Landed) Told(Outcome outcome) => (outcome.State, outcome.Code, outcome.LandedSha);
}
