using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Hub.Model;
using Sluice.Sim.Queues;

namespace Sluice.Sim.Tests.Queues;

/// <summary>
/// The mainline holds the rules itself: it throws when a policy lands what is untested or bad, or starts more builds than there are slots.
/// </summary>
public sealed class CourseTests
{
    private const ulong Seeds = 25;

    public static TheoryData<string> Policies() => [.. Entrants.Names];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_policy_lands_the_good_and_ejects_the_bad_whatever_the_workload(string policy)
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var (trace, terms) = Samples.Small(seed);
            var figures = Samples.Run(policy, trace, terms);
            Assert.True(figures.Waiting == 0 && figures.Landed + figures.Ejected == trace.Changes.Count, $"seed {seed}: {figures}");
            Assert.True(figures.Ejected >= trace.Changes.Count(change => change.Bad), $"seed {seed}: {figures}");
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void The_same_seed_gives_the_same_figures_and_another_seed_others(string policy)
    {
        var (trace, terms) = Samples.Small(3);

        Assert.Equal(Samples.Run(policy, trace, terms), Samples.Run(policy, trace, terms));
        if (policy != "bound")
        {
            Assert.NotEqual(Samples.Run(policy, trace, terms), Samples.Run(policy, trace, terms with { Seed = 99 }));
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void The_order_of_the_lines_of_a_tie_changes_nothing(string policy)
    {
        var (trace, terms) = Samples.Small(5);
        var ties = Samples.Coarse(trace, 900);
        var shuffled = TraceReader.Read(ties.Name, Samples.Shuffled(ties, new Dice(1))).Trace!;

        Assert.Equal(Samples.Run(policy, ties, terms), Samples.Run(policy, shuffled, terms));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Nobody_is_overtaken_for_longer_than_the_bound_and_everybody_has_an_answer(int hours)
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var (trace, terms) = Samples.Small(seed);
            var figures = Entrants.Run(Entrants.Ours, trace, terms, new QueuePolicy { MaxWait = TimeSpan.FromHours(hours) });
            Assert.True(
                figures.LongestOvertaken <= hours * 3600 && figures.Waiting == 0,
                $"seed {seed}: {figures.LongestOvertaken} {figures}"
            );
        }
    }

    [Fact]
    public void One_pull_a_build_waits_no_longer_than_in_a_train_that_builds_them_so()
    {
        var cell = Cell.Of("E") with { Pulls = 600 };
        var (trace, terms) = (Workload.Make(cell, 101), cell.Terms(101));

        var ours = Entrants.Run(Entrants.Ours, trace, terms, new QueuePolicy { BatchMax = 1 });
        var train = Entrants.Run("github", trace, terms, new QueuePolicy());

        Assert.Equal(0, ours.Waiting);
        Assert.InRange(ours.P95, 0, train.P95);
        Assert.InRange(ours.BuildSeconds, 0, train.BuildSeconds);
    }

    [Fact]
    public void A_plan_repeated_on_the_same_sight_is_the_same_plan()
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var (trace, terms) = Samples.Small(seed, 60);
            var plans = 0;
            Course.Run(
                trace,
                terms,
                "twice",
                mainline => new Twice(new Shipped(mainline, new QueuePolicy { Slots = terms.Slots }), () => plans++)
            );
            Assert.InRange(plans, 60, int.MaxValue);
        }
    }

    [Fact]
    public void Whom_the_scheduler_is_not_shown_in_a_long_queue_does_not_matter()
    {
        var cell = Cell.Of("J") with { Pulls = 6000 };
        var trace = Workload.Make(cell, 1);
        var queue = new QueuePolicy { Slots = cell.Slots };

        Assert.Equal(
            Course.Run(trace, cell.Terms(1), "ours", mainline => new Shipped(mainline, queue, int.MaxValue)),
            Course.Run(trace, cell.Terms(1), "ours", mainline => new Shipped(mainline, queue, 3000))
        );
    }

    [Theory]
    [InlineData("2,100")]
    [InlineData("1,2,100")]
    public void What_did_not_pass_cannot_land(string landed)
    {
        var (trace, terms) = Samples.Small(1);
        var bad = trace.Changes.ToList().FindIndex(change => change.Bad);
        var pulls = landed.Split(',').Select(int.Parse).Append(bad).Distinct().ToArray();

        var fault = Assert.Throws<InvalidOperationException>(() => Course.Run(trace, terms, "rash", mainline => new Rash(mainline, pulls)));
        Assert.Contains("not green", fault.Message, StringComparison.Ordinal);
    }

    private sealed class Twice(Shipped shipped, Action planned) : IQueue
    {
        public void Enter(int pull) => shipped.Enter(pull);

        public void Finish(Run run) => shipped.Finish(run);

        public void Act()
        {
            var sight = shipped.Look();
            Assert.Equal(
                Scheduler.Plan(sight),
                Scheduler.Plan(sight with { Pulls = sight.Pulls.ToList().ToRow(), Reds = sight.Reds.ToList().ToRow() })
            );
            planned();
            shipped.Act();
        }
    }

    /// <summary>Builds some pulls once all are there, and lands them whatever CI says.</summary>
    private sealed class Rash(Mainline mainline, int[] pulls) : IQueue
    {
        private int _there;

        public void Enter(int pull) => _there++;

        public void Finish(Run run) => mainline.Land(run);

        public void Act()
        {
            if (_there == mainline.Trace.Changes.Count && mainline.Busy == 0)
            {
                mainline.Start(pulls);
            }
        }
    }
}
