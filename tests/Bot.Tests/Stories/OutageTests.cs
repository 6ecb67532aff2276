using System.Diagnostics;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>GitHub's own breaker, at a pace of seconds instead of minutes.</summary>
public sealed class OutageTests(TestPostgres server)
{
    private static readonly OutageLimits Hasty = new()
    {
        Window = TimeSpan.FromSeconds(20),
        Patience = TimeSpan.FromSeconds(2),
        FirstPause = TimeSpan.FromSeconds(6),
        LongestPause = TimeSpan.FromSeconds(12),
        Told = TimeSpan.FromSeconds(5),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_GitHub_fails_far_less_is_asked_everything_says_so_and_it_goes_on_by_itself(bool isUnreachable)
    {
        await using var story = await Story.Begin(server, "version: 1\n");
        story.Connect = (settings, services) => Outside.Connect(settings, services, new RateLimits(), Hasty);
        await story.WithBot(("Pace:SweepSeconds", "1"));
        for (var i = 0; i < 5; i++)
        {
            story.Folk.Open($"docs/{i}.md");
        }

        story.Ci.Hold();
        var inLine = story.Folk.Queue(story.Folk.Open("docs/inline.md"));
        await story.Until(() => story.Ci.Held.Count > 0, "one is in line");
        Assert.Contains("\"github\":\"answers\"", await Read(story, "readyz"), StringComparison.Ordinal);

        Fail(story, true, isUnreachable);
        var (first, fails) = (await Asked(story), Stopwatch.GetTimestamp());
        await Until(
            story,
            async () => (await Read(story, "readyz")).Contains($"installation {story.Hub.Installation.Id}, ", StringComparison.Ordinal),
            "the breaker opens"
        );
        var closed = (await Asked(story) - first) / Stopwatch.GetElapsedTime(fails).TotalSeconds;
        Assert.Contains("\"} 1", Line(await Read(story, "metrics"), "sluice_github_breaker_open{", story), StringComparison.Ordinal);
        Assert.Contains("A breaker is open.", await Read(story, "acme/shop/health"), StringComparison.Ordinal);
        await Until(
            story,
            async () => (await Read(story, "readyz")).Contains("by itself", StringComparison.Ordinal),
            "it says when it is tried"
        );
        await Until(
            story,
            async () => (await Read(story, "readyz")).Contains("the App, api: GitHub mostly", StringComparison.Ordinal),
            "what the App itself asks stands still as well"
        );
        var (before, began) = (await Asked(story), Stopwatch.GetTimestamp());
        await story.UntilLaterThan(story.Hub.World.Now.AddSeconds(14));
        var open = (await Asked(story) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        TestContext.Current.SendDiagnosticMessage($"{closed:0.00} requests a second before it opened, {open:0.00} while it is open");
        Assert.InRange(open, 0, closed / 2);

        Fail(story, false, isUnreachable);
        var back = Stopwatch.GetTimestamp();
        await Until(
            story,
            async () => (await Read(story, "readyz")).Contains("\"github\":\"answers\"", StringComparison.Ordinal),
            "it closes by itself"
        );
        Assert.InRange(Stopwatch.GetElapsedTime(back), TimeSpan.Zero, TimeSpan.FromSeconds(60));
        await story.Until(
            () => story.Hub.Shop.Issues.Values.Any(issue => issue is { IsOpen: false, IsPinned: false }),
            "its issue told of it, and is closed"
        );
        Issue told = Assert.Single(story.Hub.Shop.Issues.Values);
        Assert.Contains("GitHub mostly did not answer from", told.Body, StringComparison.Ordinal);
        story.Ci.GoOn();
        await story.UntilLanded(inLine);
        Assert.Empty(Invariants.Broken(story));
    }

    private static void Fail(Story story, bool fails, bool isUnreachable) =>
        story.Hub.World.Do(() =>
        {
            story.Hub.IsAway = fails && isUnreachable;
            story.Hub.World.Weather = story.Hub.World.Weather with { ApiErrors = fails && !isUnreachable ? 1 : 0 };
            return true;
        });

    private static async Task<double> Asked(Story story) =>
        (await Read(story, "metrics"))
            .Split('\n')
            .Where(line => line.StartsWith("sluice_github_requests_total{", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));

    private static string Line(string text, string begins, Story story) =>
        string.Join(
            '\n',
            text.Split('\n')
                .Where(line =>
                    line.StartsWith(begins, StringComparison.Ordinal)
                    && line.Contains($"\"{story.Hub.Installation.Id}\"", StringComparison.Ordinal)
                )
        );

    private static async Task<string> Read(Story story, string path)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(story.Bot, path), Stop);
    }

    private static async Task Until(Story story, Func<Task<bool>> isSo, string what)
    {
        var began = Stopwatch.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(90), $"{what}: did not come to be\n{story.Log}");
            await beat.WaitForNextTickAsync(Stop);
        }
    }
}
