using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

public sealed class AssessingTests : TurnTest
{
    [Fact]
    public async Task Assessing_a_pull_asks_GitHub_nothing_beyond_what_the_webhook_brought()
    {
        var (github, watch) = Watched.Around<IGitHub>(GitHub);
        var turns = Turns(github);
        // Who the bot is and what the branch demands is asked once, by whoever comes first.
        await turns.Take(new PullSubject(Repo.Id, (await Open("pears")).Number), Stop);
        watch.Asked.Clear();

        var next = await Open("plums");
        await turns.Take(new PullSubject(Repo.Id, next.Number), Stop);

        Assert.Contains("risk/low", next.Labels.Keys);
        Assert.Equal([nameof(IGitHub.SetLabels)], watch.Asked.Select(asked => asked.What));
    }
}
