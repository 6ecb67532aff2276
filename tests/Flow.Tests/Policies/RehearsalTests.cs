using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Policies;

public sealed class RehearsalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Both_policies_are_replayed_and_told_in_one_unit()
    {
        var rehearsal = Rehearsal.Of(
            Lived(30, 30),
            Slots(1),
            Slots(4),
            (_, queue) => new(queue.Slots == 1 ? 2040 : 1260, queue.Slots == 1 ? 0.9 : 0.4)
        );

        Assert.StartsWith(
            "**Replayed on the last 30 days** (30 pull requests into `main`): median wait 34 → 21 min, CI runs per pull 0.9 → 0.4.",
            RehearsalWords.Says(rehearsal, "main"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(12, 40, "12 pulls are too few to say")]
    [InlineData(1, 40, "1 pull is too few to say")]
    [InlineData(40, 9, "9 builds are too few to say")]
    public void Of_a_small_history_nothing_is_said_but_that(int pulls, int builds, string says)
    {
        var rehearsal = Rehearsal.Of(
            Lived(pulls, builds),
            Slots(1),
            Slots(4),
            (_, _) => throw new InvalidOperationException("it is not replayed")
        );

        Assert.Contains(says, RehearsalWords.Says(rehearsal, "main"), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_would_have_waited_for_approval_and_who_would_not_are_counted()
    {
        PastPull High(params int[] approved) =>
            new(1, Noon, Band.High, 0.1, false) { Approvals = [.. approved.Select(minute => Noon.AddMinutes(minute))] };
        var past = Lived(0, 0) with
        {
            Pulls = [High(-9, -8), High(-9, 5), High(-9) with { Asked = Noon.AddMinutes(-5) }, High() with { Asked = Noon.AddMinutes(-5) }],
        };

        var stricter = Rehearsal.Of(past, Approving(1), Approving(2), (_, _) => new(0, 0));
        Assert.Equal((2, 0), (stricter.Asked, stricter.Spared));
        var laxer = Rehearsal.Of(past, Approving(2), Approving(1), (_, _) => new(0, 0));
        Assert.Equal((0, 1), (laxer.Asked, laxer.Spared));
    }

    [Fact]
    public void What_it_shows_nothing_of_is_not_worth_it()
    {
        Assert.False(Rehearsal.IsWorth([new("notify.comments", "outcomes", "all"), new("queue.checks", null, "ci")]));
        Assert.True(Rehearsal.IsWorth([new("queue.batch.max", "1", "8")]));
    }

    private static PastLane Lived(int pulls, int builds) =>
        new(
            30,
            [.. Enumerable.Range(1, pulls).Select(number => new PastPull(number, Noon.AddMinutes(number), Band.Low, 0.1, false))],
            [.. Enumerable.Repeat(1800.0, builds)],
            0.01
        );

    private static Policy Slots(int slots) => new() { Queue = new() { Slots = slots } };

    private static Policy Approving(int high) => new() { Flow = new() { Approvals = new(High: high) } };
}
