using Sluice.Bot.Tests.Store;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class GracefulStopTests(TestPostgres server)
{
    private const string Candidates = "refs/heads/sluice/queue/";

    [Fact]
    public async Task Told_to_end_in_the_midst_of_a_turn_the_bot_ends_it_and_the_next_start_goes_on_where_it_stood()
    {
        await using var story = await Story.Begin(server);
        var settings = story.Settings($"http://127.0.0.1:{Loopback.FreePort()}");
        story.Hub.World.Do(() => story.Hub.App.WebhookUrl = $"{settings["urls"]}/webhooks");
        story.Ci.Hold();
        Pull[] pulls = [.. Enumerable.Range(0, 3).Select(index => story.Folk.Queue(story.Folk.Open($"docs/{index}.md")))];
        await using var bot = BotProcess.Start(settings, story.Log);
        var pushes = new List<string>();
        using (
            story.Hub.World.Subscribe(happened =>
            {
                if (
                    happened is WorldEvent.Push { Before: Zero.Sha, Ref: var name }
                    && name.StartsWith(Candidates, StringComparison.Ordinal)
                )
                {
                    pushes.Add(name);
                    bot.Stop(); // inside the push itself: the turn has not heard that its candidate is there
                }
            })
        )
        {
            Assert.Equal(0, await bot.Exit());
            Assert.DoesNotContain("failed", story.Log.ToString(), StringComparison.Ordinal);
            Assert.Single(pushes.Distinct());
            var candidate = Assert.Single(story.Screen.Candidates());

            await using var next = BotProcess.Start(settings, story.Log);
            story.Ci.GoOn();
            await story.UntilLanded(pulls);
            // By itself, or below what was composed on it.
            Assert.True(story.Hub.Shop.History.IsAncestor(candidate, story.Screen.Main()), "its candidate did not land");
        }

        Assert.Empty(Invariants.Broken(story));
        Assert.Empty(story.Hub.Faults);
    }
}
