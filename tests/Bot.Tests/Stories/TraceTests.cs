using System.Text;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Telemetry;
using Sluice.Bot.Tracing;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class TraceTests(TestPostgres server)
{
    private static readonly string[] Expected =
    [
        "webhook",
        "turn.pull",
        "pull",
        "pull.testing",
        "build",
        "landing",
        "canary",
        "canary.deploying",
        "canary.baking",
        "canary.promoting",
        "verdict",
    ];

    [Fact]
    public async Task A_pull_request_is_one_trace_from_its_webhook_over_its_build_and_landing_to_its_verdict()
    {
        await using var inbox = await TraceInbox.Start();
        await using var story = await Story.Begin(server, Canaries.Policy());
        await story.WithProduction(Told(inbox));
        story.Ci.Hold();
        var pull = story.Folk.Queue(story.Folk.Open("src/good.txt"));
        await story.Until(() => story.Ci.Held.Count == 1 && story.Screen.Check(pull)?.Status == "in_progress", "it is tested");
        story.Ci.GoOn();
        await story.UntilLanded(pull);
        var trace = Of(story, pull);
        await story.Until(() => inbox.Spans.Any(span => span.Trace == trace && span.Name == "canary"), "its canary is told");

        var spans = inbox.Spans.Where(span => span.Trace == trace).ToList();
        Assert.Empty(
            Expected
                .Except(spans.Select(span => span.Name))
                .Select(name => $"{name} is not among {string.Join(", ", spans.Select(span => span.Name).Distinct())}")
        );
        var whole = Assert.Single(spans, span => span.Name == "pull");
        Assert.Equal(("", pull.CreatedAt.ToUnixTimeSeconds()), (whole.Parent, whole.Start.ToUnixTimeSeconds()));
        Assert.Empty(
            spans
                .Where(span => span.Parent.Length > 0 && spans.All(other => other.Id != span.Parent))
                .Select(span => $"{span.Name} hangs on nothing")
        );
        Assert.All(spans, span => Assert.True(span.Start <= span.End, span.Name));
        Assert.Equal(spans.Count, spans.Select(span => span.Id).Distinct().Count());

        var build = Assert.Single(spans, span => span.Name == "build");
        Assert.Equal(
            ("acme/shop", "main", $"{pull.Number}"),
            (build.Tags["sluice.repository"], build.Tags["sluice.lane"], build.Tags["sluice.pull"])
        );
        Assert.Equal("green", build.Tags["sluice.build.answer"]);
        Assert.Equal(build.Tags["sluice.build.build"], build.Tags["sluice.pull.batch"]);
        Assert.Equal(40, build.Tags["sluice.build.candidate"].Length);
        Assert.Contains("low", build.Tags["sluice.pull.risk.band"], StringComparison.Ordinal);
        Assert.Equal("Healthy", Assert.Single(spans, span => span.Name == "verdict").Tags["sluice.release.verdict"]);
        Assert.Equal(pull.MergeCommit, Assert.Single(spans, span => span.Name == "landing").Tags["sluice.landing.commit"]);
        Assert.Contains(inbox.Spans, span => span.Name == "turn.lane" && span.Trace != trace && span.Links > 0);
        HasNoSecret(story, inbox);
    }

    [Fact]
    public async Task What_a_collector_did_not_take_is_told_again_and_a_failed_build_is_told_as_failed()
    {
        await using var inbox = await TraceInbox.Start();
        inbox.Refuses = 503;
        await using var story = await Story.Begin(server);
        await story.WithBot(Told(inbox));
        var good = story.Folk.Queue(story.Folk.Open("docs/new.md"));
        var bad = story.Folk.Queue(story.Folk.Open("src/bad.txt", "fails\n", by: "dan"));
        await story.UntilLanded(good);
        await story.Until(() => story.Screen.Code(bad) == "checks_failed", "the bad one is out");
        await story.Until(() => inbox.Refused > 3, "nothing is taken");
        Assert.Empty(inbox.Spans);

        inbox.Refuses = null;
        await story.Until(
            () => inbox.Spans.Any(span => span.Trace == Of(story, good) && span.Name == "pull"),
            "the landing is told after all"
        );
        await story.Until(
            () => inbox.Spans.Any(span => span.Trace == Of(story, bad) && span.Name == "build" && span.Failed),
            "so is what failed"
        );
        Assert.All(inbox.Keys, key => Assert.Equal("a key", key));
    }

    private static (string, string)[] Told(TraceInbox inbox) =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", inbox.Url), ("OTEL_EXPORTER_OTLP_HEADERS", "X-Key=a%20key")];

    private static string Of(Story story, Pull pull) => TraceIds.OfPull(story.Hub.Shop.Id, pull.Number);

    private static void HasNoSecret(Story story, TraceInbox inbox)
    {
        var told = string.Concat(inbox.Bodies.Select(Encoding.UTF8.GetString));
        Assert.Contains("acme/shop", told, StringComparison.Ordinal);
        Assert.All(
            [story.Hub.WebhookSecret, "PRIVATE KEY", "ghs_", "eyJ"],
            secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal)
        );
    }
}
