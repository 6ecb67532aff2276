using Sluice.Flow.Queue;

namespace Sluice.Flow.Tests.Queue;

/// <summary>All lanes of an installation under one limit.</summary>
public sealed class GrantingTests
{
    private static readonly DateTimeOffset Now = Values.Noon;

    [Fact]
    public void Lanes_share_by_weight() => Assert.Equal([3, 1], Grants(4, Lane(1, weight: 3, wanted: 9), Lane(2, weight: 1, wanted: 9)));

    [Fact]
    public void What_a_lane_does_not_want_is_lent_to_the_others() =>
        Assert.Equal([1, 3], Grants(4, Lane(1, weight: 9, wanted: 1), Lane(2, weight: 1, wanted: 9)));

    [Fact]
    public void What_was_lent_is_given_back_as_it_ends_and_never_stopped()
    {
        Assert.Equal([0, 4], Grants(4, Lane(1, wanted: 9), Lane(2, wanted: 9, building: 4)));
        Assert.Equal([1, 3], Grants(4, Lane(1, wanted: 9), Lane(2, wanted: 9, building: 3)));
        Assert.Equal([2, 2], Grants(4, Lane(1, wanted: 9, building: 1), Lane(2, wanted: 9, building: 2)));
    }

    [Fact]
    public void Of_more_lanes_than_slots_the_one_that_waits_longest_is_next_however_light_it_is()
    {
        Assert.Equal([1, 0, 0], Grants(1, Lane(1, weight: 3, wanted: 9), Lane(2, weight: 2, wanted: 9), Lane(3, wanted: 9)));
        Assert.Equal([0, 0, 1], Grants(1, Lane(1, weight: 3, wanted: 9), Lane(2, weight: 2, wanted: 9), Lane(3, wanted: 9, minutes: 61)));
    }

    [Fact]
    public void Whatever_lanes_see_at_one_time_they_never_begin_more_together_than_there_is()
    {
        var dice = new Dice(5);
        for (var trial = 0; trial < 500; trial++)
        {
            var slots = 1 + dice.Below(8);
            var lanes = Enumerable
                .Range(1, 1 + dice.Below(6))
                .Select(repo => Lane(repo, 1 + dice.Below(5), dice.Below(7), dice.Below(3), dice.Below(90)))
                .ToArray();
            var granted = Grants(slots, lanes);

            var begun = granted.Zip(lanes).Sum(pair => Math.Max(0, pair.First - pair.Second.Building));
            Assert.True(begun <= Math.Max(0, slots - lanes.Sum(lane => lane.Building)), $"trial {trial}");
            Assert.True(
                begun > 0 || lanes.Sum(lane => lane.Building) >= slots || lanes.All(lane => lane.Claim.Wanted <= lane.Building),
                $"trial {trial}: a slot stays idle"
            );
        }
    }

    [Fact]
    public void A_lane_to_which_nothing_is_left_begins_nothing_and_looks_again()
    {
        var lane = new Lane(Values.Entry(1)).Turn(seen => seen with { InstallationSlots = 2, Rivals = [Lane(9, wanted: 5, building: 2)] });

        Assert.Empty(lane.Ledger.Builds);
        Assert.Equal(new SlotClaim(1, 1, Values.Entry(1).Since), lane.Ledger.Claim);
        Assert.True(lane.Ledger.IsAlive, "others are to know of it");
        Assert.InRange(lane.Plan.WakeAt!.Value, lane.Seen.Now, lane.Seen.Now.AddSeconds(30));
        Assert.Single(lane.Turn(seen => seen with { InstallationSlots = 2, Rivals = [Lane(9, wanted: 5, building: 1)] }).Ledger.Builds);
    }

    [Fact]
    public void A_lane_that_leaves_a_slot_unused_wants_no_more_than_it_has() =>
        Assert.Equal(1, new Lane(Values.Entry(1), Values.Entry(2)).Turn(seen => seen with { InstallationSlots = 4 }).Ledger.Claim!.Wanted);

    [Fact]
    public void A_lane_that_GitHub_s_own_queue_lands_from_now_on_wants_nothing_of_the_others()
    {
        var lane = new Lane(Values.Entry(1)).Turn(seen => seen with { InstallationSlots = 2, Rivals = [Lane(9, wanted: 5, building: 2)] });

        lane.Turn(seen => seen with { Native = new NativeSeen([], []) });

        Assert.Equal(0, lane.Ledger.Claim!.Wanted);
    }

    [Fact]
    public void Without_a_limit_nothing_is_claimed() => Assert.Null(new Lane(Values.Entry(1)).Turn().Ledger.Claim);

    private static int[] Grants(int slots, params RivalLane[] lanes) =>
        [.. lanes.Select(own => Granting.Slots(slots, own, lanes.Where(other => other != own).ToRow(), Now))];

    private static RivalLane Lane(int repo, int weight = 1, int wanted = 1, int building = 0, int minutes = 0) =>
        new(repo, "main", building, new SlotClaim(weight, wanted, Now.AddMinutes(-minutes)));
}
