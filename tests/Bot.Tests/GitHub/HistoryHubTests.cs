using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.History;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.GitHub;

public sealed class HistoryHubTests : HubTests
{
    [Fact]
    public async Task What_landed_and_what_CI_did_is_read_from_the_API()
    {
        Town.Do(() => Town.World.Actions.Add(Town.Hub.Shop, "CI", "push", ["test"], "main"));
        var landed = Town.OpenPull("pears");
        Town.OpenPull("plums", "src/plums.txt");
        Town.Do(() => Assert.False(Town.World.Merging.MergePull(Town.As("ada"), landed, MergeMethod.Merge, null, null, null).IsRefused));
        Town.Do(() =>
        {
            var job = Town.Hub.Shop.WorkflowRuns.Values.Last().Jobs[0];
            Town.World.Actions.Start(job);
            Assert.True(Town.World.Actions.Finish(job, "failure"));
        });

        var past = (await Read(Town.Hub.Tokens["ada"])).Past!;

        Assert.Equal(("acme/shop", "main", false), (past.Repository, past.Branch, past.IsCut));
        var pull = Assert.Single(past.Pulls);
        Assert.Equal((landed.Number, "cleo", false), (pull.Number, pull.Author, pull.IsBot));
        var run = Assert.Single(past.Runs, run => run.Commit == pull.Commit);
        Assert.Equal(("push", "CI", 1), (run.Event, run.Workflow, run.Attempt));
        Assert.False(run.Passed);
    }

    [Fact]
    public async Task Without_the_right_to_read_it_says_what_to_set()
    {
        Assert.Contains("does not accept the token", (await Read("ghp_wrong")).Why, StringComparison.Ordinal);
        Assert.Contains("no such repository", (await Read(Town.Hub.Tokens["ada"], "nowhere")).Why, StringComparison.Ordinal);
    }

    private async Task<PastAnswer> Read(string? token, string name = "shop")
    {
        using var reader = new PastReader(new Uri(Town.Hub.Url), token, GitHubConnection.Network(), TimeProvider.System);
        return await reader.Read("acme", name, DateTimeOffset.UnixEpoch, _ => { }, HubFixture.Stop);
    }
}
