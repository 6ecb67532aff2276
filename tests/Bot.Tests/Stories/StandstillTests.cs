using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Sluice.Bot.Doctor;
using Sluice.Bot.Operating;
using Sluice.Bot.Settings;
using Sluice.Bot.Tests.Hosting;
using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Stories;

/// <summary>An operator has stopped everything: the sweep goes on reading, and nothing is written to GitHub.</summary>
public sealed class StandstillTests(TestPostgres server)
{
    /// <summary>As one is that landed or was dropped after the backup was made that the books are from.</summary>
    private const string Orphan = "sluice/queue/main/0123456789ab",
        OrphanedTry = "sluice/try/7";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sweep_deletes_no_branch_until_everything_goes_on()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot(("Pace:SweepSeconds", "1"));
        await Swept(story);
        await Switch(story).Begin(Stop);
        Push(story, Orphan);
        Push(story, OrphanedTry);
        await Swept(story);
        await Swept(story);
        Assert.True(IsThere(story, Orphan));
        Assert.True(IsThere(story, OrphanedTry));

        await Switch(story).End(Stop);
        await story.Until(() => !IsThere(story, Orphan) && !IsThere(story, OrphanedTry), "they are deleted");
    }

    [Fact]
    public async Task After_a_restart_too_no_delivery_is_asked_for_again_until_everything_goes_on()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot(("Pace:SweepSeconds", "1"));
        await Swept(story);
        await Switch(story).Begin(Stop);
        await story.WithoutBot();
        var pull = story.Folk.Queue(story.Folk.Open("docs/while-away.md"));
        await story.Until(
            () => story.Hub.Deliveries.Of(story.Hub.App).Any(delivery => delivery.Outcome is { IsSuccess: false }),
            "a delivery has failed"
        );

        await story.WithBot(("Pace:SweepSeconds", "1"));
        await Swept(story);
        await Swept(story);
        Assert.DoesNotContain(story.Hub.World.Do(() => story.Hub.Deliveries.Of(story.Hub.App).ToList()), delivery => delivery.IsRedelivery);
        Assert.False(pull.IsMerged);

        await Switch(story).End(Stop);
        await story.Until(
            () => story.Hub.Deliveries.Of(story.Hub.App).Any(delivery => delivery.IsRedelivery),
            "GitHub is asked for it again"
        );
        await story.UntilLanded(pull);
    }

    [Fact]
    public async Task A_stop_that_was_cut_off_half_way_is_none_and_an_end_that_was_is_a_stop()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        using var http = new HttpClient();
        await SomeApp.UntilReady(http, story.Bot);
        var scheduler = await story.Parts.GetRequiredService<ISchedulerFactory>().GetScheduler(Stop);
        var first = GroupMatcher<TriggerKey>.GroupEquals("ring");

        await scheduler.PauseTriggerGroups(first, Stop);
        Assert.False(await Switch(story).Holds(Stop));
        Assert.Contains("\"turns\":\"are taken\"", await Read(story, "readyz"), StringComparison.Ordinal);

        await Switch(story).Begin(Stop);
        await scheduler.ResumeTriggerGroups(first, Stop);
        Assert.True(await Switch(story).Holds(Stop));
        Assert.Contains("\"turns\":\"everything stands still", await Read(story, "readyz"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_looks_at_the_bot_is_told_after_a_restart_too()
    {
        using var browser = new HttpClient();
        await using var story = await Story.Begin(server);
        await story.WithBot(("Pace:SweepSeconds", "1"));
        await Swept(story);
        Assert.Contains("\"turns\":\"are taken\"", await Read(story, "readyz"), StringComparison.Ordinal);
        Assert.Contains("sluice_stands_still 0\n", await Read(story, "metrics"), StringComparison.Ordinal);
        await Switch(story).Begin(Stop);
        await story.WithoutBot();

        await story.WithBot(("Pace:SweepSeconds", "1"));
        await SomeApp.UntilReady(browser, story.Bot);
        Assert.Contains(
            "\"turns\":\"everything stands still: an operator stopped it\"",
            await Read(story, "readyz"),
            StringComparison.Ordinal
        );
        Assert.Contains("sluice_stands_still 1\n", await Read(story, "metrics"), StringComparison.Ordinal);
        using var network = new HttpClientHandler();
        var told = Assert.Single(
            await new RunningCheckup(
                story.Parts.GetRequiredService<BotSettings>() with
                {
                    PublicUrl = story.Bot,
                },
                network,
                TimeProvider.System
            ).Look(Stop)
        );
        Assert.Equal(("turns", "everything stands still: an operator stopped it"), (told.About, told.Says));
        Assert.Contains($"{story.Bot}operator", told.Do, StringComparison.Ordinal);
        await story.Until(() => story.Log.ToString().Contains("Everything stands still", StringComparison.Ordinal), "the log says so");

        await Switch(story).End(Stop);
        Assert.Contains("\"turns\":\"are taken\"", await Read(story, "readyz"), StringComparison.Ordinal);
    }

    private static async Task<string> Read(Story story, string path)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(story.Bot, path), Stop);
    }

    private static Standstill Switch(Story story) => story.Parts.GetRequiredService<Standstill>();

    private static bool IsThere(Story story, string branch) => story.Hub.World.Do(() => story.Hub.Shop.Branch(branch) is not null);

    private static void Push(Story story, string branch)
    {
        var ada = new Caller.User(story.Hub.World.Accounts["ada"]);
        Assert.Null(
            story.Hub.World.Do(() =>
                story
                    .Hub.World.Refs.CommitTo(
                        ada,
                        story.Hub.Shop,
                        branch,
                        "Work",
                        [KeyValuePair.Create("docs/new.md", (string?)"new\n")],
                        "main"
                    )
                    .Refusal
            )
        );
    }

    /// <summary>A sweep that began after now has read the shop to its end.</summary>
    private static async Task Swept(Story story)
    {
        var (store, now) = (story.Parts.GetRequiredService<IStore>(), story.Parts.GetRequiredService<TimeProvider>().GetUtcNow());
        await story.Until(
            () => store.Find<ReconciledFact>(story.Hub.Shop.Id, "", "", Stop).GetAwaiter().GetResult()?.At > now,
            "the shop is read"
        );
    }
}
