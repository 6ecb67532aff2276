using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Ports;
using Sluice.Turns.Pulls;
using Repository = Sluice.Flow.Repo.Repository;

namespace Sluice.Sim.Tests.Turns;

/// <summary>A proposed policy is replayed beside the turns.</summary>
public sealed class RehearsalsTests : TurnTest
{
    private static readonly Proposal Proposed = Proposal.Of(
        "version: 1\nqueue: { slots: 9 }\n",
        PolicyReader.Read("version: 1\n").Settings
    );
    private static readonly InForce InForce = new(new Policy(), []);

    private readonly Lock _gate = new();
    private bool _isDown;

    [Fact]
    public async Task What_went_wrong_beside_the_looks_is_told_by_the_next_one_and_tried_again()
    {
        var (pull, rehearsals) = (WorldFacts.Of(await Open("pears")).Pull, Rehearsals(_ => Task.CompletedTask));
        _isDown = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Over(rehearsals, pull));
        _isDown = false;

        Assert.NotNull((await Over(rehearsals, pull)).Rehearsal);
    }

    [Fact]
    public async Task Replays_that_went_wrong_for_pulls_that_nobody_looks_at_any_more_keep_none_from_its_own()
    {
        var pull = WorldFacts.Of(await Open("pears")).Pull;
        var rehearsals = Rehearsals(lane =>
            lane == "main" ? Task.CompletedTask : Task.FromException(new InvalidOperationException("no memory"))
        );
        for (var other = 101; other <= 108; other++)
        {
            await rehearsals.Of(Repo, pull with { Number = other, Base = "release" }, Proposed, InForce, Stop);
        }

        Assert.NotNull((await Over(rehearsals, pull)).Rehearsal);
    }

    /// <summary>Looks until the replay is over.</summary>
    private async Task<Proposal> Over(Rehearsals rehearsals, PullRequest pull)
    {
        while (true)
        {
            if (await rehearsals.Of(Repo, pull, Proposed, InForce, Stop) is { Rehearsal: not null } over)
            {
                return over;
            }

            await Task.Yield();
        }
    }

    /// <summary>Their store is asked by one at a time, and takes nothing while it is down.</summary>
    private Rehearsals Rehearsals(Func<string, Task> goes)
    {
        var store = Relay.Of<IStore>(
            Store,
            call =>
            {
                lock (_gate)
                {
                    return call.What == nameof(IStore.Fold) && _isDown
                        ? throw new InvalidOperationException("no database")
                        : call.Through();
                }
            }
        );
        return new(store, new Scripted(goes), new Books(store, Bell, Town.Clock));
    }

    private sealed class Scripted(Func<string, Task> goes) : IRehearsal
    {
        public async Task<Rehearsal?> Of(Repository repo, string lane, Policy now, Policy then, CancellationToken stop)
        {
            await goes(lane);
            return new Rehearsal(30, 0, 0, null, null, 0, 0);
        }
    }
}
