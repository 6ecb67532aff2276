using System.Text.Json;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class MeetingTests(TestPostgres server)
{
    [Fact]
    public async Task Who_conflicts_with_somebody_ahead_is_told_before_any_build_is_spent_on_it()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { slots: 1 }\n");
        await story.WithBot();
        story.Ci.Hold();
        var first = story.Folk.Queue(story.Folk.Open("docs/shared.md", "one\n"));
        await story.Until(() => story.Ci.Held.Count == 1, "the first is tested");

        var second = story.Folk.Queue(story.Folk.Open("docs/shared.md", "two\n", by: "dan"));
        var other = story.Folk.Queue(story.Folk.Open("docs/other.md"));
        await story.Until(
            () =>
                story
                    .Screen.Check(second)
                    ?.Summary?.Contains(
                        $"It conflicts with #{first.Number}, which is ahead of it, in `docs/shared.md`",
                        StringComparison.Ordinal
                    ) == true,
            "the second is told"
        );
        Assert.DoesNotContain("conflicts", story.Screen.Check(other)!.Summary, StringComparison.Ordinal);
        await UntilTold(story, "/queue/main", queue => Meets(queue, second.Number).SequenceEqual([first.Number]));

        story.Ci.GoOn();
        await story.UntilLanded(first, other);
    }

    [Fact]
    public async Task What_waits_for_people_is_listed_by_harm_for_each_line_and_what_flows_is_not()
    {
        await using var story = await Story.Begin(
            server,
            "version: 1\nflow:\n  approvals: { low: 0, medium: 1, high: 2, agent: 1 }\nrisk:\n  floors:\n    - { paths: [\"pay/**\"], at_least: medium, because: money }\n"
        );
        await story.WithBot();
        var small = story.Folk.Open("pay/small.txt", "1\n");
        var large = story.Folk.Open("pay/large.txt", string.Concat(Enumerable.Range(0, 400).Select(line => $"{line}\n")));
        var flowing = story.Folk.Open("docs/free.md");
        story.Folk.Label(flowing);
        await story.UntilLanded(flowing);
        await story.Until(
            () => small.Labels.ContainsKey("risk/medium") && large.Labels.Keys.Any(label => label is "risk/medium" or "risk/high"),
            "both are assessed"
        );

        var waiting = (await story.Get("/review")).GetProperty("waiting").EnumerateArray().ToList();
        Assert.Equal([small.Number, large.Number], waiting.Select(entry => entry.GetProperty("pull").GetInt32()));
        Assert.Equal(
            ("approve", 1, 400),
            (
                waiting[0].GetProperty("kind").GetString(),
                waiting[0].GetProperty("lines").GetInt32(),
                waiting[1].GetProperty("lines").GetInt32()
            )
        );
        Assert.True(waiting[0].GetProperty("harm_per_kloc").GetDouble() > waiting[1].GetProperty("harm_per_kloc").GetDouble());
        Assert.NotEmpty(waiting[0].GetProperty("reasons").EnumerateArray());

        story.Folk.Approve(small);
        await UntilTold(story, "/review", review => review.GetProperty("waiting").GetArrayLength() == 1);
    }

    private static IEnumerable<int> Meets(JsonElement queue, int pull) =>
        queue
            .GetProperty("entries")
            .EnumerateArray()
            .Where(entry => entry.GetProperty("pull").GetInt32() == pull)
            .SelectMany(entry => entry.GetProperty("conflicts_with").EnumerateArray())
            .Select(number => number.GetInt32());

    private static async Task UntilTold(Story story, string path, Func<JsonElement, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!isSo(await story.Get(path)))
        {
            await beat.WaitForNextTickAsync(patience.Token);
        }
    }
}
