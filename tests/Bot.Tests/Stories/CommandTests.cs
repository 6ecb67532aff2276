using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class CommandTests(OpenShop shop) : IClassFixture<OpenShop>
{
    private readonly Story _story = shop.Story;

    [Fact]
    public async Task Somebody_with_write_access_queues_by_a_comment()
    {
        var pull = _story.Folk.Open("docs/asked.md");
        _story.Folk.Approve(pull);
        var comment = _story.Folk.Say(pull, "Looks fine to me.\n\n/sluice queue");
        await _story.UntilLanded(pull);

        Assert.True(_story.Screen.HasReaction(comment, "+1"));
    }

    [Fact]
    public async Task An_outsider_queues_nothing_and_an_edited_comment_neither()
    {
        var pull = _story.Folk.Open("docs/wanted.md");
        var outsider = _story.Folk.Say(pull, "/sluice queue", by: "eve");
        var edited = _story.Folk.Say(pull, "Hello.");
        await _story.UntilLaterThan(edited.CreatedAt);
        _story.Folk.Edit(edited, "/sluice queue");
        var question = _story.Folk.Say(pull, "/sluice status", by: "eve");
        await _story.Until(
            () =>
                _story.Screen.HasReaction(outsider, "confused")
                && _story.Screen.HasReaction(question, "eyes")
                && Reply(pull, question) is not null,
            "the outsider is told"
        );

        Assert.Empty(edited.Reactions);
        Assert.Contains("Not in the queue", Reply(pull, question)!, StringComparison.Ordinal);
        Assert.Null(_story.Screen.Check(pull));
        Assert.DoesNotContain("queue", pull.Labels.Keys);
    }

    [Fact]
    public async Task A_command_in_a_quote_or_in_code_or_misspelt_queues_nothing()
    {
        var pull = _story.Folk.Open("docs/quoted.md");
        var quoted = _story.Folk.Say(pull, "> /sluice queue\n\n```\n/sluice queue\n```\n\nWho said that?");
        var misspelt = _story.Folk.Say(pull, "/sluice quue");
        await _story.Until(
            () => _story.Screen.HasReaction(misspelt, "confused") && Reply(pull, misspelt) is not null,
            "the misspelt one is answered"
        );

        Assert.Contains("Did you mean `/sluice queue`?", Reply(pull, misspelt)!, StringComparison.Ordinal);
        Assert.Empty(quoted.Reactions);
        Assert.Null(_story.Screen.Check(pull));
    }

    [Fact]
    public async Task The_author_takes_it_out_and_it_may_be_tried_again()
    {
        _story.Ci.Hold();
        var pull = _story.Folk.Queue(_story.Folk.Open("docs/out.md"));
        await _story.Until(() => _story.Ci.Held.Count == 1 && _story.Screen.Check(pull)?.Status == "in_progress", "it is tested");
        var comment = _story.Folk.Say(pull, "/sluice dequeue", by: "cleo");
        await _story.Until(
            () =>
                _story.Screen.Ended(pull, "neutral")
                && !pull.Labels.ContainsKey("queue")
                && _story.Screen.Code(pull) == "dequeued"
                && _story.Screen.QueueBranches().Count == 0,
            "it is out"
        );
        Assert.True(_story.Screen.HasReaction(comment, "+1"));
        _story.Ci.GoOn();

        _story.Folk.Say(pull, "/sluice retry");
        await _story.UntilLanded(pull);
    }

    [Fact]
    public async Task A_hold_keeps_it_out_until_somebody_else_than_the_author_releases_it()
    {
        var pull = _story.Folk.Open("docs/held.md");
        var hold = _story.Folk.Say(pull, "/sluice hold wait for the tax office");
        await _story.Until(() => _story.Screen.HasReaction(hold, "+1"), "the hold is taken in");
        _story.Folk.Queue(pull);
        await _story.Until(
            () => _story.Screen.Ended(pull, "neutral") && pull.Labels.ContainsKey("sluice/held") && _story.Screen.Code(pull) == "held",
            "it is held"
        );
        Assert.Contains("tax office", (string?)_story.Screen.Record(pull)!["reason"], StringComparison.Ordinal);

        var others = _story.Folk.Say(pull, "/sluice release", by: "cleo");
        await _story.Until(() => _story.Screen.HasReaction(others, "confused"), "the author is refused");
        Assert.False(pull.IsMerged);
        _story.Folk.Say(pull, "/sluice release", by: "ben");
        await _story.UntilLanded(pull);
        Assert.DoesNotContain("sluice/held", pull.Labels.Keys);
    }

    private string? Reply(Pull pull, IssueComment to) =>
        _story
            .Screen.Comments(pull)
            .SingleOrDefault(comment => comment.Body.EndsWith($"<!-- sluice:reply {to.Id} -->", StringComparison.Ordinal))
            ?.Body;
}
