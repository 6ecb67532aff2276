using System.Net;
using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What owners do to a repository while the queue is at work.</summary>
public sealed class MaintenanceTests(TestPostgres server)
{
    [Fact]
    public async Task A_branch_with_GitHubs_own_queue_is_left_alone_and_the_pull_is_told_why()
    {
        await using var story = await Story.Begin(server);
        story.Hub.World.Do(() =>
        {
            var rules = story.Hub.World.Rules.Add(story.Hub.Shop, "GitHub queues", story.Hub.World.Accounts["ada"], new Rule.MergeQueue());
            rules.Include.Add("~DEFAULT_BRANCH");
            return true;
        });
        await story.WithBot();
        var pull = story.Folk.Queue(story.Folk.Open("docs/new.md"));
        await story.Until(() => story.Screen.Code(pull) == "config_invalid" && pull.Labels.ContainsKey("sluice/held"), "it is held");

        Assert.Contains("merge queue", Assert.Single(story.Screen.Comments(pull)).Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("neutral", story.Screen.Check(pull)?.Conclusion);
        Assert.Empty(story.Screen.Candidates());
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("taken off the repository")]
    public async Task An_App_that_is_put_away_while_it_tests_does_nothing_until_it_is_back_and_then_goes_on(string how)
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        story.Ci.Hold();
        var pull = story.Folk.Queue(story.Folk.Open("docs/new.md"));
        await story.Until(() => story.Ci.Held.Count == 1 && story.Screen.Check(pull)?.Status == "in_progress", "a candidate is tested");

        Put(story, away: true, how);
        await Known(story, HttpStatusCode.NotFound);
        story.Ci.GoOn();
        await story.Until(() => story.Hub.Shop.WorkflowRuns.Values.All(run => run.IsCompleted), "CI has ended");
        Assert.False(pull.IsMerged);

        Put(story, away: false, how);
        await story.UntilLanded(pull);
        Assert.Equal("new\n", story.Screen.OnMain("docs/new.md"));
        Assert.Empty(Invariants.Broken(story));
    }

    private static void Put(Story story, bool away, string how) => story.Hub.World.Do(() =>
    {
        var (people, ada) = (story.Hub.World.People, story.Hub.World.Accounts["ada"]);
        var installation = story.Hub.Installation;
        if (how == "suspended" && away)
        {
            people.Suspend(installation, ada);
        }
        else if (how == "suspended")
        {
            people.Unsuspend(installation, ada);
        }
        else
        {
            people.Select(installation, ada, away ? [] : [story.Hub.Shop]);
        }

        return true;
    });

    /// <summary>Waits until the bot's API answers so for the shop's queue.</summary>
    private static async Task Known(Story story, HttpStatusCode status)
    {
        using var http = new HttpClient { BaseAddress = story.Bot };
        await story.Until(
            () =>
            {
                using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, "/api/v1/repos/acme/shop/queue/main"), TestContext.Current.CancellationToken);
                return answer.StatusCode == status;
            },
            $"the bot answers {status}");
    }
}
