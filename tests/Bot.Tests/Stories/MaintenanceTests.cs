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
        await story.Until(() => story.Screen.Ended(pull, "neutral") && pull.Labels.ContainsKey("sluice/held"), "it is held");
        await story.Until(() => story.Screen.Code(pull) == "config_invalid", "it is told why");

        Assert.Contains("merge queue", Assert.Single(story.Screen.Comments(pull)).Body, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(story.Screen.Candidates());
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("taken off the repository")]
    [InlineData("uninstalled")]
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

    [Theory]
    [InlineData("renamed")]
    [InlineData("transferred")]
    public async Task A_repository_that_moves_while_it_tests_is_gone_on_with_under_its_new_name(string how)
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        story.Ci.Hold();
        var pull = story.Folk.Queue(story.Folk.Open("docs/new.md"));
        await story.Until(() => story.Ci.Held.Count == 1 && story.Screen.Check(pull)?.Status == "in_progress", "a candidate is tested");

        story.Hub.World.Do(() =>
        {
            var (world, ada) = (story.Hub.World, story.Hub.World.Accounts["ada"]);
            if (how == "renamed")
            {
                world.Owning.Rename(story.Hub.Shop, "store", ada);
                return true;
            }

            var globex = world.People.Organization("globex");
            globex.Members.UnionWith(story.Hub.Shop.Owner.Members); // so that the same people may do there what they did
            world.People.Install(story.Hub.App, globex);
            world.Owning.Transfer(story.Hub.Shop, globex, ada);
            return true;
        });
        Assert.Contains(story.Hub.Shop.FullName, (string[])["acme/store", "globex/shop"]);
        await Known(story, HttpStatusCode.OK, story.Hub.Shop.FullName);
        await Known(story, HttpStatusCode.NotFound, "acme/shop");
        story.Ci.GoOn();
        await story.UntilLanded(pull);

        var next = story.Folk.Queue(story.Folk.Open("docs/next.md"));
        await story.UntilLanded(next);
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task An_archived_repository_is_left_as_it_is_and_gone_on_with_when_it_is_back()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        story.Ci.Hold();
        var pull = story.Folk.Queue(story.Folk.Open("docs/new.md"));
        await story.Until(() => story.Ci.Held.Count == 1 && story.Screen.Check(pull)?.Status == "in_progress", "a candidate is tested");

        Archive(story, true);
        await Known(story, HttpStatusCode.NotFound);
        await story.Until(
            () => story.Log.ToString().Contains("acme/shop is not looked after any more", StringComparison.Ordinal),
            "the log says so"
        );
        story.Ci.GoOn();
        await story.Until(() => story.Hub.Shop.WorkflowRuns.Values.All(run => run.IsCompleted), "CI has ended");
        Assert.False(pull.IsMerged);

        Archive(story, false);
        await story.UntilLanded(pull);
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task A_deleted_repository_is_forgotten_and_the_others_go_on()
    {
        await using var story = await Story.Begin(server);
        var other = story.Hub.World.Do(() => story.Hub.World.Repos.Create(story.Hub.Shop.Owner, "other", [new("README.md", "# other\n")]));
        await story.WithBot();
        story.Ci.Hold();
        story.Folk.Queue(story.Folk.Open("docs/new.md"));
        await story.Until(() => story.Ci.Held.Count == 1, "a candidate is tested");

        story.Hub.World.Do(() =>
        {
            story.Hub.World.Owning.Delete(story.Hub.Shop, story.Hub.World.Accounts["ada"]);
            return true;
        });
        await Known(story, HttpStatusCode.NotFound);
        await Known(story, HttpStatusCode.OK, other.FullName);
        await story.Until(
            () => story.Log.ToString().Contains("acme/shop is not looked after any more", StringComparison.Ordinal),
            "the log says so"
        );
        Assert.DoesNotContain("The sweep failed", story.Log.ToString(), StringComparison.Ordinal);
    }

    private static void Archive(Story story, bool archived) =>
        story.Hub.World.Do(() =>
        {
            story.Hub.World.Owning.Archive(story.Hub.Shop, archived, story.Hub.World.Accounts["ada"]);
            return true;
        });

    private static void Put(Story story, bool away, string how) =>
        story.Hub.World.Do(() =>
        {
            var (people, ada) = (story.Hub.World.People, story.Hub.World.Accounts["ada"]);
            var installation = story.Hub.Installation;
            if (how == "suspended" && away)
            {
                people.Suspend(installation, ada);
            }
            else if (how == "uninstalled" && away)
            {
                people.Uninstall(installation, ada);
            }
            else if (how == "uninstalled")
            {
                people.Install(story.Hub.App, story.Hub.Shop.Owner); // another installation than it was
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
    private static async Task Known(Story story, HttpStatusCode status, string repository = "acme/shop")
    {
        using var http = new HttpClient { BaseAddress = story.Bot };
        await story.Until(
            () =>
            {
                using var answer = http.Send(
                    new HttpRequestMessage(HttpMethod.Get, $"/api/v1/repos/{repository}/queue/main"),
                    TestContext.Current.CancellationToken
                );
                return answer.StatusCode == status;
            },
            $"the bot answers {status} for {repository}"
        );
    }
}
