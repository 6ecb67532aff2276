using System.Globalization;
using System.Net;
using Sluice.Bot.GitHub.Chain;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.GitHub;

public sealed class RateBudgetTests
{
    private const string Permission = "GET /repos/acme/shop/collaborators/ann/permission";
    private const string React = "POST /repos/acme/shop/issues/comments/5/reactions";

    [Fact]
    public async Task A_request_over_the_minutes_points_waits_for_its_turn()
    {
        var wire = Ready(new RateLimits(Points: 7, Patience: TimeSpan.FromMinutes(2)));
        await Ask(wire);
        await wire.Client.React(Wire.Repo, 5, "eyes", Wire.Stop);
        wire.Clock.Advance(TimeSpan.FromSeconds(10));

        var waiting = wire.Client.React(Wire.Repo, 5, "eyes", Wire.Stop);
        await wire.Clock.SomebodyWaits(TimeSpan.FromSeconds(50));
        Assert.False(waiting.IsCompleted);
        wire.Clock.Advance(TimeSpan.FromSeconds(50));

        Assert.IsType<Answer<Nothing>.Made>(await waiting);
        Assert.Equal(3, wire.Asked.Count);
    }

    [Fact]
    public async Task What_would_wait_too_long_is_answered_with_the_time_and_not_asked()
    {
        var wire = Ready(new RateLimits(Points: 5, Patience: TimeSpan.FromSeconds(20)));
        await wire.Client.React(Wire.Repo, 5, "eyes", Wire.Stop);

        var later = Assert.IsType<Answer<PermissionFact>.Later>(await Ask(wire));

        Assert.Equal(wire.Clock.Now.AddMinutes(1), later.Until);
        Assert.Contains("points are spent", later.Why, StringComparison.Ordinal);
        Assert.Single(wire.Asked);
    }

    [Fact]
    public async Task Comments_have_an_account_of_their_own()
    {
        var wire = Ready(new RateLimits(NotifiesPerMinute: 1));
        await Comment(wire);

        Assert.IsType<Answer<CommentFact>.Later>(await Comment(wire));
        Assert.IsType<Answer<Nothing>.Made>(await wire.Client.React(Wire.Repo, 5, "eyes", Wire.Stop));
    }

    [Fact]
    public async Task The_hours_comments_are_counted_too()
    {
        var wire = Ready(new RateLimits(NotifiesPerHour: 1));
        await Comment(wire);
        wire.Clock.Advance(TimeSpan.FromMinutes(10));

        var later = Assert.IsType<Answer<CommentFact>.Later>(await Comment(wire));

        Assert.Equal(wire.Clock.Now.AddMinutes(50), later.Until);
    }

    [Fact]
    public async Task When_the_hours_requests_are_gone_none_is_made_before_they_come_back()
    {
        var wire = new Wire();
        var reset = wire.Clock.Now.AddMinutes(30);
        wire.Reply(
            Permission,
            """{"permission":"read"}""",
            HttpStatusCode.OK,
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", $"{reset.ToUnixTimeSeconds()}")
        );
        await Ask(wire);

        Assert.Equal(reset, Assert.IsType<Answer<PermissionFact>.Later>(await Ask(wire)).Until);
        Assert.Single(wire.Asked);
        wire.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.IsType<Answer<PermissionFact>.Made>(await Ask(wire));
    }

    [Fact]
    public async Task A_clock_that_is_fast_asks_no_sooner()
    {
        var wire = new Wire(new RateLimits(Patience: TimeSpan.Zero));
        var now = wire.Clock.Now.AddSeconds(-7);
        wire.Reply(
            Permission,
            """{"message":"API rate limit exceeded"}""",
            HttpStatusCode.Forbidden,
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", $"{now.AddMinutes(30).ToUnixTimeSeconds()}"),
            ("Date", now.ToString("R", CultureInfo.InvariantCulture))
        );

        Assert.Equal(wire.Clock.Now.AddMinutes(30), Assert.IsType<Answer<PermissionFact>.Later>(await Ask(wire)).Until);
        wire.Clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(3));
        Assert.IsType<Answer<PermissionFact>.Later>(await Ask(wire));
        Assert.Single(wire.Asked);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task After_a_refusal_nothing_is_asked_before_the_time_that_GitHub_named(HttpStatusCode status)
    {
        var wire = new Wire()
            .Reply(Permission, """{"message":"You have exceeded a secondary rate limit."}""", status, ("Retry-After", "90"))
            .Reply(Permission, """{"permission":"read"}""");
        wire.Reply(React, "{}");
        var until = wire.Clock.Now.AddSeconds(90);

        Assert.Equal(until, Assert.IsType<Answer<PermissionFact>.Later>(await Ask(wire)).Until);
        Assert.Equal(until, Assert.IsType<Answer<Nothing>.Later>(await wire.Client.React(Wire.Repo, 5, "eyes", Wire.Stop)).Until);
        Assert.Single(wire.Asked);

        wire.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.IsType<Answer<PermissionFact>.Made>(await Ask(wire));
    }

    [Fact]
    public async Task A_refusal_that_names_no_time_is_a_minute_and_then_two()
    {
        var wire = new Wire().Reply(Permission, """{"message":"You have exceeded a secondary rate limit."}""", HttpStatusCode.Forbidden);

        Assert.Equal(wire.Clock.Now.AddMinutes(1), Assert.IsType<Answer<PermissionFact>.Later>(await Ask(wire)).Until);
        wire.Clock.Advance(TimeSpan.FromMinutes(1));
        await Ask(wire);
        Assert.Equal(wire.Clock.Now.AddMinutes(2), Assert.IsType<Answer<PermissionFact>.Later>(await Ask(wire)).Until);
        Assert.Equal(2, wire.Asked.Count);
    }

    [Fact]
    public async Task A_refusal_that_names_a_time_that_is_over_is_a_minute_too()
    {
        var wire = new Wire(new RateLimits(Patience: TimeSpan.Zero));
        wire.Reply(
            Permission,
            """{"message":"API rate limit exceeded"}""",
            HttpStatusCode.Forbidden,
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", $"{wire.Clock.Now.AddSeconds(-1).ToUnixTimeSeconds()}")
        );

        Assert.Equal(wire.Clock.Now.AddMinutes(1), Assert.IsType<Answer<PermissionFact>.Later>(await Ask(wire)).Until);
        await Ask(wire);
        Assert.Single(wire.Asked);
    }

    [Fact]
    public async Task What_a_limit_keeps_from_a_batch_is_certainly_not_done()
    {
        var wire = new Wire().Reply(
            "POST /graphql",
            """{"message":"You have exceeded a secondary rate limit."}""",
            HttpStatusCode.Forbidden,
            ("Retry-After", "90")
        );

        var later = await wire.Client.PutComment(
            Wire.Repo,
            Wire.Pull with
            {
                NodeId = "PR_3",
            },
            new PullMove.PutComment(null, "<!-- sluice -->", "<!-- sluice -->"),
            Wire.Stop
        );

        Assert.True(Assert.IsType<Answer<CommentFact>.Later>(later).Undone);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "x-ratelimit-reset", "253402300799")]
    [InlineData(HttpStatusCode.TooManyRequests, "Retry-After", "2000000000")]
    [InlineData(HttpStatusCode.TooManyRequests, "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_time_in_another_year_is_no_limit_and_shuts_nobody_out_for_good(HttpStatusCode status, string header, string value)
    {
        var wire = new Wire()
            .Reply(Permission, """{"permission":"read"}""", status, ("x-ratelimit-remaining", "0"), (header, value))
            .Reply(Permission, """{"permission":"read"}""");

        await Ask(wire);
        wire.Clock.Advance(TimeSpan.FromHours(1));

        Assert.IsType<Answer<PermissionFact>.Made>(await Ask(wire));
    }

    [Fact]
    public async Task A_limit_that_GraphQL_tells_in_an_answer_that_succeeded_is_one_too()
    {
        var wire = new Wire().Reply(
            "POST /graphql",
            """{"errors":[{"message":"You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}]}""",
            HttpStatusCode.OK,
            ("Retry-After", "90"),
            ("x-ratelimit-remaining", "4000")
        );
        wire.Reply(Permission, """{"permission":"read"}""");

        Assert.IsType<Answer<FactPage>.Later>(await wire.Client.Pull(Wire.Repo, 3, Wire.Stop));
        var later = Assert.IsType<Answer<PermissionFact>.Later>(await Ask(wire));

        Assert.Equal(TimeSpan.FromSeconds(90), later.Until - wire.Clock.Now);
        Assert.Single(wire.Asked);
    }

    [Fact]
    public async Task One_installations_limit_is_not_anothers()
    {
        var wire = Ready(new RateLimits(NotifiesPerMinute: 1));
        wire.Reply(
            "POST /app/installations/2/access_tokens",
            """{"token":"other","expires_at":"2026-11-20T13:00:00Z"}""",
            HttpStatusCode.Created
        );
        await Comment(wire);

        Assert.IsType<Answer<CommentFact>.Later>(await Comment(wire));
        Assert.IsType<Answer<CommentFact>.Made>(await Comment(wire, Wire.Repo with { Installation = 2 }));
    }

    [Fact]
    public async Task A_lack_of_rights_is_no_limit()
    {
        var wire = new Wire().Reply(
            Permission,
            """{"message":"Resource not accessible by integration"}""",
            HttpStatusCode.Forbidden,
            ("X-Accepted-GitHub-Permissions", "members=read")
        );

        var refused = Assert.IsType<Answer<PermissionFact>.Refused>(await Ask(wire));
        await Ask(wire);

        Assert.Contains("needs members=read", refused.Why, StringComparison.Ordinal);
        Assert.Equal(2, wire.Asked.Count);
    }

    private static Wire Ready(RateLimits limits) =>
        new Wire(limits)
            .Reply(Permission, """{"permission":"read"}""")
            .Reply(React, "{}")
            .Reply("POST /graphql", """{"data":{"f0":{"pullRequest":{"comments":{"nodes":[]}}}}}""")
            .Reply(
                "POST /repos/acme/shop/issues/3/comments",
                """{"id":1,"body":"<!-- sluice -->","user":{"id":990,"login":"sluice[bot]"},"created_at":"2026-11-20T12:00:00Z","updated_at":"2026-11-20T12:00:00Z"}""",
                HttpStatusCode.Created
            );

    private static Task<Answer<PermissionFact>> Ask(Wire wire) => wire.Client.Permission(Wire.Repo, "ann", Wire.Stop);

    private static Task<Answer<CommentFact>> Comment(Wire wire, Repository? repo = null) =>
        wire.Client.PutComment(
            repo ?? Wire.Repo,
            Wire.Pull,
            new PullMove.PutComment(null, "<!-- sluice -->", "<!-- sluice -->\nhello"),
            Wire.Stop
        );
}
