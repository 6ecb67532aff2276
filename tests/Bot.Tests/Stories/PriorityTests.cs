using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

/// <summary>Who is urgent goes first, and what is under way and can still land is not thrown away for it.</summary>
public sealed class PriorityTests(TestPostgres server)
{
    [Fact]
    public async Task An_urgent_one_is_built_at_once_beside_what_runs_and_goes_before_what_waits()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { slots: 2 }\nrisk: { alone: low }\n");
        await story.WithBot();
        story.Ci.Hold();
        var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "the first is tested");
        var candidate = story.Screen.Candidates()[0];
        var urgent = story.Folk.Open("docs/urgent.md", by: "dan");
        story.Folk.Approve(urgent);
        story.Folk.Say(urgent, "/sluice queue priority=urgent");
        await story.Until(
            () => story.Ci.Held.Any(job => story.Screen.In(job.Run.HeadSha, "docs/urgent.md") is not null),
            "the urgent one is built at once"
        );
        var later = story.Folk.Queue(story.Folk.Open("docs/later.md"));
        await story.Until(() => story.Screen.Check(later)?.Status == "queued", "another waits");
        Assert.Contains(story.Ci.Held, job => job.Run.HeadSha == candidate); // it was not stopped

        story.Ci.Let(story.Hub.World.Do(() => story.Ci.Held.Single(job => job.Run.HeadSha == candidate)));
        await story.UntilLanded(first);
        Assert.Equal(candidate, first.MergeCommit); // what was tested first is what landed
        story.Ci.GoOn();
        await story.UntilLanded(urgent, later);
        var landings = story.Screen.Landings().Select(move => move.After).ToList();
        Assert.True(
            landings.FindIndex(move => story.Screen.In(move, "docs/urgent.md") is not null)
                <= landings.FindIndex(move => story.Screen.In(move, "docs/later.md") is not null)
        );
        Assert.Empty(Invariants.Broken(story));
    }
}
