using System.Text.Json;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using static Sluice.Bot.Tests.Webhooks.Reader;

namespace Sluice.Bot.Tests.Webhooks;

/// <summary>What a comment tells.</summary>
public sealed class CommentFactsTests
{
    [Fact]
    public void A_comment_keeps_its_words_only_where_they_are_for_us()
    {
        Assert.Equal("thanks\n  /sluice queue", Comment("thanks\n  /sluice queue").Body);
        Assert.Equal("<!-- sluice -->ours", Comment("<!-- sluice -->ours").Body);
        Assert.Equal("", Comment("Nice, but what about the tests?").Body);
        Assert.Equal("", Comment("/sluice queue", "deleted").Body);
    }

    [Fact]
    public void The_issue_that_comes_with_a_comment_tells_through_which_App_its_pull_was_opened()
    {
        var issue =
            """{"number":3,"created_at":"2026-11-20T12:00:00Z","pull_request":{},"performed_via_github_app":{"id":1144995,"slug":"x"}}""";
        var body =
            $$$"""{"action":"created","repository":{"id":1},"issue":{{{issue}}},"comment":{"id":5,"body":"Hi","created_at":"2026-11-20T12:00:00Z"}}""";

        Assert.Equal([new ViaFact(1, Stamps.Of(Seen), 3, 1144995)], Read("issue_comment", Json(body)).Facts.OfType<ViaFact>());
        Assert.Empty(Read("issue_comment", Json(body.Replace("\"pull_request\":{},", "", StringComparison.Ordinal))).Facts);
        Assert.Empty(
            Read("issue_comment", Json(body.Replace("\"id\":1144995", "\"id\":null", StringComparison.Ordinal))).Facts.OfType<ViaFact>()
        );
    }

    [Fact]
    public void A_comment_on_an_issue_tells_nothing()
    {
        var body = Payloads.Of("issue_comment").First();

        Assert.Empty(Read("issue_comment", body).Facts);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_kept_as_its_escape() =>
        Assert.Equal("""\ud800\n/sluice queue <!-- sluice -->""", Comment("", raw: """\ud800\n/sluice queue <!-- sluice -->""").Body);

    /// <summary>No database stores one, and a subject of that name would keep all others from being rung.</summary>
    [Fact]
    public void A_zero_character_is_never_kept() => Assert.Equal("/sluice\ufffdqueue", Comment("", raw: """/sluice\u0000queue""").Body);

    private static Comment Comment(string text, string action = "created", string? raw = null)
    {
        var said = raw is null ? JsonSerializer.Serialize(text) : $"\"{raw}\"";
        var body = Json(
            $$$"""
            {"action":"{{{action}}}","repository":{"id":1},"issue":{"number":3,"pull_request":{}},
             "comment":{"id":5,"user":{"id":7,"login":"ada"},"body":{{{said}}},"created_at":"2026-11-20T12:00:00Z","updated_at":"2026-11-20T12:00:00Z"}}
            """
        );
        return Assert.IsType<CommentFact>(Assert.Single(Read("issue_comment", body).Facts)).Comment;
    }
}
