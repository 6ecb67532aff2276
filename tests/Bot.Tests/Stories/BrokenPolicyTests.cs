using System.Text.Json;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class BrokenPolicyTests(TestPostgres server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_policy_that_is_broken_on_the_base_is_told_where_the_lane_is_until_it_is_mended()
    {
        await using var story = await Story.Begin(server, "version: 1\n");
        await story.WithBot();
        var sound = story.Screen.Main();
        Assert.Equal(
            JsonValueKind.Null,
            (await Lane(story, lane => lane.GetProperty("head").GetString() == sound)).GetProperty("broken_policy").ValueKind
        );

        var broken = story.Folk.PushToMain(".github/sluice.yml", "version: 1\nflow:\n  aprovals: { low: 0 }\n");
        var told = (await Lane(story, lane => lane.GetProperty("broken_policy").ValueKind == JsonValueKind.Object)).GetProperty(
            "broken_policy"
        );
        Assert.Equal((broken, sound), (told.GetProperty("at").GetString(), told.GetProperty("in_force").GetString()));
        var fault = Assert.Single(told.GetProperty("faults").EnumerateArray());
        Assert.Equal((3, 3), (fault.GetProperty("line").GetInt32(), fault.GetProperty("column").GetInt32()));
        foreach (var page in new[] { "queue/main", "health" })
        {
            var shown = await Page(story, page);
            Assert.Contains($"the one of {sound[..12]} stays in force", shown, StringComparison.Ordinal);
            Assert.Contains("<li>line 3, column 3: ", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("Nothing keeps anything from landing", shown, StringComparison.Ordinal);
        }

        Assert.Contains("its sluice.yml is broken", await Page(story, ""), StringComparison.Ordinal);
        var mended = story.Folk.PushToMain(".github/sluice.yml", "version: 1\nflow: { approvals: { low: 0 } }\n");
        var after = await Lane(story, lane => lane.GetProperty("head").GetString() == mended);
        Assert.Equal(JsonValueKind.Null, after.GetProperty("broken_policy").ValueKind);
        Assert.DoesNotContain("sluice.yml is broken", await Page(story, ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_sound_one_was_ever_seen_the_defaults_are_in_force_and_it_says_so()
    {
        await using var story = await Story.Begin(server, "queue: 5\n");
        await story.WithBot();

        var told = (await Lane(story, lane => lane.GetProperty("broken_policy").ValueKind == JsonValueKind.Object)).GetProperty(
            "broken_policy"
        );
        Assert.Equal(JsonValueKind.Null, told.GetProperty("in_force").ValueKind);
        Assert.Contains("the defaults are in force", told.GetProperty("says").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The lane of main, once it is so.</summary>
    private static async Task<JsonElement> Lane(Story story, Func<JsonElement, bool> isSo)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var http = new HttpClient { BaseAddress = story.Bot };
        for (var tries = 0; tries < 600; tries++)
        {
            // It is not there before the App's repositories were read.
            using var answer = await http.GetAsync(new Uri($"api/v1/repos/{story.Hub.Shop.FullName}/queue/main", UriKind.Relative), Stop);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
            if (answer.IsSuccessStatusCode && isSo(json.RootElement))
            {
                return json.RootElement.Clone();
            }

            await beat.WaitForNextTickAsync(Stop);
        }

        throw new TimeoutException($"the lane did not come to be so\n{story.Log}");
    }

    private static async Task<string> Page(Story story, string page)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(story.Bot, $"{story.Hub.Shop.FullName}/{page}"), Stop);
    }
}
