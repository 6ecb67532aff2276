using Sluice.Bot.Tests.Store;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class TryTests(TestPostgres server)
{
    [Fact]
    public async Task What_is_tried_is_answered_and_lands_nothing()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        var main = story.Screen.Main();
        var good = story.Folk.Open("docs/good.md");
        var bad = story.Folk.Open("src/bad.txt", "fails\n");
        var guest = story.Folk.OpenFromFork("docs/guest.md");
        await story.UntilLaterThan(story.Hub.World.Do(() => guest.UpdatedAt));
        var (asked, failing, own, vouched) = (
            story.Folk.Say(good, "/sluice try"),
            story.Folk.Say(bad, "/sluice try"),
            story.Folk.Say(guest, "/sluice try", by: "eve"),
            story.Folk.Say(guest, "/sluice try")
        );
        await story.Until(
            () => new[] { (good, asked), (bad, failing), (guest, vouched) }.All(pair => Answer(story, pair.Item1, pair.Item2) is not null),
            "each is answered"
        );
        await story.Until(
            () => Branches(story).Count == 0 && story.Screen.HasReaction(own, "confused"),
            "their branches are gone, and the stranger is refused"
        );

        Assert.Contains("**Try: passes.**", Answer(story, good, asked)!, StringComparison.Ordinal);
        Assert.Contains("**Try: fails.** `test` failed", Answer(story, bad, failing)!, StringComparison.Ordinal);
        Assert.Contains("**Try: passes.**", Answer(story, guest, vouched)!, StringComparison.Ordinal);
        Assert.Equal(main, story.Screen.Main());
        Assert.Null(story.Screen.Check(good));
        Assert.Empty(story.Screen.QueueBranches());
    }

    [Fact]
    public async Task A_conflict_is_told_and_a_push_stops_what_is_under_way()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        var (conflicting, pushed) = (story.Folk.Open("src/price.txt", "apple 4\n"), story.Folk.Open("docs/pushed.md"));
        story.Folk.PushToMain("src/price.txt", "apple 5\n");
        story.Ci.Hold();
        var (asked, stopped) = (story.Folk.Say(conflicting, "/sluice try"), story.Folk.Say(pushed, "/sluice try"));
        await story.Until(
            () => story.Ci.Held.Count == 1 && Answer(story, conflicting, asked) is not null,
            "one is tested, the other answered"
        );
        var newer = story.Folk.Say(pushed, "/sluice try");
        // Asked within the same second of the same head and base it is the same commit: no other run tells that it took the older one's
        // place.
        await story.Until(() => story.Screen.HasReaction(newer, "eyes"), "the newer takes its place");
        story.Folk.Push(pushed, "docs/pushed.md", "newer\n");
        await story.Until(
            () => Answer(story, pushed, newer) is not null && Branches(story).Count == 0 && story.Ci.Held.Count == 0,
            "it is stopped"
        );

        Assert.Contains("conflict in `src/price.txt`", Answer(story, conflicting, asked)!, StringComparison.Ordinal);
        Assert.Contains("The head moved", Answer(story, pushed, newer)!, StringComparison.Ordinal);
        Assert.Null(Answer(story, pushed, stopped));
    }

    [Fact]
    public async Task Killed_at_each_of_its_turning_points_the_bot_answers_once()
    {
        await using var story = await Story.Begin(server);
        var pull = story.Folk.Open("docs/tried.md");
        var asked = story.Folk.Say(pull, "/sluice try");
        await using var bot = new Mortal(story, Loopback.FreePort(), IsBranch, IsComment, IsDropped);
        bot.Start();
        await story.Until(() => Answer(story, pull, asked) is not null && bot.Deaths == 3 && Branches(story).Count == 0, "it is answered");
        Assert.Single(story.Screen.Comments(pull), comment => comment.Body.StartsWith("<!-- sluice:try", StringComparison.Ordinal));
    }

    private static bool IsBranch(WorldEvent happened) => happened is WorldEvent.Push { After: not Zero.Sha } push && IsTry(push);

    private static bool IsDropped(WorldEvent happened) => happened is WorldEvent.Push { After: Zero.Sha } push && IsTry(push);

    private static bool IsComment(WorldEvent happened) => happened is WorldEvent.Comment { What: "created" };

    private static bool IsTry(WorldEvent.Push push) => push.Ref.StartsWith("refs/heads/sluice/try/", StringComparison.Ordinal);

    private static List<string> Branches(Story story) =>
        story.Hub.World.Do(() =>
            story
                .Hub.Shop.Branches.Select(branch => branch.Key)
                .Where(name => name.StartsWith("sluice/try/", StringComparison.Ordinal))
                .ToList()
        );

    private static string? Answer(Story story, Pull pull, IssueComment to) =>
        story
            .Screen.Comments(pull)
            .SingleOrDefault(comment => comment.Body.StartsWith($"<!-- sluice:try {to.Id} -->", StringComparison.Ordinal))
            ?.Body;
}
