using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>Two repositories of one installation, each with a canary, a deployer and a fleet of its own.</summary>
public sealed class TwoEnvironmentsTests(TestPostgres server)
{
    [Fact]
    public async Task Two_environments_at_once_go_each_its_own_way_and_deploy_each_stage_once()
    {
        await using var story = await Story.Begin(server, Canaries.Policy(min: "12s"));
        var docs = Neighbour.Found(
            story,
            "docs",
            Canaries.Policy().Replace("source: fleet", "source: other", StringComparison.Ordinal) + "queue: { checks: [test] }\n"
        );
        await using var other = await Production.Begin(story.Hub, docs);
        await story.WithProduction(("Metrics:Sources:other:PrometheusUrl", other.MetricsUrl));
        var good = Neighbour.Queue(story, story.Hub.Shop, "good");
        var bad = Neighbour.Queue(story, docs, "bad", "fails in production\n");

        await story.Until(() => Stages(story.Hub.Shop) is ["canary"] && Stages(docs) is ["canary"], "both canaries run at once");
        await story.Until(() => Stages(docs) is ["canary", "rollback", ..], "the bad one is taken off");
        Assert.Equal(["canary"], story.Hub.World.Do(() => Stages(story.Hub.Shop)));
        await story.Until(() => Runs(story.Hub.Shop, good.MergeCommit), "the good one is promoted");
        await story.Until(
            () =>
                docs.Pulls.Values.SingleOrDefault(pull => pull.Author == story.Hub.App.Bot) is { IsMerged: true } revert
                && Runs(docs, revert.MergeCommit),
            "the bad one is taken back"
        );

        Assert.Equal(["canary", "production"], story.Hub.World.Do(() => Stages(story.Hub.Shop)));
        Assert.Equal(["canary", "rollback", "canary", "production"], story.Hub.World.Do(() => Stages(docs)));
        Assert.All(story.Hub.Shop.Deployments.Values, made => Assert.Equal(good.MergeCommit, made.Sha));
        Assert.DoesNotContain(docs.Deployments.Values, made => made.Environment == "production" && made.Sha == bad.MergeCommit);
        Assert.DoesNotContain(story.Hub.Shop.Pulls.Values, pull => pull.Author == story.Hub.App.Bot);
    }

    private static List<string?> Stages(Repository repository) =>
        [.. repository.Deployments.Values.Select(made => (string?)made.Payload?["sluice"]?["stage"])];

    private static bool Runs(Repository repository, string? commit) =>
        commit is not null
        && repository.Deployments.Values.LastOrDefault(made => made.Environment == "production") is { State: "success" } last
        && last.Sha == commit;
}
