using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Limits and shares as the lane's decider heeds them.</summary>
public sealed class LaneLimitsTests
{
    private static readonly Allowance One = new(PartyKind.Agent, "Codex", 1, 1);

    [Fact]
    public void Whoever_waits_outside_is_not_built_and_told_its_place_and_goes_in_when_there_is_room()
    {
        var lane = Limited(One, OfAgent(1), OfAgent(2), OfAgent(3)).Compose();
        Assert.Equal([1], lane.Only.Content.Select(member => member.Number));
        Assert.Equal((Code.WipLimit, 3), (lane.Place(3).Code, lane.Place(3).Position!.Value));
        Assert.Equal((2, lane.Seen.Now.AddMinutes(20)), (lane.Ledger.Outside[1].Place, lane.Place(3).Until!.Value));

        lane.CheckAll(CheckState.Success).Land().Turn(seen => seen with { Entries = [OfAgent(2), OfAgent(3)] }).Compose();
        Assert.Equal([2], lane.Only.Content.Select(member => member.Number));
        Assert.Equal(2, lane.Place(3).Position);
    }

    [Fact]
    public void A_limit_that_falls_is_told_and_ends_no_build()
    {
        var lane = Limited(One with { Limit = 2 }, OfAgent(1), OfAgent(2)).Compose();
        lane.Turn(seen => seen with { Allowances = [One with { Harmful = 1, Limit = 1 }], Entries = [OfAgent(1), OfAgent(2), OfAgent(3)] });

        Assert.Equal([1, 2], lane.Ledger.Builds.SelectMany(build => build.Members).Select(member => member.Number).Order());
        Assert.Equal(3, Assert.Single(lane.Ledger.Outside).Number);
        Assert.Contains("limit", lane.Plan.Journal.Select(line => line.Kind));
    }

    [Fact]
    public void A_certain_revert_has_no_limit()
    {
        var lane = Limited(One with { Limit = 0 }, OfAgent(1), OfAgent(2) with { Exempt = true }).Compose();

        Assert.Equal([2], lane.Only.Content.Select(member => member.Number));
    }

    [Fact]
    public void What_is_urgent_and_what_takes_a_landed_pull_back_has_no_limit()
    {
        var lane = Limited(
                One with
                {
                    Limit = 0,
                },
                OfAgent(1),
                OfAgent(2) with
                {
                    Priority = Priority.Urgent,
                },
                OfAgent(3) with
                {
                    Reverts = [9],
                }
            )
            .Compose();

        Assert.Equal([2, 3], lane.Ledger.Builds.SelectMany(build => build.Members).Select(member => member.Number).Order());
        Assert.Equal(1, Assert.Single(lane.Ledger.Outside).Number);
    }

    [Fact]
    public void Between_people_machines_have_the_places_that_their_share_gives_them()
    {
        var people = Enumerable.Range(1, 3).Select(number => Values.Entry(number) with { Author = $"p{number}" });
        var lane = new Lane([.. people, .. Enumerable.Range(4, 20).Select(OfAgent)])
            .With(queue => queue with { Slots = 1, BatchMax = 23 })
            .Compose();

        var line = lane.Ledger.Line.Select(entry => entry.Number).ToList();
        var last = line.FindLastIndex(number => number <= 3);
        Assert.InRange(lane.Ledger.Builds.SelectMany(build => build.Members).Count(member => member.Number > 3), 1, last - 2);
    }

    [Fact]
    public void Nothing_is_built_of_agents_that_stand_behind_a_person_before_the_persons_is()
    {
        var flood = Enumerable
            .Range(1, 30)
            .Select(OfAgent)
            .Append(Values.Entry(31) with { Author = "bo", Since = Values.Noon.AddMinutes(50) })
            .ToArray();
        var lane = new Lane(flood).With(queue => queue with { Slots = 1, BatchMax = 3 }).Compose();

        Assert.Contains(31, lane.Only.Content.Select(member => member.Number));
        Assert.Equal(31, lane.Ledger.Line[0].Number);
    }

    [Fact]
    public void Minutes_of_CI_are_counted_for_the_agents_in_a_build_and_forgotten_after_a_day()
    {
        var lane = Limited(One with { Limit = 2 }, OfAgent(1), OfAgent(3)).With(queue => queue with { Slots = 1 }).Compose();
        var shared = lane.Only.Members.Count;
        Assert.Equal(2, shared);
        lane.After(TimeSpan.FromMinutes(30)).CheckAll(CheckState.Success);
        Assert.Equal(("Codex", 30.0), Assert.Single(lane.Ledger.Spent.Select(spent => (spent.Agent, spent.Minutes))));

        Assert.Empty(lane.Land().After(TimeSpan.FromHours(25)).Ledger.Spent);
    }

    [Fact]
    public void Jobs_that_ran_side_by_side_count_each_and_where_statuses_tell_no_times_the_build_counts()
    {
        var runs = Limited(One, OfAgent(1)).With(queue => queue with { Slots = 1 }).Compose();
        var began = runs.Only.Started!.Value;
        Check Job(string name, double from, double to) =>
            Values.Check(name, CheckState.Success) with
            {
                Started = began.AddMinutes(from),
                Completed = began.AddMinutes(to),
            };
        runs.After(TimeSpan.FromMinutes(30)).Check(Job("ci/test", 0, 30), Job("ci/lint", 10, 25)).Turn();
        var statuses = Limited(One, OfAgent(1))
            .With(queue => queue with { Slots = 1 })
            .Compose()
            .After(TimeSpan.FromMinutes(30))
            .Check(Values.Check("ci/test", CheckState.Success))
            .Turn();

        Assert.Equal(45.0, Assert.Single(runs.Ledger.Spent).Minutes);
        Assert.Equal(30.0, Assert.Single(statuses.Ledger.Spent).Minutes);
    }

    [Fact]
    public void More_than_the_slots_can_test_comes_and_agents_wait_outside_until_there_is_room()
    {
        var lane = new Lane(Values.Entry(1))
            .With(queue => queue with { Slots = 1, BatchMax = 2 })
            .Compose()
            .After(TimeSpan.FromMinutes(15));
        lane.Turn(seen => seen with { Entries = [Values.Entry(1), Values.Entry(2), OfAgent(3), OfAgent(4), Values.Entry(5), OfAgent(6)] })
            .Turn();

        Assert.Equal([3, 4, 6], lane.Ledger.Outside.Where(kept => kept.By == OutsideBy.Pressure).Select(kept => kept.Number));
        Assert.Equal((PullState.Waiting, Code.WipLimit), (lane.Place(3).State, lane.Place(3).Code));
        Assert.Contains("24 an hour come, 0 leave", lane.Place(3).Because, StringComparison.Ordinal);
        Assert.NotNull(lane.Ledger.Tide.Presses);

        lane.Turn(seen => seen with { Entries = [OfAgent(4), OfAgent(6)] });
        Assert.Empty(lane.Ledger.Outside);
        lane.Turn();
        Assert.Null(lane.Ledger.Tide.Presses);
    }

    [Fact]
    public void An_agent_whose_pull_left_before_its_build_ended_is_charged_all_the_same_and_an_hour_is_one_row()
    {
        var lane = Limited(One with { Limit = 2 }, OfAgent(1)).Compose().After(TimeSpan.FromMinutes(20));
        lane.Turn(seen => seen with { Entries = [OfAgent(3)] }).Compose();
        Assert.Equal(20.0, Assert.Single(lane.Ledger.Spent).Minutes);
        lane.After(TimeSpan.FromMinutes(10)).Turn(seen => seen with { Entries = [] });

        Assert.Equal(("Codex", 30.0), Assert.Single(lane.Ledger.Spent.Select(spent => (spent.Agent, spent.Minutes))));
    }

    [Fact]
    public void Where_minutes_of_CI_have_no_limit_none_are_noted()
    {
        var lane = Limited(One, OfAgent(1)).With(queue => queue with { Slots = 1 });
        lane.Seen = lane.Seen with { Policy = Of(lane.Seen.Policy, 0) };

        Assert.Empty(lane.Compose().After(TimeSpan.FromMinutes(30)).CheckAll(CheckState.Success).Ledger.Spent);
    }

    [Fact]
    public void Whoever_was_served_stands_behind_those_of_its_class_who_were_not()
    {
        var lane = new Lane(Values.Entry(1), Values.Entry(2), Values.Entry(3) with { Author = "bo" })
            .With(queue => queue with { Slots = 1, BatchMax = 1 })
            .Compose();
        Assert.Equal([1], lane.Only.Content.Select(member => member.Number));

        lane.CheckAll(CheckState.Success)
            .Land()
            .Turn(seen => seen with { Entries = [Values.Entry(2), Values.Entry(3) with { Author = "bo" }] });
        Assert.Equal([3, 2], lane.Ledger.Line.Select(entry => entry.Number));
    }

    private static Entry OfAgent(int number) =>
        Values.Entry(number) with
        {
            Agent = "Codex",
            Author = "codex[bot]",
            Origin = OriginClass.Agent,
        };

    private static Lane Limited(Allowance limit, params Entry[] entries)
    {
        var lane = new Lane(entries);
        lane.Seen = lane.Seen with { Allowances = [limit], Policy = Of(lane.Seen.Policy, 600) };
        return lane;
    }

    private static Policy Of(Policy policy, int minutes) =>
        policy with
        {
            Flow = policy.Flow with { Agents = policy.Flow.Agents with { CiMinutes = minutes } },
        };
}
