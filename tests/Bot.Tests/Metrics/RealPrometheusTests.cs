using System.Text.Json;
using Sluice.Bot.Metrics;
using Sluice.Bot.Settings;
using Sluice.Cli.Demo;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Metrics;

public sealed class RealPrometheusTests
{
    private static readonly Repository Shop = new(1, "acme", "shop", 1, false, "main");
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private static readonly CanaryMetric Errors = new(
        "errors",
        "prod",
        Sum("http_errors_total", "canary"),
        Sum("http_errors_total", "stable"),
        Sum("http_requests_total", "canary"),
        Sum("http_requests_total", "stable")
    );

    [Fact]
    public async Task The_fleet_that_a_real_Prometheus_scrapes_is_counted_tick_by_tick_and_at_once()
    {
        var counters = new Counters(TimeProvider.System);
        await using var face = await MetricsFace.Start(counters);
        using var end = new CancellationTokenSource();
        var serving = Serve(counters, end.Token);
        await using var prometheus = await RealPrometheus.Start(face.Url);
        await prometheus.Until(
            "api/v1/query?query=count_over_time(http_requests_total%7Btrack%3D%22canary%22%7D%5B8s%5D)%20%3E%2035",
            body => body.Contains("\"value\"", StringComparison.Ordinal)
        );
        using var sources = new MetricSources(
            [new MetricSource("prod", prometheus.Url, false, null, ["**"], null)],
            MetricSources.Handler(),
            TimeProvider.System
        );
        var now = TimeProvider.System.GetUtcNow();

        var one = await sources.Read(Shop, Errors, now, Tick, TestContext.Current.CancellationToken);
        var series = await sources.Series(Shop, Errors, now - (2 * Tick), 3, Tick, TestContext.Current.CancellationToken);
        var missing = await sources.Read(
            Shop,
            Errors with
            {
                Canary = Sum("http_errors_total", "nobody"),
            },
            now,
            Tick,
            TestContext.Current.CancellationToken
        );
        var many = await sources.Read(Shop, Errors with { Canary = "http_errors_total" }, now, Tick, TestContext.Current.CancellationToken);
        var wrong = await sources.Read(Shop, Errors with { Canary = "sum(increase(" }, now, Tick, TestContext.Current.CancellationToken);
        var points = await sources.Series(Shop, Errors, now - (11_500 * Tick), 11_501, Tick, TestContext.Current.CancellationToken);

        var counts = Assert.IsType<Answer<TickCounts>.Made>(one).Value;
        Assert.InRange(counts.Canary / counts.CanaryExposure, 0.35, 0.45);
        Assert.InRange(counts.Baseline / counts.BaselineExposure, 0.005, 0.015);
        var all = Assert.IsType<Answer<Flow.Row<TickCounts?>>.Made>(series).Value;
        Assert.Equal(counts, all[2]);
        Assert.All(all, each => Assert.InRange(each!.CanaryExposure, 1, 1e6));
        Assert.Contains("no data", Assert.IsType<Answer<TickCounts>.Refused>(missing).Why, StringComparison.Ordinal);
        Assert.Contains("2 series", Assert.IsType<Answer<TickCounts>.Refused>(many).Why, StringComparison.Ordinal);
        Assert.Contains("parse error", Assert.IsType<Answer<TickCounts>.Refused>(wrong).Why, StringComparison.Ordinal);
        var long_ = Assert.IsType<Answer<Flow.Row<TickCounts?>>.Made>(points).Value;
        Assert.Equal((11_501, null, counts), (long_.Count, long_[0], long_[^1]));
        await end.CancelAsync();
        await serving;
    }

    private static string Sum(string name, string track) => $"sum(increase({name}{{track=\"{track}\"}}[$tick]))";

    /// <summary>Of a hundred requests forty fail on the canary, and one on the other track.</summary>
    private static async Task Serve(Counters counters, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            foreach (var (track, errors) in new[] { ("canary", 40), ("stable", 1) })
            {
                counters.Add("http_requests_total", track, "/", 100);
                counters.Add("http_errors_total", track, "/", errors);
            }
        } while (
            await beat.WaitForNextTickAsync(stop)
                .AsTask()
                .ContinueWith(wait => wait.IsCompletedSuccessfully && wait.Result, TaskScheduler.Default)
        );
    }
}
