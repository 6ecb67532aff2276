using Sluice.Flow.Queue;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Lanes of one repository share one CI.</summary>
public sealed class SharingTests
{
    [Fact]
    public void A_lane_without_others_has_every_slot_whether_anybody_waits_or_not() =>
        Assert.Equal((4, 4), (Sharing.Slots(4, 0, []), Sharing.Slots(4, 9, [])));

    [Fact]
    public void A_lane_in_which_nobody_waits_leaves_its_slots_to_the_others() =>
        Assert.Equal(4, Sharing.Slots(4, 3, [new LaneLoad("next", 0, 0)]));

    [Fact]
    public void What_runs_for_another_lane_is_not_taken_from_it() => Assert.Equal(1, Sharing.Slots(4, 30, [new LaneLoad("next", 1, 3)]));

    [Fact]
    public void Whoever_waits_in_either_lane_their_parts_are_by_weight_at_least_one_and_together_no_more_than_there_are()
    {
        for (var slots = 2; slots <= 8; slots++)
        {
            for (var ours = 1; ours <= 20; ours++)
            {
                for (var theirs = 1; theirs <= 20; theirs++)
                {
                    var (one, other) = (
                        Sharing.Slots(slots, ours, [new LaneLoad("next", theirs, 0)]),
                        Sharing.Slots(slots, theirs, [new LaneLoad("main", ours, 0)])
                    );
                    Assert.InRange(one, 1, slots - 1);
                    Assert.True(one + other <= slots, $"{slots} slots, {ours} and {theirs} wait: {one} and {other}");
                    Assert.True(ours < theirs || one >= other, $"{slots} slots, {ours} and {theirs} wait: {one} and {other}");
                }
            }
        }
    }

    [Fact]
    public void A_lane_builds_no_more_than_its_part_and_looks_again_for_what_others_leave()
    {
        var lane = new Lane([.. Enumerable.Range(1, 9).Select(number => Values.Entry(number) with { Alone = true })]).Turn(seen =>
            seen with
            {
                OtherLanes = [new LaneLoad("next", 9, 2)],
            }
        );

        Assert.Equal(2, lane.Ledger.Builds.Count);
        Assert.InRange(lane.Plan.WakeAt!.Value, lane.Seen.Now, lane.Seen.Now.AddSeconds(30));
    }
}
