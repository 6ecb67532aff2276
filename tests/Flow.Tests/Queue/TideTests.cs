using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Arrival beside drain, and who waits when more comes than goes.</summary>
public sealed class TideTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private static readonly Policy Narrow = Policy.Default with
    {
        Queue = new QueuePolicy
        {
            Slots = 1,
            BatchMax = 2,
            MaxWait = TimeSpan.FromHours(6),
        },
    };

    [Fact]
    public void Who_came_and_who_left_is_counted_over_an_hour()
    {
        var tide = Tide.None.Next([], [], Noon);
        tide = tide.Next([], Line(1, 2, 3), Noon.AddMinutes(2));
        tide = tide.Next(Line(1, 2, 3), Line(2, 3, 4), Noon.AddMinutes(4));
        Assert.Equal([new TideCount(Noon, 4, 1)], tide.Counts);
        Assert.Null(tide.Read(Noon.AddMinutes(9), 3));

        var read = tide.Read(Noon.AddMinutes(30), 3)!;
        Assert.Equal((8, 2, 3, TimeSpan.FromMinutes(90)), (read.Arrivals, read.Drains, read.Backlog, read.ToDrain));

        tide = tide.Next(Line(2, 3, 4), Line(4), Noon.AddMinutes(60));
        Assert.Equal([new TideCount(Noon.AddMinutes(60), 0, 2)], tide.Counts);
        Assert.Equal(
            (0, 2, TimeSpan.FromMinutes(30)),
            (
                tide.Read(Noon.AddMinutes(60), 1)!.Arrivals,
                tide.Read(Noon.AddMinutes(60), 1)!.Drains,
                tide.Read(Noon.AddMinutes(60), 1)!.ToDrain
            )
        );
    }

    [Fact]
    public void The_same_pull_asked_for_again_is_another_arrival_and_nothing_leaving_never_drains()
    {
        var tide = Tide.None.Next([], [], Noon).Next([(1, 1)], [(1, 2)], Noon.AddMinutes(1));
        Assert.Equal([new TideCount(Noon, 1, 1)], tide.Counts);

        var stuck = Tide.None.Next([], [], Noon).Next([], [(1, 1)], Noon.AddMinutes(1)).Read(Noon.AddHours(1), 1)!;
        Assert.Null(stuck.ToDrain);
        Assert.Equal(TimeSpan.Zero, (Tide.None with { Begun = Noon }).Read(Noon.AddHours(1), 0)!.ToDrain);
    }

    [Theory]
    [InlineData(12, 3, 2, false)]
    [InlineData(3, 12, 9, false)]
    [InlineData(12, 3, 9, true)]
    public void It_presses_when_more_comes_than_goes_and_more_waits_than_the_slots_can_test(
        int came,
        int left,
        int backlog,
        bool presses
    ) => Assert.Equal(presses, Tides.Of(Seen(came, left), backlog) is not null);

    [Fact]
    public void It_ends_when_the_slots_can_test_all_that_wait_and_not_before()
    {
        var high = Seen(3, 12, new Pressing(false, Noon));

        Assert.Equal(new Pressing(false, Noon), Tides.Of(high, 3));
        Assert.Null(Tides.Of(high, 2));
        Assert.Equal(
            (2, true),
            (
                Tides.For(Seen(12, 3), 9)!.Room,
                Tides
                    .For(Seen(12, 3), 9)!
                    .Because.Contains("12 an hour come, 3 leave, so that it takes 3 hours to drain", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData(40, false, false)]
    [InlineData(41, false, true)]
    [InlineData(21, true, true)]
    [InlineData(20, true, false)]
    public void What_landed_and_is_not_deployed_presses_from_twice_what_one_deployment_takes_down_to_once(
        int undeployed,
        bool pressed,
        bool presses
    )
    {
        var seen = Seen(0, 0, pressed ? new Pressing(true, Noon) : null) with
        {
            Policy = Narrow with { Canary = new CanaryPolicy() },
            Undeployed = undeployed,
        };

        Assert.Equal(presses, Tides.Of(seen, 1) is { ByCanary: true });
        Assert.Equal(presses ? 0 : null, Tides.For(seen, 1)?.Room);
        Assert.Null(Tides.Of(seen with { Policy = Narrow }, 1));
    }

    [Theory]
    [InlineData(Priority.Normal, OriginClass.None, 0, false)]
    [InlineData(Priority.Low, OriginClass.None, 0, true)]
    [InlineData(Priority.Normal, OriginClass.Agent, 0, true)]
    [InlineData(Priority.Normal, OriginClass.Automation, 0, true)]
    [InlineData(Priority.Normal, OriginClass.Assisted, 0, false)]
    [InlineData(Priority.High, OriginClass.Agent, 0, false)]
    [InlineData(Priority.Low, OriginClass.Agent, 6, false)]
    public void The_lowest_classes_are_machines_and_low_priority_until_they_have_waited_long(
        Priority priority,
        OriginClass origin,
        int hours,
        bool isLow
    )
    {
        var entry = new Entry(
            1,
            1,
            new Sha(new string('a', 40)),
            new Sha(new string('a', 40)),
            priority,
            Noon.AddHours(-hours),
            0.1,
            Band.Low,
            false,
            origin,
            "ada",
            "t",
            0
        );

        Assert.Equal(isLow, Tides.IsLow(entry, Noon, TimeSpan.FromHours(6)));
    }

    private static IEnumerable<(int, int)> Line(params int[] numbers) => numbers.Select(number => (number, 1));

    private static LaneSeen Seen(int came, int left, Pressing? presses = null) =>
        new()
        {
            Now = Noon,
            Repo = new Repository(1, "acme", "shop", 1, false, "main"),
            Base = "main",
            Head = new Sha(new string('b', 40)),
            HeadTree = new Sha(new string('c', 40)),
            Policy = Narrow,
            Rules = BranchRules.None,
            Ledger = LaneLedger.New with
            {
                Tide = new Tide([new TideCount(Noon.AddMinutes(-30), came, left)]) { Begun = Noon.AddHours(-2), Presses = presses },
            },
        };
}
