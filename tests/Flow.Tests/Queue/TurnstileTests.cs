using Sluice.Flow.Queue;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Nobody is overtaken for longer than queue.max_wait.</summary>
public sealed class TurnstileTests
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(30);

    [Fact]
    public void Past_whoever_has_been_overtaken_for_long_nobody_lands()
    {
        var sight = Sight(4) with { Flights = [Green("younger", [3, 4])] };

        Assert.Equal("younger", Scheduler.Plan(sight).Land);
        Assert.Null(Scheduler.Plan(Overtaken(sight, 2)).Land);
    }

    [Fact]
    public void Who_came_before_lands_and_so_does_a_build_with_it()
    {
        Assert.Equal("older", Scheduler.Plan(Overtaken(Sight(4) with { Flights = [Green("older", [1])] }, 2)).Land);
        Assert.Equal("with", Scheduler.Plan(Overtaken(Sight(4) with { Flights = [Green("with", [2, 3, 4])] }, 2)).Land);
    }

    [Fact]
    public void An_emergency_passes_all_the_same()
    {
        var sight = Overtaken(Sight(4) with { Flights = [Green("urgent", [4])] }, 2);

        Assert.Equal(
            "urgent",
            Scheduler
                .Plan(sight with { Pulls = sight.Pulls.Select(pull => pull.Number == 4 ? pull with { Urgent = true } : pull).ToRow() })
                .Land
        );
    }

    [Fact]
    public void Whoever_waits_for_another_holds_up_nobody()
    {
        var sight = Overtaken(Sight(4) with { Flights = [Green("younger", [3, 4])] }, 2);

        Assert.Equal(
            "younger",
            Scheduler
                .Plan(sight with { Pulls = sight.Pulls.Select(pull => pull.Number == 2 ? pull with { Behind = [1] } : pull).ToRow() })
                .Land
        );
    }

    [Fact]
    public void Those_who_were_overtaken_go_first_on_the_base_as_it_is()
    {
        var start = Scheduler.Plan(Overtaken(Sight(9), 3, 5)).Start[0];

        Assert.Null(start.On);
        Assert.Equal([3, 5], start.Members);
    }

    [Fact]
    public void What_it_is_built_with_shrinks_with_each_failure_until_it_is_alone()
    {
        var sight = Overtaken(Sight(9), 1, 2, 3, 4, 5, 6, 7, 8);
        Row<int> last = [1, 2, 3, 4, 5, 6, 7, 8];
        var sizes = new List<int>();
        while (last.Count > 1)
        {
            sight = sight with { Reds = sight.Reds.Add(new Observation(last, 1)) };
            last = Scheduler.Plan(sight).Start[0].Members;
            sizes.Add(last.Count);
            Assert.Contains(1, last);
        }

        Assert.All(sizes.Zip(sizes.Prepend(8)), pair => Assert.True(pair.First <= pair.Second / 2));
    }

    [Fact]
    public void Builds_that_may_not_land_before_it_give_way_unless_they_teach()
    {
        var plan = Scheduler.Plan(
            Overtaken(Sight(9), 1) with
            {
                Flights =
                [
                    Green("green", [3]),
                    Green("spine", [4, 5]) with
                    {
                        Green = false,
                    },
                    Green("side", [6]) with
                    {
                        Green = false,
                        Kind = BuildKind.Side,
                    },
                ],
            }
        );

        Assert.Equal(["green", "spine"], plan.Cancel);
        Assert.Equal([1], plan.Start[0].Members);
    }

    [Fact]
    public void While_younger_ones_land_those_that_are_due_and_fit_no_one_group_are_not_built_twice()
    {
        var sight = Overtaken(Sight(4), 1, 2) with { Flights = [Green("landing", [3, 4])], Floor = "landing" };
        sight = sight with { Pulls = sight.Pulls.Select(pull => pull.Number <= 2 ? pull with { Fails = 0.45 } : pull).ToRow() };

        var starts = Scheduler.Plan(sight).Start;

        Assert.Equal((1, "landing", BuildKind.Spine), (starts[0].Members[0], starts[0].On, starts[0].Kind));
        Assert.Equal(starts.Select(start => start.Members).Distinct(), starts.Select(start => start.Members));
        Assert.Equal([1, 2], starts.SelectMany(start => start.Members).Distinct().Order());
    }

    [Fact]
    public void A_pull_is_overtaken_from_the_first_landing_of_one_who_came_later()
    {
        var lane = new Lane([
            .. Enumerable
                .Range(1, 4)
                .Select(number => Values.Entry(number, fails: number == 1 ? 0.9 : 0.01) with { Since = Values.Noon.AddMinutes(number) }),
        ]).Compose();
        var first = lane.Ledger.Builds.First(build => build.Content.All(member => member.Number != 1));

        lane.Check(first, Repo.CheckState.Success).Turn();
        lane.Land();

        Assert.Equal(lane.Seen.Now, Assert.Single(lane.Ledger.Line, entry => entry.Number == 1).Overtaken);
        Assert.DoesNotContain(lane.Ledger.Line, entry => entry.Number != 1 && entry.Overtaken is not null);
        Assert.Equal(lane.Ledger.Line, lane.After(TimeSpan.FromMinutes(5)).Ledger.Line);
        Assert.Equal(
            [new Passing(2, PassedBy.Readiness), new Passing(3, PassedBy.Readiness), new Passing(4, PassedBy.Readiness)],
            Assert.Single(lane.Ledger.Line).Passed
        );
    }

    [Theory]
    [InlineData(Repo.Priority.High, 0, "#2 landed past it, for its priority is higher.")]
    [InlineData(Repo.Priority.Normal, 0, "#2 landed past it, for its build was done first.")]
    [InlineData(Repo.Priority.Normal, 1, "#2 landed past it, for a build with this one failed, and whose fault that is was not known yet.")]
    public void Who_is_overtaken_is_told_by_whom_why_and_when_it_is_due(Repo.Priority priority, int failures, string why)
    {
        var lane = new Lane(
            Values.Entry(1, fails: priority == Repo.Priority.Normal && failures == 0 ? 0.9 : 0.05),
            Values.Entry(2) with
            {
                Priority = priority,
            }
        ).With(queue => queue with { BatchMax = 1, Preset = Flow.Policies.Preset.Fast, Retries = 5, MaxWait = MaxWait });
        lane.Compose();
        for (var failure = 0; failure < failures; failure++)
        {
            lane.Check(lane.Ledger.Builds.First(build => build.Content.Count == 1 && build.Content[0].Number == 1), Repo.CheckState.Failure)
                .Compose();
        }

        lane.Check(lane.Ledger.Builds.First(build => build.Content.Count == 1 && build.Content[0].Number == 2), Repo.CheckState.Success)
            .Turn();
        var before = lane.Place(1).Overtaken;
        lane.Land();

        Assert.Null(before);
        Assert.Equal(
            $"Overtaken since 2026-11-20 13:00 UTC: {why} It is due at {lane.Seen.Now + MaxWait:yyyy-MM-dd HH:mm} UTC: from then on nobody lands past it.",
            lane.Place(1).Overtaken
        );
        Assert.Contains(
            $"It is due since {lane.Seen.Now + MaxWait:yyyy-MM-dd HH:mm} UTC: nothing that came after it lands before it",
            lane.After(MaxWait).Place(1).Overtaken,
            StringComparison.Ordinal
        );
    }

    private static Sight Overtaken(Sight sight, params int[] numbers) =>
        sight with
        {
            Pulls = sight
                .Pulls.Select(pull => numbers.Contains(pull.Number) ? pull with { Overtaken = sight.Now - MaxWait } : pull)
                .ToRow(),
        };

    private static Sight Sight(int pulls) =>
        new()
        {
            Now = Values.Noon.AddHours(1),
            MaxWait = MaxWait,
            Pulls = Enumerable.Range(1, pulls).Select(number => new Waiting(number, 0.02, Values.Noon.AddSeconds(number))).ToRow(),
        };

    private static Flight Green(string id, Row<int> content) =>
        new(id, BuildKind.Spine, content, content, [], true, true, true, Values.Noon, 0.9);
}
