using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class MissedDeliveriesTests(TestPostgres server)
{
    [Fact]
    public async Task What_happened_while_the_bot_was_away_is_asked_for_again_and_lands()
    {
        await using var story = await Story.Begin(server);
        story.Hub.World.Do(() => story.Hub.App.WebhookUrl = "http://127.0.0.1:9/webhooks"); // nobody listens
        var pull = story.Folk.Queue(story.Folk.Open("docs/while-away.md"));
        await story.Until(() => Deliveries(story).Any(delivery => delivery.Outcome is { IsSuccess: false }), "a delivery has failed");

        await story.WithBot();

        await story.UntilLanded(pull);
        await story.Until(
            () => Deliveries(story).Any(delivery => delivery is { IsRedelivery: true, Outcome.IsSuccess: true }),
            "GitHub was asked for it again"
        );
    }

    private static IEnumerable<Hub.Hooks.Delivery> Deliveries(Story story) => story.Hub.Deliveries.Of(story.Hub.App);
}
