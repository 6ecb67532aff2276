using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Sluice.Bot.Tests.Store;
using Sluice.Hub.Hooks;

namespace Sluice.Bot.Tests.Stories;

/// <summary>GitHub's times count seconds, and its webhooks come in any order.</summary>
public sealed class OvertakenHeadTests(TestPostgres server)
{
    [Fact]
    public async Task What_is_labelled_lands_with_the_head_that_GitHub_has_although_an_older_one_of_the_same_second_is_told_last()
    {
        await using var story = await (await Story.Begin(server)).WithBot();
        story.Ci.Hold();
        story.Hub.World.Do(() => story.Hub.World.Delays = story.Hub.World.Delays with { Synchronize = TimeSpan.Zero });
        var pull = story.Folk.Open("docs/line.md", "opened\n");
        var older = story.Folk.Push(pull, "docs/line.md", "older\n");
        var newer = story.Folk.Push(pull, "docs/line.md", "newer\n");
        story.Folk.Queue(pull);

        Delivery? late = null;
        await story.Until(
            () =>
                (late = story.Hub.Deliveries.Of(story.Hub.App).FirstOrDefault(told => told.Action == "synchronize" && Tells(told, older)))
                    is not null,
            "the older one was told"
        );
        Assert.Equal(HttpStatusCode.Accepted, await Again(story, late!));
        await story.Until(() => story.Ci.Held.Count > 0, "it is built");
        Assert.Equal(HttpStatusCode.Accepted, await Again(story, late!));
        story.Ci.GoOn();
        await story.UntilLanded(pull);

        Assert.Equal(newer, pull.HeadSha);
        Assert.Equal("newer\n", story.Screen.OnMain("docs/line.md"));
        Assert.Empty(story.Hub.Faults);
    }

    private static bool Tells(Delivery delivery, string head) =>
        (string?)JsonNode.Parse(delivery.Body)?["pull_request"]?["head"]?["sha"] == head;

    /// <summary>The same as if only now it had come.</summary>
    private static async Task<HttpStatusCode> Again(Story story, Delivery delivery)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(story.Bot, "webhooks"))
        {
            Content = new ByteArrayContent(delivery.Body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in delivery.Headers())
        {
            request.Headers.TryAddWithoutValidation(name, name == "X-GitHub-Delivery" ? Guid.NewGuid().ToString() : value);
        }

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
