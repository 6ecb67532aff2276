using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Sim.Histories;

namespace Sluice.Sim.Tests.Histories;

public sealed class ReplayTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void More_slots_and_larger_batches_shorten_the_wait_of_who_came_thick_and_cost_fewer_builds()
    {
        var past = Lived(each: TimeSpan.FromMinutes(10), 80);

        var (one, many) = (Replay.Of(past, new() { Slots = 1, BatchMax = 1 }), Replay.Of(past, new() { Slots = 4, BatchMax = 8 }));
        Assert.True(many.MedianWait * 3 < one.MedianWait, $"{many} {one}");
        Assert.InRange(one.BuildsPerPull, 1, 1.3);
    }

    [Fact]
    public void Alone_in_line_each_waits_for_its_own_build()
    {
        var replayed = Replay.Of(Lived(each: TimeSpan.FromHours(8), 40), new());

        Assert.InRange(replayed.MedianWait, 1800 * 0.9, 1800 * 1.1);
        Assert.InRange(replayed.BuildsPerPull, 1, 1.2);
    }

    [Fact]
    public void The_same_past_is_replayed_alike()
    {
        var past = Lived(TimeSpan.FromMinutes(10), 50);

        Assert.Equal(Replay.Of(past, new()), Replay.Of(past, new()));
    }

    [Fact]
    public void As_many_as_are_ever_replayed_take_moments()
    {
        var began = TimeProvider.System.GetTimestamp();
        Replay.Of(Lived(TimeSpan.FromMinutes(20), 2000), new());

        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Whoever_was_bad_does_not_land_again()
    {
        var past = Lived(TimeSpan.FromHours(3), 30);

        Assert.True(
            Replay.Of(past with { Pulls = [.. past.Pulls.Select(pull => pull with { Bad = pull.Number % 3 == 0 })] }, new()).BuildsPerPull
                > 1.3
        );
    }

    private static PastLane Lived(TimeSpan each, int pulls) =>
        new(
            30,
            [.. Enumerable.Range(1, pulls).Select(number => new PastPull(number, Noon + (each * number), Band.Low, 0.03, false))],
            [.. Enumerable.Repeat(1800.0, pulls)],
            0.005
        );
}
