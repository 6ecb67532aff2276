using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>
/// The bound on being overtaken, and those who stand on others: who keeps itself back holds up nobody, and nobody rides past who is due.
/// </summary>
public sealed class StackOvertakenTests
{
    private const double Good = 0.01;

    private const double Bad = 0.9;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whose_description_comes_to_name_another_holds_back_nobody(bool names)
    {
        var lane = Lane([1], Pull(1, Bad), Pull(2, Good)).Turn();
        lane.Turn(seen => seen with { Entries = [names ? Pull(1, Bad, 99) : Pull(1, Bad), Pull(2, Good)] });
        lane.Compose();
        var younger = lane.Ledger.Builds.Where(build => build.Content.All(member => member.Number == 2)).ToList();
        younger.ForEach(build => lane.Check(build, CheckState.Success));
        lane.Turn();

        Assert.Equal(names ? [2] : [], (lane.Ledger.Landing?.Pulls ?? []).Select(pull => pull.Number));
    }

    [Fact]
    public void Who_waited_for_another_is_as_if_it_had_just_come_when_it_waits_no_longer()
    {
        var lane = Lane([1], Pull(1, Good), Pull(2, Good)).Turn();
        Assert.Contains(lane.Ledger.Line, entry => entry.Overtaken is not null);

        lane.Turn(seen => seen with { Entries = [Pull(1, Good, 99), Pull(2, Good)] });
        lane.Turn(seen => seen with { Entries = [Pull(1, Good), Pull(2, Good)] });

        Assert.All(lane.Ledger.Line, entry => Assert.Null(entry.Overtaken));
        Assert.Equal([1, 2], lane.Ledger.Line.Select(entry => entry.Number));
    }

    [Fact]
    public void Nobody_rides_past_who_is_due_with_whom_it_stands_on()
    {
        var lane = Lane([1, 3], Pull(1, Good), Pull(3, Bad), Pull(4, Good, 1)).Compose();

        var first = Assert.Single(lane.Ledger.Builds, build => build.Parent is null && build.Content.Any(member => member.Number == 1));
        lane.Check(first, CheckState.Success).Turn();

        Assert.Equal([1], (lane.Ledger.Landing?.Pulls ?? []).Select(pull => pull.Number));
    }

    /// <summary>Those have been overtaken for as long as is allowed.</summary>
    private static Lane Lane(Row<int> due, params Entry[] entries)
    {
        var lane = new Lane(entries).With(queue => queue with { MaxWait = MaxWait });
        var line = entries
            .Where(entry => due.Contains(entry.Number))
            .Select(entry => new InLine(entry.Number, entry.Ticket, entry.Since) { Overtaken = Values.Noon });
        lane.Seen = lane.Seen with { Ledger = lane.Ledger with { Line = line.ToRow() } };
        return lane;
    }

    private static Entry Pull(int number, double fails, params int[] on) => Values.Entry(number, fails) with { After = on.ToRow() };
}
