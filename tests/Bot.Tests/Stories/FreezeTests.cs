using Sluice.Bot.Tests.Store;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A replica that is given up for dead and is not.</summary>
public sealed class FreezeTests(TestPostgres server)
{
    [Fact]
    public async Task A_replica_that_is_frozen_beyond_its_lease_and_woken_does_nothing_twice()
    {
        await using var story = await Story.Begin(server);
        Pull[] pulls = [.. Enumerable.Range(0, 3).Select(index => story.Folk.Queue(story.Folk.Open($"docs/{index}.md")))];
        var (first, second) = (Loopback.FreePort(), Loopback.FreePort());
        await using var frozen = BotProcess.Start(story.Settings($"http://127.0.0.1:{first}"), story.Log);
        var isFrozen = false;
        using (
            story.Hub.World.Subscribe(happened =>
            {
                // Inside the push itself: the replica has not heard that its candidate is there.
                if (
                    !isFrozen
                    && happened is WorldEvent.Push { Before: Zero.Sha, Ref: var name }
                    && name.StartsWith("refs/heads/sluice/queue/", StringComparison.Ordinal)
                )
                {
                    isFrozen = true;
                    frozen.Freeze();
                }
            })
        )
        {
            story.Hub.World.Do(() => story.Hub.App.WebhookUrl = $"http://127.0.0.1:{first}/webhooks");
            await story.Until(() => isFrozen, "the first replica stands still");
            var data = Directory.CreateTempSubdirectory("sluice-second-").FullName;
            var settings = story.Settings($"http://127.0.0.1:{second}");
            settings["Data:Path"] = data;
            await using (BotProcess.Start(settings, story.Log))
            {
                story.Hub.World.Do(() => story.Hub.App.WebhookUrl = $"http://127.0.0.1:{second}/webhooks");
                await story.UntilLanded(pulls);
                frozen.Thaw();
                var after = story.Folk.Queue(story.Folk.Open("docs/after.md"));
                await story.UntilLanded(after);
            }

            var alone = story.Folk.Queue(story.Folk.Open("docs/alone.md"));
            story.Hub.World.Do(() => story.Hub.App.WebhookUrl = $"http://127.0.0.1:{first}/webhooks");
            await story.UntilLanded(alone); // the woken one is well
            DataFolder.Delete(data);
        }

        Assert.Empty(Invariants.Broken(story));
        Assert.Empty(story.Hub.Faults);
    }
}
