using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>One pull request for each class of evidence, from its opening to its label.</summary>
public sealed class OriginTests(TestPostgres server)
{
    private const string Trace =
        """{"version":"0.1.0","tool":{"name":"cursor"},"files":[{"path":"docs/traced.md","conversations":[{"contributor":{"type":"ai"},"ranges":[]}]}]}""";

    [Fact]
    public async Task Attested_structural_declared_and_style_each_get_what_they_are_worth()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        story.Hub.World.Do(() =>
        {
            var copilot = new Account(198982749, "Copilot", AccountType.Bot);
            story.Hub.World.Accounts.Add(copilot.Login, copilot);
            story.Hub.Shop.Collaborators[copilot.Login] = Role.Write;
            return true;
        });

        var attested = Open(story, "Copilot", "fix-12", "docs/attested.md");
        var structural = Open(story, "cleo", "codex/rounding", "docs/structural.md");
        var declared = Open(story, "cleo", "disclosed", "docs/declared.md", "Write docs\n\nAssisted-by: Claude:opus\n");
        var traced = story.Folk.Open(
            "cleo",
            KeyValuePair.Create("docs/traced.md", (string?)"new\n"),
            KeyValuePair.Create(".agent-trace/1.json", (string?)Trace)
        );
        var style = Open(story, "cleo", "agent/refactoring", "docs/style.md");
        var namesake = Open(
            story,
            "cleo",
            "namesake",
            "docs/namesake.md",
            "Write docs\n\nCo-authored-by: Jean-Claude <jean@shop.example>\n"
        );

        Pull[] all = [attested, structural, declared, traced, style, namesake];
        await story.Until(
            () => all.All(pull => pull.Labels.Keys.Any(label => label.StartsWith("risk/", StringComparison.Ordinal))),
            "all are assessed"
        );
        Assert.Equal(
            ["origin/agent", "origin/agent", "origin/assisted", "origin/assisted", "none", "none"],
            all.Select(pull => pull.Labels.Keys.FirstOrDefault(label => label.StartsWith("origin/", StringComparison.Ordinal)) ?? "none")
        );
    }

    [Fact]
    public async Task A_marker_that_is_pushed_later_is_seen()
    {
        await using var story = await Story.Begin(server);
        await story.WithBot();
        var pull = story.Folk.Open("docs/plain.md");
        await story.Until(() => pull.Labels.ContainsKey("risk/low"), "it is assessed");
        Assert.DoesNotContain(pull.Labels.Keys, label => label.StartsWith("origin/", StringComparison.Ordinal));

        story.Folk.Push(pull, ".agent-trace/1.json", Trace);

        await story.Until(() => pull.Labels.ContainsKey("origin/assisted"), "the trace is seen");
    }

    [Fact]
    public async Task What_GitHub_itself_attests_is_read_and_may_grant()
    {
        await using var story = await Story.Begin(server, "version: 1\nflow: { approvals: { low: 0, medium: 0, high: 0, agent: 1 } }\n");
        await story.WithBot();
        var (through, named) = story.Hub.World.Do(() =>
        {
            var (world, shop) = (story.Hub.World, story.Hub.Shop);
            var codex = new App(
                1144995,
                "chatgpt-codex-connector",
                world.Accounts["ada"],
                world.People.Bot("chatgpt-codex-connector[bot]")
            );
            codex.Permissions["pull_requests"] = Access.Write;
            var devin = new Account(158243242, "devin-ai-integration[bot]", AccountType.Bot);
            world.Accounts.Add(devin.Login, devin);
            shop.Collaborators[devin.Login] = Role.Write;
            return (
                Open(story, "cleo", "rounding", "docs/through.md", by: new Caller.OnBehalf(world.Accounts["cleo"], codex, [])),
                Open(story, devin.Login, "docs-12", "docs/named.md", body: "Requested by: @dan")
            );
        });
        await story.Until(() => through.Labels.ContainsKey("risk/low"), "it is assessed");
        Assert.DoesNotContain("origin/agent", through.Labels.Keys);
        story.Folk.Say(through, "Looks good.");
        await story.Until(() => through.Labels.ContainsKey("origin/agent"), "GitHub has told through which App it was opened");

        story.Folk.Label(named);
        await story.Until(() => story.Screen.Check(named)?.Title == "Waiting: approval is missing", "a name in a text is no sponsor");
        story.Hub.World.Do(() => story.Hub.Shop.Marks.Signed[named.HeadSha] = new Signing(story.Hub.World.Accounts["dan"]));
        await story.UntilLanded(named);
        Assert.Contains("attested: Devin: dan, who asked for it, signed the head", Evidence(story, named));
    }

    private static IEnumerable<string> Evidence(Story story, Pull pull) =>
        story.Screen.Record(pull)!["origin"]!["evidence"]!.AsArray().Select(item => (string)item!);

    private static Pull Open(
        Story story,
        string login,
        string branch,
        string path,
        string message = "Write docs\n",
        string body = "",
        Caller? by = null
    ) =>
        story.Hub.World.Do(() =>
        {
            var (world, shop, who) = (story.Hub.World, story.Hub.Shop, story.Folk.As(login));
            Assert.Null(world.Refs.CommitTo(who, shop, branch, message, [KeyValuePair.Create(path, (string?)"new\n")]).Refusal?.Message);
            var opened = world.Pulls.Open(by ?? who, shop, new PullDraft($"Write {path}", branch, "main", body));
            Assert.Null(opened.Refusal?.Message);
            return opened.Value;
        });
}
