using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;
using Sluice.Sim.Fakes;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests;

public sealed class ExperiencesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Of_many_outcomes_the_newest_are_held()
    {
        var store = new MemoryStore();
        var experiences = new Experiences(store, most: 10);
        await Land(store, 1, 25);
        await experiences.Lately(7, Noon, CancellationToken.None);
        await Land(store, 26, 30);

        Assert.Equal(Enumerable.Range(21, 10), (await experiences.Lately(7, Noon, CancellationToken.None)).Select(noted => noted.Pull));
    }

    [Fact]
    public async Task Of_a_repository_that_was_not_looked_at_for_long_the_outcomes_are_read_again()
    {
        var (store, read) = (new MemoryStore(), new List<(long Repo, long After)>());
        foreach (var repo in new[] { 7, 8, 9 })
        {
            await Land(store, 1, 10, repo);
        }

        var experiences = new Experiences(
            Relay.Of<IStore>(
                store,
                call =>
                {
                    if (call.What == nameof(IStore.Journal))
                    {
                        read.Add(((long)call.With[0]!, (long)call.With[2]!));
                    }

                    return call.Through();
                }
            ),
            all: 250
        );
        foreach (var repo in new[] { 7, 8, 7, 9, 7, 8 })
        {
            Assert.Equal(10, (await experiences.Lately(repo, Noon, CancellationToken.None)).Count);
        }

        Assert.Equal([7, 8, 9, 8], read.Where(each => each.After == 0).Select(each => each.Repo));
    }

    private static async Task Land(MemoryStore store, int from, int to, int repo = 7)
    {
        for (var number = from; number <= to; number++)
        {
            var outcome = new Outcome(Ending.Landed, 0.1, Band.Low, []) { Author = "ada" };
            await store.Note(
                new PullSubject(repo, number),
                0,
                new PullLedger(),
                [new JournalLine(Outcome.Kind, "", [number], outcome.Json())],
                Noon,
                CancellationToken.None
            );
        }
    }
}
