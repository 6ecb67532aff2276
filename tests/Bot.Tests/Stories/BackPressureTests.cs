using Sluice.Bot.Tests.Store;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class BackPressureTests(TestPostgres server)
{
    [Fact]
    public async Task While_deployments_are_far_behind_agents_wait_outside_and_people_do_not()
    {
        await using var story = await Story.Begin(
            server,
            Canaries.Policy(min: "15s") + "  max_pulls: 1\nqueue: { slots: 1, batch: { max: 1 } }\n"
        );
        await story.WithProduction();
        var landed = Enumerable.Range(1, 6).Select(number => story.Folk.Queue(story.Folk.Open($"docs/{number}.md"))).ToArray();
        await story.Until(() => landed.Count(pull => pull.IsMerged) >= 5, "most have landed, and one at a time is deployed");

        var agents = story.Folk.Queue(Codex(story, "docs/agent.md"));
        await story.Until(
            () =>
                story
                    .Screen.Check(agents)
                    ?.Summary?.Contains("have landed and wait for their deployment, which takes 1 at a time", StringComparison.Ordinal)
                == true,
            "the agent's waits"
        );
        Assert.Equal("Waiting: limit reached", story.Screen.Check(agents)!.Title);
        var tide = (await story.Get("/queue/main")).GetProperty("tide");
        Assert.Equal(1, tide.GetProperty("waiting").GetInt32());
        Assert.Contains("wait for their deployment", tide.GetProperty("pressed").GetString(), StringComparison.Ordinal);
        var persons = story.Folk.Queue(story.Folk.Open("docs/person.md", by: "dan"));
        await story.Until(() => persons.IsMerged, "the person's lands meanwhile");
        Assert.False(agents.IsMerged);

        await story.Until(() => agents.IsMerged, "the agent's lands once deployments have caught up");
    }

    private static Pull Codex(Story story, string path) =>
        story.Hub.World.Do(() =>
        {
            var world = story.Hub.World;
            world.Refs.CommitTo(
                story.Folk.As("cleo"),
                story.Hub.Shop,
                "codex/docs",
                "Write docs\n",
                [KeyValuePair.Create(path, (string?)"new\n")]
            );
            return world.Pulls.Open(story.Folk.As("cleo"), story.Hub.Shop, new PullDraft("Write docs", "codex/docs", "main", "")).Value;
        });
}
