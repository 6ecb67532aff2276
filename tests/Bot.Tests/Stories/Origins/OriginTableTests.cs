using System.Text.Json.Nodes;
using Sluice.Flow.Intake.Origin;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories.Origins;

/// <summary>Each mark of each row of the file of agents, and each trap, from a pull's opening to its record: by the true bot.</summary>
public sealed class OriginTableTests(Gallery gallery) : IClassFixture<Gallery>
{
    public static TheoryData<string> Cases => [.. Gallery.Cases.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_check_run_and_the_record_tell_origin_risk_and_reasons(string name)
    {
        var made = Gallery.Cases.Single(each => each.Name == name);
        var pull = gallery[name];
        var (check, record) = (gallery.Story.Screen.Check(pull)!, gallery.Record(pull)!);
        var origin = record["origin"]!;

        Assert.Equal((made.Class, made.Agent, made.Level), ((string?)origin["class"], (string?)origin["agent"], (int?)origin["level"]));
        Assert.Equal((made.Sponsor, made.Share), ((string?)origin["sponsor"], (double?)origin["share"]));
        var evidence = origin["evidence"]!.AsArray().Select(item => (string)item!).ToList();
        Assert.Equal(made.Evidence is null, evidence.Count == 0);
        Assert.StartsWith(made.Evidence ?? "", evidence.FirstOrDefault() ?? "", StringComparison.Ordinal);

        Assert.Equal(made.Trace is null ? "low" : "medium", (string?)record["risk"]!["band"]);
        Assert.InRange((double)record["risk"]!["score"]!, 0.01, 0.5);
        Assert.NotEmpty(record["risk"]!["reasons"]!.AsArray());
        Assert.Contains(
            made.Class == "none" ? "Origin: no agent evidence" : $"Origin: {made.Class}",
            check.Summary,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("human", $"{check.Title}{check.Summary}{check.Text}", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            made.Class == "none" ? [] : [$"origin/{made.Class}"],
            pull.Labels.Keys.Where(label => label.StartsWith("origin/", StringComparison.Ordinal))
        );

        var told = JsonNode.Parse((await gallery.Story.Get($"/pulls/{pull.Number}")).GetProperty("record").GetRawText())!;
        Assert.True(JsonNode.DeepEquals(origin, told["origin"]));
        Assert.True(JsonNode.DeepEquals(record["risk"]!["reasons"], told["risk"]!["reasons"]));
    }

    [Fact]
    public void Every_row_of_the_file_hangs_there() =>
        Assert.Empty(Agents.All.Select(agent => agent.Name).Except(Gallery.Cases.Select(each => each.Agent)));

    [Fact]
    public async Task A_mark_that_is_written_later_is_seen_where_it_was_edited_in_or_pushed()
    {
        var story = gallery.Story;
        var (edited, pushed) = story.Hub.World.Do(() =>
            (gallery.Hang(new OriginCase("edited"), 900), gallery.Hang(new OriginCase("pushed"), 901))
        );
        await story.Until(() => Class(edited) == "none" && Class(pushed) == "none", "neither shows anything");

        story.Hub.World.Do(() =>
            story.Hub.World.Pulls.Edit(story.Folk.As("cleo"), edited, new PullEdit(Body: "https://app.devin.ai/sessions/0a1b"))
        );
        story.Hub.World.Do(() =>
            story.Hub.World.Refs.CommitTo(
                story.Folk.As("cleo"),
                story.Hub.Shop,
                pushed.HeadBranch,
                "Mend docs\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n",
                [new("docs/901-0.md", "mended\n")]
            )
        );

        await story.Until(() => Agent(edited) == "Devin" && edited.Labels.ContainsKey("origin/agent"), "what was edited in is seen");
        await story.Until(() => pushed.Labels.ContainsKey("origin/agent"), "what was pushed is seen");
    }

    private string? Class(Pull pull) => (string?)gallery.Record(pull)?["origin"]?["class"];

    private string? Agent(Pull pull) => (string?)gallery.Record(pull)?["origin"]?["agent"];
}
