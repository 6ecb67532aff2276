using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class SilentSourceTests(TestPostgres server)
{
    internal static string Canary(string environment, string production) => $$"""
        version: 1
        canary:
          environment: {{environment}}
          promote_to: {{production}}
          weights: [50]
          bake: { min: 3s, max: 60s }
          every: 1s
          metrics:
            - name: errors
              source: fleet
              canary: 'sum(increase(http_errors_total{track="canary"}[$tick]))'
              baseline: 'sum(increase(http_errors_total{track="stable"}[$tick]))'
              canary_exposure: 'sum(increase(http_requests_total{track="canary"}[$tick]))'
              baseline_exposure: 'sum(increase(http_requests_total{track="stable"}[$tick]))'
              critical: true
          revert_reviews: skip
        """;

    [Fact]
    public async Task A_source_that_dies_holds_the_canary_and_a_person_decides()
    {
        await using var story = await Story.Begin(server, Canary("canary", "production").Replace("max: 60s", "max: 8s", StringComparison.Ordinal));
        var production = await Production.Begin(story.Hub);
        await story.WithBot(("Metrics:Sources:fleet:PrometheusUrl", production.MetricsUrl));
        production.Silence();
        var pull = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(() => story.Screen.Code(pull) == "canary_invalid", "it could not be judged");

        Assert.DoesNotContain(story.Hub.Shop.Deployments.Values, made => (string?)made.Payload?["sluice"]?["stage"] == "rollback");
        Assert.Contains("answered 503", (string?)story.Screen.Record(pull)!["reason"], StringComparison.Ordinal);
        story.Folk.Say(pull, "/sluice promote");
        await story.Until(
            () => story.Hub.Shop.Deployments.Values.LastOrDefault(made => made.Environment == "production") is { State: "success" } last && last.Sha == pull.MergeCommit,
            "a person promoted it");
        await production.DisposeAsync();
    }
}
