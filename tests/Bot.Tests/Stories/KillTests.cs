using Sluice.Bot.Tests.Store;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class KillTests(TestPostgres server)
{
    private const string Candidates = "refs/heads/sluice/queue/";

    [Fact]
    public async Task Killed_at_every_turning_point_the_bot_takes_its_database_up_again_and_brings_all_to_their_end()
    {
        await using var story = await Story.Begin(server: null, "version: 1\nqueue: { slots: 2, batch: { max: 3 } }\n");
        Pull[] bad =
        [
            story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails\n", by: "dan")),
            story.Folk.Queue(story.Folk.Open("src/worse.txt", "fails\n")),
        ];
        Pull[] pair =
        [
            story.Folk.Queue(story.Folk.Open("src/one.txt", "fails beside src/two.txt\n")),
            story.Folk.Queue(story.Folk.Open("src/two.txt", by: "dan")),
        ];
        Pull[] good =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(index => story.Folk.Queue(story.Folk.Open($"docs/{index}.md", by: index % 2 == 0 ? "cleo" : "dan"))),
        ];
        await using (var bot = new Mortal(story, Loopback.FreePort(), IsSpeech, IsCandidate, IsLanding, IsEjection, IsComment, IsDropped))
        {
            bot.Start();
            await story.UntilLanded(good);
            await story.Until(() => bad.All(pull => IsOut(story, pull)), "the bad ones are out");
            await story.Until(
                () =>
                    pair.Count(pull => pull.IsMerged && story.Screen.Ended(pull, "success")) == 1
                    && pair.Count(pull => IsOut(story, pull)) == 1,
                "one of the pair landed"
            );
            await story.Until(() => story.Screen.QueueBranches().Count == 0, "every candidate is dropped");
            Assert.InRange(bot.Deaths, 4, 6);
            Assert.Empty(bot.Crashes);
        }

        Assert.False(
            File.Exists(Path.Combine(story.Data, "postgres", "cluster", "postmaster.pid")),
            $"the bot's own database outlived it: {story.Log}"
        );
        Assert.Empty(Invariants.Broken(story));
        Assert.Empty(story.Hub.Faults);
    }

    [Fact]
    public async Task Killed_as_one_of_several_replicas_the_bot_has_its_turns_taken_over()
    {
        await using var story = await Story.Begin(server);
        Pull[] pulls = [.. Enumerable.Range(0, 3).Select(index => story.Folk.Queue(story.Folk.Open($"docs/{index}.md")))];
        await using var bot = new Mortal(story, Loopback.FreePort(), IsCandidate, IsLanding);
        bot.Start();
        await story.UntilLanded(pulls);

        Assert.Equal(2, bot.Deaths);
        Assert.Empty(bot.Crashes);
        Assert.Empty(Invariants.Broken(story));
    }

    private static bool IsSpeech(WorldEvent happened) => happened is WorldEvent.CheckRunChange { What: "created", Run.Name: "sluice" };

    private static bool IsCandidate(WorldEvent happened) =>
        happened is WorldEvent.Push { Before: Zero.Sha } push && push.Ref.StartsWith(Candidates, StringComparison.Ordinal);

    private static bool IsLanding(WorldEvent happened) => happened is WorldEvent.Push { Ref: "refs/heads/main" };

    private static bool IsEjection(WorldEvent happened) =>
        happened is WorldEvent.CheckRunChange { What: "completed", Run: { Name: "sluice", Conclusion: "failure" } };

    private static bool IsComment(WorldEvent happened) => happened is WorldEvent.Comment { What: "created" };

    private static bool IsDropped(WorldEvent happened) =>
        happened is WorldEvent.Push { After: Zero.Sha } push && push.Ref.StartsWith(Candidates, StringComparison.Ordinal);

    private static bool IsOut(Story story, Pull pull) =>
        story.Screen.Ended(pull, "failure") && !pull.Labels.ContainsKey("queue") && story.Screen.Code(pull) == "checks_failed";
}
