using System.Globalization;
using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What surrounds the bot fails in the midst of its work.</summary>
public sealed class UnderFireTests(TestPostgres server)
{
    private const string Policy = "version: 1\nqueue: { slots: 2, batch: { max: 3 } }\nflow: { authors: { queued: 200 } }\n";

    /// <summary>How often the bot is killed; <c>SLUICE_KILLS=100</c> makes it a long story.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("SLUICE_KILLS") ?? "10", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Killed_again_and_again_at_no_particular_moment_it_does_everything_once()
    {
        await using var story = await Story.Begin(server, Policy);
        var dice = new Dice(20_261_121);
        var dooms = Enumerable.Range(0, Kills).Select(_ => After(dice.Between(2, 12))).ToArray();
        List<Pull> bad = [],
            good = [];
        await using (var bot = new Mortal(story, Loopback.FreePort(), dooms))
        {
            bot.Start();
            while (bot.Deaths < Kills)
            {
                bad.Add(story.Folk.Queue(story.Folk.Open($"src/bad-{bad.Count}.txt", "fails\n", by: "dan")));
                good.AddRange(Enumerable.Range(good.Count, 3).Select(index => story.Folk.Queue(story.Folk.Open($"docs/{index}.md"))));
                var (landed, deaths) = (good.Count, bot.Deaths);
                await story.Until(
                    () => good.Take(landed).Count(pull => pull.IsMerged) >= landed - 2 || bot.Deaths > deaths + 2,
                    "most have landed, or it died three times over them"
                );
            }

            await story.UntilLanded([.. good]);
            await story.Until(
                () => bad.All(pull => story.Screen.Ended(pull, "failure") && story.Screen.Code(pull) == "checks_failed"),
                "the bad ones are out"
            );
            await story.Until(() => story.Screen.QueueBranches().Count == 0, "every candidate is dropped");
            Assert.Equal(Kills, bot.Deaths);
            Assert.Empty(bot.Crashes);
        }

        Assert.All(bad.Concat(good), pull => Assert.InRange(story.Screen.Comments(pull).Count, 0, 1));
        Assert.Empty(Invariants.Broken(story));
        Assert.Empty(story.Hub.Faults);
    }

    [Fact]
    public async Task With_its_database_cut_off_in_mid_work_it_goes_on_where_it_stood()
    {
        await using var story = await Story.Begin(server, Policy);
        await story.WithBot();
        story.Ci.Hold();
        Pull[] pulls = [.. Enumerable.Range(0, 4).Select(index => story.Folk.Queue(story.Folk.Open($"docs/{index}.md")))];
        await story.Until(() => story.Ci.Held.Count > 0, "a candidate is tested");

        await using (var outage = await Outage.Begin(story.Database))
        {
            story.Ci.GoOn();
            var late = story.Folk.Queue(story.Folk.Open("docs/late.md"));
            pulls = [.. pulls, late];
            await story.Until(
                () => story.Hub.Deliveries.Of(story.Hub.App).Any(delivery => delivery.Outcome is { StatusCode: 503 }),
                "the door says that it cannot store"
            );
            Assert.DoesNotContain(pulls, pull => pull.IsMerged);
        }

        await story.UntilLanded(pulls);
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task With_GitHub_out_of_reach_it_waits_and_goes_on()
    {
        await using var story = await Story.Begin(server, Policy);
        await story.WithBot();
        story.Ci.Hold();
        Pull[] pulls = [.. Enumerable.Range(0, 4).Select(index => story.Folk.Queue(story.Folk.Open($"docs/{index}.md")))];
        await story.Until(() => story.Ci.Held.Count > 0, "a candidate is tested");
        var (before, since) = (story.Screen.Landings().Count, story.Hub.World.Now);

        story.Hub.IsAway = true;
        story.Ci.GoOn();
        await story.Until(() => story.Hub.World.Now >= since.AddSeconds(15), "it was away for a while");
        Assert.Equal(before, story.Screen.Landings().Count);
        story.Hub.IsAway = false;

        await story.UntilLanded(pulls);
        Assert.Empty(Invariants.Broken(story));
        Assert.Empty(story.Hub.Faults);
    }

    /// <summary>At the n-th thing that happens while it can be asked.</summary>
    private static Predicate<WorldEvent> After(int events) => _ => --events <= 0;
}
