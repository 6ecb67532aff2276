using System.Net;
using System.Text;
using Sluice.Bot.Tests.Store;
using Signature = Sluice.Bot.Webhooks.Signature;

namespace Sluice.Bot.Tests.Stories;

public sealed class BadInputTests(TestPostgres server)
{
    private const string Ping = """{"zen":"Design for failure.","hook_id":1}""";

    [Fact]
    public async Task Deliveries_that_are_forged_torn_or_of_another_kind_are_refused_in_words()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        using var http = new HttpClient { BaseAddress = story.Bot };

        Assert.Equal(
            (HttpStatusCode.Accepted, ""),
            await Deliver(http, Ping, Signature.Of(story.Hub.WebhookSecret, Encoding.UTF8.GetBytes(Ping)))
        );
        var (forged, why) = await Deliver(http, Ping, Signature.Of("guessed", Encoding.UTF8.GetBytes(Ping)));
        Assert.Equal(HttpStatusCode.Unauthorized, forged);
        Assert.Contains("signature does not match", why, StringComparison.Ordinal);
        var torn = Ping[..^5];
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Deliver(http, torn, Signature.Of(story.Hub.WebhookSecret, Encoding.UTF8.GetBytes(torn)))).Status
        );
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Deliver(http, Ping, "sha256=00", "text/plain")).Status);
    }

    [Fact]
    public async Task A_policy_that_is_broken_on_the_base_leaves_the_last_valid_one_in_force_and_the_check_says_so()
    {
        await using var story = await Story.Begin(server, "version: 1\nflow:\n  approvals: { low: 2, medium: 2, high: 2 }\n");
        await story.WithBot();
        var before = story.Folk.Queue(story.Folk.Open("docs/before.md"));
        await story.Until(() => story.Screen.Check(before)?.Title == "Waiting: approval is missing", "two approvals are asked for");
        story.Folk.PushToMain(".github/sluice.yml", "version: 1\nflow:\n  aprovals: { low: 0 }\n");

        var after = story.Folk.Queue(story.Folk.Open("docs/after.md"));
        await story.Until(() => story.Screen.Check(after)?.Title == "Waiting: approval is missing", "two approvals are still asked for");
        Assert.Contains(
            "`.github/sluice.yml` on the base branch has a fault at 3:3",
            story.Screen.Check(after)!.Text,
            StringComparison.Ordinal
        );
        story.Folk.Approve(after, by: "ben");
        await story.UntilLanded(after);
        Assert.False(before.IsMerged);
    }

    [Fact]
    public async Task A_policy_that_a_stranger_proposes_is_told_its_faults_and_what_it_would_change_and_nobody_obeys_it()
    {
        await using var story = await Story.Begin(server, "version: 1\nflow:\n  approvals: { low: 2, medium: 2, high: 2 }\n");
        await story.WithBot();
        var pull = story.Folk.OpenFromFork(".github/sluice.yml");
        await story.Until(() => story.Screen.Config(pull) is [{ Conclusion: "failure" }], "the fault is told");

        var note = Assert.Single(story.Screen.Config(pull)[0].Annotations);
        Assert.Equal(
            (".github/sluice.yml", 1, "failure", "the file is a mapping of keys to values, not 'new'"),
            (note.Path, note.StartLine, note.Level, note.Message)
        );

        story.Folk.Push(pull, ".github/sluice.yml", "flow: { approvals: { low: 0, medium: 0, high: 0 } }\n");
        await story.Until(() => story.Screen.Config(pull) is [{ Conclusion: "success" }], "what it would change is told");
        Assert.Equal("3 settings change", story.Screen.Config(pull)[0].Title);
        Assert.Contains("| `flow.approvals.low` | `2` | `0` |", story.Screen.Config(pull)[0].Summary, StringComparison.Ordinal);
        Assert.Null(story.Screen.Check(pull));
        Assert.Empty(story.Screen.Comments(pull));

        var other = story.Folk.Queue(story.Folk.Open("docs/other.md"));
        await story.Until(() => story.Screen.Check(other)?.Title == "Waiting: approval is missing", "two approvals are still asked for");
        Assert.Single(story.Screen.Config(pull));
    }

    private static async Task<(HttpStatusCode Status, string Says)> Deliver(
        HttpClient http,
        string body,
        string signature,
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks") { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Add("X-GitHub-Event", "ping");
        request.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
        request.Headers.Add("X-Hub-Signature-256", signature);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
