using Npgsql;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

/// <summary>GitHub reaches nobody, neither at first nor when it is asked to deliver again: only the sweeps tell what happened.</summary>
public sealed class NoWebhooksTests(TestPostgres server)
{
    [Fact]
    public async Task Everything_is_done_and_the_books_hold_what_GitHub_shows_by_the_sweeps_alone()
    {
        await using var story = await Story.Begin(server, "version: 1\n");
        await story.WithBot();
        story.Hub.World.Do(() => story.Hub.App.WebhookUrl = "http://127.0.0.1:9/webhooks");
        var labelled = story.Folk.Queue(story.Folk.Open("docs/labelled.md"));
        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails\n", by: "dan"));
        var ordered = story.Folk.Open("docs/ordered.md");
        story.Folk.Approve(ordered);
        var order = story.Folk.Say(ordered, "/sluice queue");
        var closed = story.Folk.Open("docs/closed.md");
        var moved = story.Folk.Open("docs/moved.md");

        await story.UntilLanded(labelled, ordered);
        await story.Until(() => story.Screen.Ended(bad, "failure") && story.Screen.Code(bad) == "checks_failed", "the bad one is out");
        Assert.True(story.Screen.HasReaction(order, "+1"));
        story.Hub.World.Do(() =>
        {
            story.Hub.World.Pulls.Close(closed, story.Hub.World.Accounts["ada"]);
            return true;
        });
        story.Folk.Push(moved, "docs/moved.md", "again\n");
        story.Folk.PushToMain("src/price.txt", "apple 4\n");
        story.Folk.Queue(moved);
        await story.UntilLanded(moved);

        await using var database = NpgsqlDataSource.Create(story.Database);
        var books = new PostgresStore(database, TimeProvider.System);
        IReadOnlyList<string> differences = [""];
        await story.Until(
            () =>
            {
                differences = Reconciled.Differences(story.Hub, books, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
                return differences.Count == 0;
            },
            "the books hold what GitHub shows"
        );
        Assert.DoesNotContain(
            story.Hub.Deliveries.Of(story.Hub.App),
            delivery => delivery.Outcome is { IsSuccess: true } && delivery.Event != "ping"
        );
        Assert.Empty(Invariants.Broken(story));
    }
}
