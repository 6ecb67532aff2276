using System.Text.Json;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>What happens around a build while it runs.</summary>
public sealed class LaneChangesTests
{
    [Fact]
    public void A_head_that_moves_takes_its_build_along_and_the_others_keep_their_place()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Compose();

        lane.Turn(seen => seen with { Entries = [seen.Entries[0] with { CurrentHead = Values.HeadOf(1, 1) }, seen.Entries[1]] });

        Assert.Empty(lane.Ledger.Outcomes);
        Assert.Contains(lane.Plan.Moves, move => move is LaneMove.Cancel);
        Assert.Equal([2], lane.Only.Members.Select(member => member.Number));
        Assert.Equal(1, lane.Place(2).Position);
    }

    [Fact]
    public void A_pull_that_leaves_is_not_landed_though_its_landing_was_decided()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Compose().CheckAll(CheckState.Success);
        Assert.NotNull(lane.Ledger.Landing);

        lane.Turn(seen => seen with { Entries = [seen.Entries[1]] });
        Assert.DoesNotContain(lane.Plan.Moves, move => move is LaneMove.Land);

        lane.After(TimeSpan.FromMinutes(1));
        Assert.Null(lane.Ledger.Landing);
        Assert.Equal([2], lane.Only.Members.Select(member => member.Number));
    }

    [Fact]
    public void A_pull_that_GitHub_closes_as_merged_before_the_base_is_seen_has_landed_all_the_same()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen => seen with { Entries = [] }).Land();

        Assert.Equal((Code.Landed, 1), (lane.Outcome(1).Code, lane.Outcome(1).Ticket));
    }

    [Fact]
    public void Its_place_says_how_long_it_will_take()
    {
        var lane = new Lane(Values.Entry(1)).Compose();
        Assert.Null(lane.Place(1).Eta);

        lane.After(TimeSpan.FromMinutes(10))
            .CheckAll(CheckState.Success)
            .Land()
            .Turn(seen => seen with { Entries = [Values.Entry(2), Values.Entry(3)] })
            .Compose();
        lane.After(TimeSpan.FromMinutes(4));

        Assert.Equal(TimeSpan.FromMinutes(6), lane.Place(2).Eta);
    }

    [Fact]
    public void A_push_from_outside_rebuilds_without_blame()
    {
        var lane = new Lane(Values.Entry(1)).Compose();
        var before = lane.Only;

        lane.Turn(seen => seen with { Head = Values.Sha("outside"), HeadTree = Values.Sha("outside tree") });

        Assert.Equal((PullState.Waiting, Code.BaseChanged), (lane.Place(1).State, lane.Place(1).Code));
        Assert.NotEqual(before.Id, lane.Only.Id);
        Assert.Equal(Values.Sha("outside"), lane.Only.Onto);
        Assert.Equal(Code.Testing, lane.Compose().Place(1).Code);
    }

    [Fact]
    public void A_replaced_base_makes_old_evidence_void()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Compose().CheckAll(CheckState.Failure);
        Assert.NotEmpty(lane.Ledger.Reds);

        lane.Turn(seen => seen with { Head = Values.Sha("replaced"), HeadDescends = false });

        Assert.Empty(lane.Ledger.Reds);
    }

    [Fact]
    public void An_outside_push_on_top_of_our_landing_does_not_hide_it()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen => seen with { Head = Values.Sha("on top"), LandingContained = true });

        Assert.Equal(Code.Landed, lane.Outcome(1).Code);
        Assert.Equal(Values.Sha("on top"), lane.Ledger.Head);
    }

    [Fact]
    public void A_base_that_took_our_landing_and_holds_something_else_halts_the_lane()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen => seen with { LandingTaken = true, Head = Values.Sha("twin"), HeadTree = Values.Sha("another tree") });

        Assert.Contains("was tested and pushed", lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.Contains(Values.Sha("twin").Short, lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.Empty(lane.Plan.Moves);
        Assert.Empty(lane.Ledger.Outcomes);
    }

    [Theory]
    [InlineData("base", "base tree", false)]
    [InlineData("outside", "outside tree", false)]
    [InlineData("on top", "outside tree", true)]
    public void No_other_base_halts_it(string head, string tree, bool contained)
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success);

        lane.Turn(seen =>
            seen with
            {
                LandingTaken = head != "outside",
                LandingContained = contained,
                Head = Values.Sha(head),
                HeadTree = Values.Sha(tree),
            }
        );

        Assert.Null(lane.Ledger.Halted);
    }

    [Fact]
    public void Known_bad_sets_are_split_and_never_built_again()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2), Values.Entry(3)).Compose().CheckAll(CheckState.Failure);

        Assert.All(lane.Ledger.Builds, build => Assert.InRange(build.Content.Count, 1, 2));
        Assert.DoesNotContain(lane.Ledger.Builds, build => build.Content.Count == 3);
    }

    [Fact]
    public void Of_a_pair_the_first_lands_and_the_other_is_told_with_whom_it_fails()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.02), Values.Entry(2, fails: 0.02));
        for (var turn = 0; lane.Ledger.Outcomes.Count < 2 && turn < 20; turn++)
        {
            lane.Compose();
            foreach (var build in lane.Ledger.Builds.Where(build => build.State == BuildState.Running))
            {
                var together = build.Content.Count == 2 || lane.Ledger.Outcomes.Count > 0 && build.Root != Values.Sha("base");
                lane.Check(build, together ? CheckState.Failure : CheckState.Success);
            }

            lane.Turn();
            if (lane.Ledger.Landing is not null)
            {
                lane.Land();
            }
        }

        var (landed, ejected) = (
            Assert.Single(lane.Ledger.Outcomes, outcome => outcome.State == PullState.Landed),
            Assert.Single(lane.Ledger.Outcomes, outcome => outcome.State == PullState.Ejected)
        );
        Assert.Equal([landed.Number], ejected.With);
        Assert.Contains(
            $"passes alone, fails together with #{landed.Number}, which landed first",
            ejected.Because,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_outcome_is_kept_until_its_pull_took_it_in()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.4)).Compose().CheckAll(CheckState.Failure);

        Assert.Single(lane.Turn(seen => seen with { Entries = [] }).Ledger.Outcomes);
        Assert.NotEmpty(
            lane.Turn(seen => seen with { Entries = [Values.Entry(1, fails: 0.4)], Settled = [new SettledTicket(1, 1)] }).Ledger.Outcomes
        ); // the entry was read before
        Assert.Empty(lane.Ledger.Builds);
        Assert.Empty(lane.Turn(seen => seen with { Entries = [] }).Ledger.Outcomes);
    }

    [Fact]
    public void A_new_ticket_queues_a_pull_anew_beside_its_old_outcome()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.4)).Compose().CheckAll(CheckState.Failure);

        lane.Turn(seen => seen with { Entries = [Values.Entry(1, ticket: 2)] });

        Assert.Equal(PullState.Queued, lane.Place(1).State);
        Assert.Equal(2, lane.Place(1).Ticket);
    }

    [Fact]
    public void Branches_of_ended_builds_are_dropped_until_they_are_gone()
    {
        var lane = new Lane(Values.Entry(1)).Compose().CheckAll(CheckState.Success).Land();
        var ended = Assert.Single(lane.Ledger.Ended);

        Assert.Contains(lane.Turn().Plan.Moves, move => move is LaneMove.DropBranch drop && drop.Build == ended.Id);
        Assert.Empty(lane.Turn(seen => seen with { Gone = [ended.Id] }).Ledger.Ended);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_revert_that_failed_is_tested_again_before_anybody_else(int slots)
    {
        var others = Enumerable.Range(1, 8).Select(number => Values.Entry(number, fails: 0.3) with { Alone = true }).ToArray();
        var lane = new Lane([Values.Entry(9, priority: Priority.Revert) with { Reverts = [3] }])
            .With(queue => queue with { Slots = slots })
            .Compose();
        lane.Turn(seen => seen with { Entries = [.. seen.Entries, .. others] });

        lane.Check(lane.Ledger.Builds.Single(build => build.Content is [{ Number: 9 }]), CheckState.Failure).Turn();

        Assert.Contains(
            lane.Ledger.Builds,
            build => build.Content.Select(member => member.Number).SequenceEqual([9]) && build.State == BuildState.Ordered
        );
    }

    [Fact]
    public void A_revert_that_fails_with_what_it_was_built_on_is_tested_again_by_itself_on_the_base()
    {
        var lane = new Lane(Values.Entry(1, fails: 0.02)).With(queue => queue with { Slots = 2 }).Compose();
        lane.Turn(seen => seen with { Entries = [.. seen.Entries, Values.Entry(9, priority: Priority.Revert) with { Reverts = [3] }] })
            .Compose();
        var stacked = lane.Ledger.Builds.Single(build => build.Content.Count == 2);

        lane.CheckAll(CheckState.Failure);

        var again = lane.Ledger.Builds.Where(build => build.Content.Any(member => member.Number == 9)).ToList();
        Assert.Equal([9], Assert.Single(again).Content.Select(member => member.Number));
        Assert.Equal(stacked.Root, again[0].Root);
        Assert.NotEqual(stacked.Id, again[0].Id);
    }

    [Fact]
    public void A_revert_goes_first()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2), Values.Entry(3, priority: Priority.Revert))
            .With(queue => queue with { Slots = 1 })
            .Turn();

        Assert.Equal([3], lane.Only.Members.Select(member => member.Number));
        Assert.Equal(1, lane.Place(3).Position);
    }

    [Fact]
    public void The_ledger_survives_storage()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2), Values.Entry(3)).Compose().CheckAll(CheckState.Failure).Compose();

        Assert.Equal(lane.Ledger, JsonSerializer.Deserialize<LaneLedger>(JsonSerializer.Serialize(lane.Ledger)));
    }

    [Fact]
    public void The_same_look_a_moment_later_changes_nothing()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2)).Compose();
        var before = lane.Ledger;

        Assert.Equal(before, lane.Turn().Ledger);
        Assert.Empty(lane.Plan.Journal);
    }
}
