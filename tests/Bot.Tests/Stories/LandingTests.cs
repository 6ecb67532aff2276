using System.Text.Json.Nodes;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class LandingTests(OpenShop shop) : IClassFixture<OpenShop>
{
    private readonly Story _story = shop.Story;

    [Fact]
    public async Task A_labelled_pull_is_tested_as_a_candidate_and_lands_as_exactly_what_was_tested()
    {
        var pull = _story.Folk.Queue(_story.Folk.Open("docs/new.md"));
        await _story.UntilLanded(pull);

        var landing = Assert.Single(_story.Screen.Landings(), move => move.After == pull.MergeCommit);
        Assert.Equal("new\n", _story.Screen.OnMain("docs/new.md"));
        Assert.Contains(landing.After, _story.Screen.Candidates());
        Assert.False(landing.Forced);
        Assert.Contains(
            _story.Hub.Shop.Marks.RunsOn(landing.After),
            run => run is { Name: Story.Check, Conclusion: "success" } && run.CompletedAt <= landing.At
        );
        Assert.Equal("landed", (string?)_story.Screen.Record(pull)!["state"]);
        Assert.DoesNotContain("0 lines", _story.Screen.Record(pull)!["risk"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(landing.After, (string?)_story.Screen.Record(pull)!["landed_sha"]);
        Assert.Single(_story.Screen.Comments(pull));
        await _story.Until(() => _story.Screen.QueueBranches().Count == 0, "the candidate's branch is dropped");
        Assert.Empty(_story.Hub.Faults);
    }

    [Fact]
    public async Task The_bots_own_page_tells_what_GitHub_shows()
    {
        var pull = _story.Folk.Queue(_story.Folk.Open("docs/told.md"));
        await _story.UntilLanded(pull);

        using var http = new HttpClient { BaseAddress = _story.Bot };
        var told = JsonNode.Parse(
            await http.GetStringAsync($"/api/v1/repos/acme/shop/pulls/{pull.Number}", TestContext.Current.CancellationToken)
        )!;
        Assert.True(JsonNode.DeepEquals(_story.Screen.Record(pull), told["record"]), $"{told["record"]}");
        Assert.NotEmpty(told["journal"]!.AsArray());
    }

    [Fact]
    public async Task A_push_around_the_queue_while_a_candidate_is_tested_has_it_tested_again_without_blame()
    {
        _story.Ci.Hold();
        var pull = _story.Folk.Queue(_story.Folk.Open("docs/patient.md"));
        await _story.Until(() => _story.Ci.Held.Count == 1, "a candidate is tested");
        var pushed = _story.Folk.PushToMain("docs/hotfix.md", "now\n");
        await _story.Until(
            () => _story.Ci.Held.Any(job => _story.Screen.In(job.Run.HeadSha, "docs/hotfix.md") is not null),
            "a candidate on the new base is tested"
        );
        Assert.Empty(_story.Screen.Comments(pull));
        _story.Ci.GoOn();
        await _story.UntilLanded(pull);

        Assert.True(_story.Hub.Shop.History.IsAncestor(pushed, _story.Screen.Main()));
        Assert.Single(_story.Screen.Comments(pull));
        Assert.Equal("success", Assert.Single(_story.Hub.Shop.Marks.RunsOn(pull.HeadSha), run => run.Name == "sluice").Conclusion);
    }

    [Fact]
    public async Task A_head_that_moves_while_it_is_tested_leaves_the_queue_and_may_come_again()
    {
        _story.Ci.Hold();
        var pull = _story.Folk.Queue(_story.Folk.Open("docs/moved.md", "first\n"));
        var head = pull.HeadSha;
        await _story.Until(
            () => _story.Ci.Held.Count == 1 && _story.Screen.Check(pull)?.Status == "in_progress",
            "its candidate is tested"
        );
        _story.Folk.Push(pull, "docs/moved.md", "second\n");
        await _story.Until(
            () =>
                !pull.Labels.ContainsKey("queue")
                && _story.Screen.Check(pull, head)?.Conclusion == "cancelled"
                && _story.Screen.Code(pull) == "head_moved",
            "it has left because its head moved"
        );
        _story.Ci.GoOn();
        await _story.Until(() => _story.Screen.QueueBranches().Count == 0, "its candidate is dropped");
        Assert.Null(_story.Screen.OnMain("docs/moved.md"));

        await _story.UntilLaterThan(pull.LabelEvents.Max(happened => happened.At));
        _story.Folk.Queue(pull);
        await _story.UntilLanded(pull);
        Assert.Equal("second\n", _story.Screen.OnMain("docs/moved.md"));
        Assert.Single(_story.Screen.Comments(pull));
    }
}

public sealed class AwayTests(TestPostgres server)
{
    [Fact]
    public async Task What_happened_while_the_bot_was_away_is_found_by_its_first_sweep()
    {
        await using var story = await Story.Begin(server);
        var pull = story.Folk.Queue(story.Folk.Open("docs/new.md"));
        await story.WithBot();
        await story.UntilLanded(pull);
    }
}
