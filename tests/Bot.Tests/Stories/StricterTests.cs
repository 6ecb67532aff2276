using System.Text.Json.Nodes;
using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>Stricter where it pays: by path, by origin, by risk; and the ways out of it.</summary>
public sealed class StricterTests(TestPostgres server)
{
    private const string Waiting = "Waiting: approval is missing";

    [Fact]
    public async Task A_defensive_path_needs_two_people_and_is_tested_alone()
    {
        await using var story = await Story.Begin(
            server,
            "version: 1\nrisk: { floors: [{ paths: [\"pay/**\"], mode: defensive, because: money }] }\nflow: { approvals: { low: 0, medium: 0, high: 0 } }\n"
        );
        await story.WithBot();
        story.Ci.Hold();
        var first = Labelled(story, "docs/first.md");
        await story.Until(() => story.Ci.Held.Count == 1, "a candidate holds what comes");
        var (pay, other) = (Labelled(story, "pay/refund.py"), Labelled(story, "docs/other.md"));
        await story.Until(
            () => story.Screen.Check(pay)?.Title == Waiting && story.Screen.Check(other) is not null,
            "two are wanted where money is"
        );
        story.Folk.Approve(pay);
        await story.Until(
            () =>
                story.Screen.Check(pay)?.Summary?.Contains("It needs 2 approvals of this commit and has 1", StringComparison.Ordinal)
                == true,
            "one is not enough"
        );
        story.Folk.Approve(pay, "ben");
        await story.Until(() => story.Screen.Check(pay)?.Title != Waiting, "two are");
        story.Ci.GoOn();

        await story.UntilLanded(first, pay, other);
        Assert.Contains(
            story.Screen.Candidates(),
            commit => story.Screen.In(commit, "pay/refund.py") is null != story.Screen.In(commit, "docs/other.md") is null
        );
    }

    [Fact]
    public async Task An_agents_candidate_waits_for_the_checks_that_are_asked_of_agents_and_falls_with_them()
    {
        await using var story = await Story.Begin(
            server,
            "version: 1\nqueue: { retries: 0, extra_checks: [{ for: origin/agent, checks: [security] }] }\n"
        );
        story.Hub.World.Do(() => story.Hub.World.Actions.Add(story.Hub.Shop, "security", "push", ["security"], "sluice/queue/**"));
        await story.WithBot();
        story.Ci.Hold();
        var person = story.Folk.Queue(story.Folk.Open("docs/person.md"));
        await story.Until(() => story.Ci.Held.Count == 2, "both jobs of its candidate wait");
        Finish(story, "test", "success");
        await story.UntilLanded(person);
        Finish(story, "security", "success");

        var agent = story.Folk.Queue(Codex(story, "docs/agent.md"));
        await story.Until(() => Jobs(story, "test") == 1 && Jobs(story, "security") == 1, "both jobs of the agent's candidate wait");
        Finish(story, "test", "success");
        Finish(story, "security", "failure");
        await story.Until(
            () => story.Screen.Ended(agent, "failure") && story.Screen.Code(agent) == "checks_failed",
            "it falls with what is asked of agents alone"
        );
        Assert.Contains(
            story.Screen.Record(agent)!["checks"]!.AsArray(),
            check => (string?)check!["name"] == "security" && (string?)check["conclusion"] == "failure"
        );
        Assert.Equal("agent", (string?)story.Screen.Record(agent)!["origin"]!["class"]);
    }

    [Fact]
    public async Task Who_accepts_a_risk_stands_for_that_head_and_no_other()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        var pull = Labelled(story, "db/migrations/0001.sql");
        await story.Until(
            () => story.Screen.Check(pull)?.Summary?.Contains("It needs 2 approvals", StringComparison.Ordinal) == true,
            "a schema is of high risk"
        );
        await story.UntilLaterThan(pull.UpdatedAt);
        var by = story.Folk.Say(pull, "/sluice accept-risk I wrote it", by: "cleo");
        await story.Until(() => story.Screen.HasReaction(by, "confused"), "not the author");
        story.Ci.Hold();
        var accepted = story.Folk.Say(pull, "/sluice accept-risk ran it on staging", by: "ben");
        await story.Until(() => story.Screen.HasReaction(accepted, "+1") && story.Ci.Held.Count == 1, "one who stands for it is enough");

        story.Folk.Push(pull, "db/migrations/0001.sql", "drop table prices;\n");
        await story.Until(
            () => story.Screen.Check(pull)?.Conclusion is null or "cancelled" or "neutral" && !pull.Labels.ContainsKey("queue"),
            "a push ends it"
        );
        story.Folk.Label(pull);
        await story.Until(() => story.Screen.Check(pull)?.Title == Waiting, "the new head is nobody's risk yet");
        story.Ci.GoOn();
        Assert.False(pull.IsMerged);
    }

    [Fact]
    public async Task The_record_tells_the_cheapest_way_down_and_it_is_true()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(line => $"price {line}\n"));
        var large = story.Folk.Open(
            "cleo",
            [.. Enumerable.Range(0, 3).Select(part => KeyValuePair.Create($"src/part{part}/prices.py", (string?)Lines(400)))]
        );
        story.Folk.Label(large);
        await story.Until(() => large.Labels.ContainsKey("risk/high"), "it is large");
        await story.Until(() => WayDown(story, large) is not null, "the way down is told");
        var less = int.Parse(WayDown(story, large)![1..].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

        story.Folk.Push(large, "src/part0/prices.py", Lines(Math.Max(0, 400 - less)));
        story.Folk.Push(large, "src/part1/prices.py", Lines(Math.Min(400, Math.Max(0, 800 - less))));
        story.Folk.Push(large, "src/part2/prices.py", Lines(Math.Min(400, 1200 - less)));
        await story.Until(
            () => large.Labels.ContainsKey("risk/medium") || large.Labels.ContainsKey("risk/low"),
            "so many lines less, and it is a band down"
        );
    }

    private static string? WayDown(Story story, Pull pull)
    {
        var text = story.Screen.Check(pull)?.Text?.Split("```json\n") is [_, var rest]
            ? rest[..rest.IndexOf("\n```", StringComparison.Ordinal)]
            : null;
        return text is null
            ? null
            : JsonNode
                .Parse(text)!["risk"]
                ?["reasons"]?.AsArray()
                .Select(reason => (string)reason!)
                .FirstOrDefault(reason => reason.StartsWith('\u2212'));
    }

    private static Pull Labelled(Story story, string path)
    {
        var pull = story.Folk.Open(path);
        story.Folk.Label(pull);
        return pull;
    }

    private static Pull Codex(Story story, string path) =>
        story.Hub.World.Do(() =>
        {
            var (world, shop, cleo) = (story.Hub.World, story.Hub.Shop, story.Folk.As("cleo"));
            Assert.Null(world.Refs.CommitTo(cleo, shop, "codex/docs", $"Write {path}\n", [new(path, "new\n")]).Refusal?.Message);
            return world.Pulls.Open(cleo, shop, new PullDraft($"Write {path}", "codex/docs", "main", "")).Value;
        });

    private static int Jobs(Story story, string name) => story.Ci.Held.Count(job => job.Name == name);

    private static void Finish(Story story, string name, string conclusion) =>
        story.Hub.World.Do(() =>
        {
            var job = story.Ci.Held.Last(held => held.Name == name);
            return story.Hub.World.Actions.Start(job)
                && story.Hub.World.Actions.Finish(job, conclusion, new CheckOutput(conclusion, conclusion, null));
        });
}
