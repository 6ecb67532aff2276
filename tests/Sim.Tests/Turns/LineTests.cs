using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>The shipped client's limits, tokens and addresses, as the storms have them.</summary>
public sealed class LineTests : TurnTest
{
    [Fact]
    public void Each_call_of_GitHub_asks_or_writes_or_notifies_and_does_one_of_them_only() =>
        Assert.Equal(
            typeof(IGitHub).GetMethods().Select(method => method.Name).Order(StringComparer.Ordinal),
            Line.Reads.Concat(Line.Notifies).Concat(Line.Writes).Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task Who_was_refused_asks_nobody_again_before_the_time()
    {
        var line = LineOf(7);
        Town.Door.Limits = 1;

        var first = Assert.IsType<Answer<HabitsFact>.Later>(await line.Habits(Repo, Stop));
        var again = Assert.IsType<Answer<HabitsFact>.Later>(await line.Habits(Repo, Stop));

        Assert.True(first.Undone && again.Undone);
        Assert.Equal(1, Town.Tally[Fault.HourSpent] + Town.Tally[Fault.Limited]);
        Assert.Empty(Town.Referee.Violations);
    }

    [Fact]
    public async Task Who_asks_again_before_the_time_is_seen()
    {
        Town.Door.Limits = 1;
        await LineOf(7).Habits(Repo, Stop);
        await LineOf(8).Habits(Repo, Stop);
        Assert.Empty(Town.Referee.Violations);

        await LineOf(7).Habits(Repo, Stop);

        Assert.Contains("before the time that a refusal had named", Assert.Single(Town.Referee.Violations), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_refused_before_the_clock_was_set_is_kept_out_for_as_long_as_it_keeps_to_it_and_the_door_knows()
    {
        var line = LineOf(7);
        for (var round = 0; round < 8; round++)
        {
            Town.Door.Limits = 1;
            var told = Assert.IsType<Answer<HabitsFact>.Later>(await line.Habits(Repo, Stop));
            Town.Door.Limits = 0;

            var ahead = TimeSpan.FromSeconds(round % 2 == 0 ? -2 : 2);
            Town.MachineClock.By += ahead;
            Town.Door.ClockSet(ahead);

            var again = told.Until - Town.MachineClock.By;
            Town.Clock.MoveTo(again - TimeSpan.FromMilliseconds(1));
            Assert.True(Town.Door.KeepsOut, $"refusal {round + 1}");
            Town.Clock.MoveTo(again);
        }

        Assert.Empty(Town.Referee.Violations);
    }

    [Fact]
    public async Task A_token_that_ended_is_replaced_in_the_same_breath()
    {
        var line = LineOf(7);
        await line.Habits(Repo, Stop);
        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddHours(2));
        Assert.IsType<Answer<HabitsFact>.Made>(await line.Habits(Repo, Stop));

        Town.Door.Expiring = 1;
        // Of the new one it was told the same: nothing was refused, and it is asked again later.
        Assert.True(Assert.IsType<Answer<HabitsFact>.Later>(await line.Habits(Repo, Stop)).Undone);
        Assert.Equal(2, Town.Tally[Fault.TokenEnded]);
    }

    [Fact]
    public async Task A_repository_with_another_name_is_asked_for_by_it_once_the_sweep_has_learned_it()
    {
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation)], Stop);
        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(1));
        Town.World.Owning.Rename(Town.Repo, "store", Town.World.Accounts["ada"]);
        var line = LineOf(7);
        Assert.IsType<Answer<HabitsFact>.Later>(await line.Habits(Repo, Stop));

        await Turns(line).Sweep.Repositories(Stop);

        var known = (await Store.Find<RepositoryFact>(Repo.Id, "", "", Stop))!.Repository;
        Assert.Equal("store", known.Name);
        Assert.IsType<Answer<HabitsFact>.Made>(await line.Habits(known, Stop));
    }

    private IGitHub LineOf(int process) => Town.Line(process);
}
