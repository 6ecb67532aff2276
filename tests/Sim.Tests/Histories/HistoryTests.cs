using Sluice.Flow.Policies;
using Sluice.Sim.Histories;
using Sluice.Sim.Queues;

namespace Sluice.Sim.Tests.Histories;

public sealed class HistoryTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pulls_arrive_when_they_were_merged_and_those_that_broke_the_base_are_bad()
    {
        var history = History.Of(
            "acme/shop",
            [Merged("bo", 60, "c"), Merged("ann", 0, "a"), Merged("dependabot[bot]", 30, "b", isBot: true)],
            [Ran("a", true, 10), Ran("b", false, 20), Ran("c", true, 30)]
        )!;

        Assert.Equal([0.0, 1800, 3600], history.Trace.Changes.Select(change => change.Arrival));
        Assert.Equal(["human", "automation", "human"], history.Trace.Changes.Select(change => change.Origin));
        Assert.Equal([false, true, false], history.Trace.Changes.Select(change => change.Bad));
        Assert.Equal((20.0 * 60, 3, 1, 0), (history.Terms.MeanBuild, history.Builds, history.Bad, history.Flakes));
    }

    [Fact]
    public void What_failed_and_then_passed_on_the_same_commit_was_a_flake()
    {
        var history = History.Of(
            "acme/shop",
            [Merged("ann", 0, "a"), Merged("bo", 5, "b")],
            [
                Ran("a", false, 10),
                Ran("a", true, 12),
                Ran("b", true, 500, attempt: 2),
                Ran("b", null, 9000),
                Ran("x", false, 8, workflow: "lint"),
                Ran("x", true, 8),
            ]
        )!;

        Assert.Equal((0, 2, 3), (history.Bad, history.Flakes, history.Builds));
        Assert.InRange(history.Terms.MeanBuild, 8 * 60, 12 * 60);
    }

    [Fact]
    public void Nothing_landed_is_no_history() => Assert.Null(History.Of("acme/shop", [], [Ran("a", true, 10)]));

    [Fact]
    public void A_history_without_CI_is_simulated_with_what_is_usual()
    {
        var history = History.Of("acme/shop", [Merged("ann", 0, "a")], [])!;

        Assert.Equal(1800, history.Terms.MeanBuild);
        Assert.InRange(history.Trace.Changes[0].Risk, 0.001, 0.1);
    }

    [Fact]
    public void A_written_trace_is_read_as_the_same()
    {
        var trace = Workload.Make(Cell.Of("K") with { Pulls = 200 }, 4);
        var again = TraceReader.Read("again", TraceWriter.Write(trace)).Trace!;

        Assert.Equal(trace.Changes.Select(Round), again.Changes.Select(Round));
    }

    [Fact]
    public void Advice_names_the_fewest_slots_that_cost_no_waiting()
    {
        var busy = Enumerable.Range(0, 300).Select(i => Merged("ann", i * 10, $"{i}"));
        var advice = Advice.Of(History.Of("acme/shop", busy, [Ran("0", true, 30)])!, new QueuePolicy());

        Assert.InRange(advice.Slots, 2, 8);
        Assert.True(advice.BySlots[0].Figures.P95 > 1.1 * advice.BySlots.First(each => each.Slots == advice.Slots).Figures.P95);
        Assert.Contains(advice.ByBatch, each => each.BatchMax == advice.BatchMax);
    }

    private static Change Round(Change change) =>
        change with
        {
            Arrival = Math.Round(change.Arrival, 3),
            Risk = Math.Round(change.Risk, 6),
        };

    private static Arrived Merged(string author, double minutes, string commit, bool isBot = false) =>
        new(author, isBot, Monday.AddMinutes(minutes), commit);

    private static Ran Ran(string commit, bool? passed, double minutes, int attempt = 1, string workflow = "ci") =>
        new(commit, workflow, passed, attempt, Monday, Monday.AddMinutes(minutes));
}
