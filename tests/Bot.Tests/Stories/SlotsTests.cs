using System.Text.Json.Nodes;
using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>Two repositories of one installation, on one account's CI.</summary>
public sealed class SlotsTests(TestPostgres server)
{
    private const string Policy =
        "version: 1\nqueue: { slots: 4, weight: 2, checks: [test] }\nrisk: { alone: low }\nflow: { approvals: { low: 0, medium: 0, high: 0 } }\n";

    [Fact]
    public async Task Repositories_share_the_slots_of_their_installation_lend_what_they_do_not_need_and_both_land_all()
    {
        await using var story = await Story.Begin(server, Policy);
        var docs = Neighbour.Found(story, "docs", Policy);
        await story.WithBot(("Queue:Slots", "2"));
        story.Ci.Hold();
        Pull[] ours = [.. Enumerable.Range(0, 3).Select(index => Neighbour.Queue(story, story.Hub.Shop, $"shop-{index}"))];
        await story.Until(() => story.Ci.Held.Count == 2, "while nobody waits elsewhere one repository has all slots");
        Pull[] theirs = [.. Enumerable.Range(0, 3).Select(index => Neighbour.Queue(story, docs, $"docs-{index}"))];
        using var http = new HttpClient { BaseAddress = story.Bot };
        await story.Until(() => InLine(http) == 3, "the other waits in its lane");
        Assert.Equal(2, story.Hub.World.Do(() => story.Ci.Held.Count));

        story.Ci.Let(story.Hub.World.Do(() => story.Ci.Held[0]));
        await story.Until(
            () => story.Ci.Held.Select(job => job.Run.Repository).Distinct().Count() == 2,
            "the first that ends makes room for the other"
        );
        while (story.Hub.World.Do(() => ours.Concat(theirs).Any(pull => !pull.IsMerged)))
        {
            await story.Until(() => story.Ci.Held.Count > 0 || ours.Concat(theirs).All(pull => pull.IsMerged), "somebody is built");
            var held = story.Hub.World.Do(() => story.Ci.Held.ToList());
            Assert.InRange(held.Count, 0, 2);
            if (held.Count > 0)
            {
                story.Ci.Let(held[0]);
            }
        }
    }

    private static int InLine(HttpClient http)
    {
        using var answer = http.Send(
            new HttpRequestMessage(HttpMethod.Get, "/api/v1/repos/acme/docs/queue/main"),
            TestContext.Current.CancellationToken
        );
        return JsonNode.Parse(answer.Content.ReadAsStream(TestContext.Current.CancellationToken))?["entries"]?.AsArray().Count ?? 0;
    }
}
