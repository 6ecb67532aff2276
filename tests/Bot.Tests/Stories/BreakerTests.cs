using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class BreakerTests(TestPostgres server)
{
    [Fact]
    public async Task Deployments_that_fail_in_a_row_open_one_pinned_issue_that_closes_when_they_succeed()
    {
        await using var story = await Story.Begin(server, Canaries.Policy());
        await story.WithProduction();
        story.Production.IsBroken = true;
        for (var i = 1; i <= 3; i++)
        {
            var failed = i;
            story.Folk.Queue(story.Folk.Open($"src/{i}.txt"));
            // The way back fails too: before that the next one would go together with what lands after it.
            await story.Until(
                () => story.Hub.Shop.Deployments.Values.Count(made => made.State == "failure") >= 2 * failed,
                $"deployment {i} and its way back failed"
            );
        }

        await story.Until(() => story.Hub.Shop.Issues.Values.Any(issue => issue is { IsOpen: true, IsPinned: true }), "an issue is pinned");
        var issue = Assert.Single(story.Hub.Shop.Issues.Values);
        Assert.Contains("/sluice resume", issue.Body, StringComparison.Ordinal);

        var kept = story.Folk.Queue(story.Folk.Open("src/kept.txt"));
        await story.Until(
            () => story.Screen.Check(kept)?.Title?.Contains("breaker", StringComparison.Ordinal) == true,
            "what cannot be deployed waits"
        );
        Assert.Equal("deploys", (await story.Get("/queue/main")).GetProperty("breaker").GetProperty("kind").GetString());

        story.Production.IsBroken = false;
        await story.UntilLaterThan(story.Hub.World.Now);
        story.Folk.Say(kept, "/sluice resume");
        await story.UntilLanded(kept);
        await story.Until(() => !issue.IsOpen && !issue.IsPinned, "the issue is closed");
        Assert.Single(story.Hub.Shop.Issues);
    }

    [Fact]
    public async Task While_CI_gives_no_verdicts_nothing_is_built_and_nobody_is_put_out()
    {
        await using var story = await Story.Begin(server, "version: 1\nrisk: { alone: low }\n");
        await story.WithBot();
        story.Ci.Break(true);
        story.Ci.Hold();
        var pulls = new[] { "ada", "ben", "cleo" }.Select(name => story.Folk.Queue(story.Folk.Open($"docs/{name}.md"))).ToArray();
        await story.Until(
            () => pulls.All(pull => story.Screen.Check(pull)?.Status is "queued" or "in_progress"),
            "all are in line: one that is there alone is built again and again, and put out"
        );
        story.Ci.GoOn();

        await story.Until(() => story.Hub.Shop.Issues.Values.Any(issue => issue is { IsOpen: true, IsPinned: true }), "an issue is pinned");
        await story.Until(
            () =>
                pulls.All(pull =>
                    story.Screen.Check(pull)?.Summary?.Contains("builds end without a verdict", StringComparison.OrdinalIgnoreCase) == true
                ),
            "everybody is told"
        );
        Assert.Equal("ci", (await story.Get("/queue/main")).GetProperty("breaker").GetProperty("kind").GetString());
        Assert.All(pulls, pull => Assert.True(pull.Labels.ContainsKey("queue")));

        story.Ci.Break(false);
        await story.UntilLaterThan(story.Hub.World.Now);
        story.Folk.Say(pulls[0], "/sluice resume");
        await story.UntilLanded(pulls);
        await story.Until(
            () => story.Hub.Shop.Issues.Values.All(issue => issue is { IsOpen: false, IsPinned: false }),
            "the issue is closed"
        );
        Assert.Empty(Invariants.Broken(story));
    }
}
