using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;
using Sluice.Sim.Fakes;
using Sluice.Turns;

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

    private static async Task Land(MemoryStore store, int from, int to)
    {
        for (var number = from; number <= to; number++)
        {
            var outcome = new Outcome(Ending.Landed, 0.1, Band.Low, []) { Author = "ada" };
            await store.Note(new PullSubject(7, number), 0, new PullLedger(), [new JournalLine(Outcome.Kind, "", [number], outcome.Json())], Noon, CancellationToken.None);
        }
    }
}
