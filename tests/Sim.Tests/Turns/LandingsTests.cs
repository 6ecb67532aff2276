using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What an environment is told of what landed.</summary>
public sealed class LandingsTests : TurnTest
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_first_look_reads_no_change_of_a_history_that_nobody_deploys()
    {
        foreach (var number in Enumerable.Range(1, 5))
        {
            await Land(number);
            Town.Clock.MoveTo(Town.Clock.GetUtcNow() + Long);
        }

        var (git, watch) = Watched.Around<IGit>(Mirror, (_, _) => Task.CompletedTask);
        var now = Town.Clock.GetUtcNow();
        var landed = await new Landings(Store, git).After(Repo, new CanaryPolicy(), EnvironmentLedger.New, now, Stop);
        Assert.Equal([5], landed.Select(pull => pull.Number));
        Assert.Single(watch.Asked, asked => asked.What == nameof(IGit.Change));

        var known = EnvironmentLedger.New with { Serial = 1 };
        Assert.Equal(
            [1, 2, 3, 4, 5],
            (await new Landings(Store, git).After(Repo, new CanaryPolicy(), known, now, Stop)).Select(pull => pull.Number)
        );
    }

    private async Task Land(int number)
    {
        var before = new Sha(Town.Repo.Branch("main")!);
        var after = Push("main", $"good/{number}.txt");
        await Mirror.Fetch(Repo, Stop);
        var now = Town.Clock.GetUtcNow();
        var landed = new Landed(number, "Pears", "ada", after, before, after, after, "main", Band.Low, 0.01, [], now);
        var line = new JournalLine(LandedPulls.Kind, "It landed.", [number], LandedPulls.Write([landed]));
        var lane = new LaneSubject(Repo.Id, "main");
        var held = await Store.Ledger<LaneLedger>(lane, Stop);
        Assert.True(await Store.Note(lane, held.Version, (held.Value ?? LaneLedger.New) with { Head = after }, [line], now, Stop));
    }
}
