using System.Net;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.GitHub;

public sealed class EdgeTests : IDisposable
{
    private const string Permission = "GET /repos/acme/shop/collaborators/ann/permission";
    private const string React = "POST /repos/acme/shop/issues/comments/5/reactions";
    private const string Since = "GET /repos/acme/shop/issues/comments?since=2026-11-20T00:00:00Z&sort=updated&direction=asc&per_page=100";

    private readonly Wire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData(
        HttpStatusCode.NotFound,
        """{"message":"Not Found"}""",
        "Refused 404: POST /repos/acme/shop/issues/comments/5/reactions: 404 Not Found"
    )]
    [InlineData(
        HttpStatusCode.UnprocessableEntity,
        """{"message":"Validation Failed","errors":[{"resource":"Reaction","field":"content","code":"invalid"}]}""",
        "Refused 422: POST /repos/acme/shop/issues/comments/5/reactions: 422 Validation Failed; Reaction content invalid"
    )]
    [InlineData(
        HttpStatusCode.UnprocessableEntity,
        """{"message":"Validation Failed","errors":["too long"]}""",
        "Refused 422: POST /repos/acme/shop/issues/comments/5/reactions: 422 Validation Failed; too long"
    )]
    [InlineData(
        HttpStatusCode.Conflict,
        """{"message":"Merge conflict"}""",
        "Refused 409: POST /repos/acme/shop/issues/comments/5/reactions: 409 Merge conflict"
    )]
    [InlineData(HttpStatusCode.Conflict, """{"message":"sluice[bot] is not authorized to push to this branch"}""", "Later +15s")]
    [InlineData(HttpStatusCode.MovedPermanently, """{"message":"Moved Permanently"}""", "Later +60s")]
    [InlineData(HttpStatusCode.RequestTimeout, "", "Later +15s")]
    [InlineData(HttpStatusCode.BadGateway, "<html>a proxy</html>", "Later +15s")]
    [InlineData(
        HttpStatusCode.Gone,
        "<html>gone</html>",
        "Refused 410: POST /repos/acme/shop/issues/comments/5/reactions: 410 a page instead of an answer"
    )]
    [InlineData(
        HttpStatusCode.Gone,
        "<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>Unicorn! &middot; GitHub</title><style>body{}</style>",
        "Refused 410: POST /repos/acme/shop/issues/comments/5/reactions: 410 a page instead of an answer (Unicorn! · GitHub)"
    )]
    [InlineData(HttpStatusCode.Gone, "no page", "Refused 410: POST /repos/acme/shop/issues/comments/5/reactions: 410 no page")]
    [InlineData(HttpStatusCode.NoContent, "", "Made")]
    public async Task What_GitHub_answers_is_sorted_once(HttpStatusCode status, string body, string verdict)
    {
        _wire.Reply(React, body, status);

        var answer = await _wire.Client.React(Wire.Repo, 5, "eyes", Wire.Stop);

        Assert.Equal(
            verdict,
            answer.Match(
                _ => "Made",
                refused => $"Refused {refused.Status}: {refused.Why}",
                later => $"Later +{(later.Until - _wire.Clock.Now).TotalSeconds}s"
            )
        );
        Assert.Single(_wire.Asked);
    }

    [Fact]
    public async Task What_GraphQL_does_not_take_as_it_is_written_is_done_by_REST_from_then_on()
    {
        const string list = "GET /repos/acme/shop/issues/3/comments?per_page=100";
        const string comment =
            """{"id":9,"body":"<!-- sluice -->","user":{"id":990,"login":"sluice[bot]","type":"Bot"},"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}""";
        _wire
            .Reply(
                "POST /graphql",
                """{"errors":[{"message":"Field 'comments' doesn't exist","path":["query"],"locations":[{"line":2,"column":3}]}]}"""
            )
            .Reply(list, "[]")
            .Reply(list, $"[{comment}]")
            .Reply("POST /repos/acme/shop/issues/3/comments", comment, HttpStatusCode.Created)
            .Reply("PATCH /repos/acme/shop/issues/comments/9", comment);
        var put = new Flow.Intake.PullMove.PutComment(null, "<!-- sluice -->", "<!-- sluice -->");

        Assert.IsType<Answer<CommentFact>.Made>(
            await _wire.Client.PutComment(Wire.Repo, Wire.Pull with { NodeId = "PR_3" }, put, Wire.Stop)
        );
        Assert.IsType<Answer<CommentFact>.Made>(
            await _wire.Client.PutComment(Wire.Repo, Wire.Pull with { NodeId = "PR_3" }, put, Wire.Stop)
        );

        // To look, and to write; the second time neither.
        Assert.Equal(2, _wire.Asked.Count(asked => asked.What == "POST /graphql"));
    }

    [Fact]
    public async Task A_read_that_failed_is_asked_again_twice()
    {
        _wire
            .Reply(Permission, "", HttpStatusCode.BadGateway)
            .Route(Permission, _ => throw new HttpRequestException("reset"))
            .Reply(Permission, """{"permission":"read"}""");

        var reading = _wire.Client.Permission(Wire.Repo, "ann", Wire.Stop);
        await _wire.Clock.SomebodyWaits(TimeSpan.FromMilliseconds(300));
        _wire.Clock.Advance(TimeSpan.FromMilliseconds(300));
        await _wire.Clock.SomebodyWaits(TimeSpan.FromSeconds(2));
        _wire.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.IsType<Answer<PermissionFact>.Made>(await reading);
        Assert.Equal(3, _wire.Asked.Count);
    }

    [Fact]
    public async Task A_network_that_is_down_is_Later_with_its_words()
    {
        _wire.Route(React, _ => throw new HttpRequestException("Connection refused"));

        var later = Assert.IsType<Answer<Nothing>.Later>(await _wire.Client.React(Wire.Repo, 5, "eyes", Wire.Stop));

        Assert.Contains("Connection refused", later.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"permission\":")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task An_answer_that_cannot_be_read_is_Later_and_says_of_what(string body)
    {
        _wire.Reply(Permission, body);

        var later = Assert.IsType<Answer<PermissionFact>.Later>(await _wire.Client.Permission(Wire.Repo, "ann", Wire.Stop));

        Assert.StartsWith("GET /repos/acme/shop/collaborators/ann/permission", later.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_followed_to_the_last()
    {
        _wire.Reply(
            Since,
            Comments(1, 2),
            HttpStatusCode.OK,
            (
                "Link",
                "<https://api.github.com/repositories/7/issues/comments?page=2>; rel=\"next\", <https://api.github.com/x>; rel=\"last\""
            )
        );
        _wire.Reply(
            "GET /repositories/7/issues/comments?page=2",
            Comments(3),
            HttpStatusCode.OK,
            ("Link", "<https://api.github.com/x>; rel=\"prev\"")
        );

        var page = Assert.IsType<Answer<FactPage>.Made>(await Comments()).Value;

        Assert.Equal([1L, 2L, 3L], page.Facts.Cast<CommentFact>().Select(fact => fact.Comment.Id));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_next_page_elsewhere_never_sees_the_token()
    {
        _wire.Reply(Since, Comments(1), HttpStatusCode.OK, ("Link", "<https://evil.example/next>; rel=\"next\""));

        Assert.IsType<Answer<FactPage>.Later>(await Comments());
        Assert.Single(_wire.Asked);
    }

    [Fact]
    public async Task Of_an_organization_with_more_than_five_thousand_repositories_none_is_passed_over()
    {
        const int pages = 60;
        const string first = "installation/repositories?per_page=100";
        for (var page = 1; page <= pages; page++)
        {
            _wire.Reply(
                "GET /" + (page == 1 ? first : $"{first}&page={page}"),
                $$"""{"repositories":[{"id":{{page}},"name":"r{{page}}","owner":{"id":1,"login":"acme"} }]}""",
                HttpStatusCode.OK,
                page < pages ? [("Link", $"<https://api.github.com/{first}&page={page + 1}>; rel=\"next\"")] : []
            );
        }

        var found = Assert.IsType<Answer<FactPage>.Made>(await _wire.Client.Repositories(Wire.Stop)).Value;

        Assert.Equal((pages, true), (found.Facts.Count, found.IsWhole));
    }

    [Fact]
    public async Task However_much_was_said_while_the_bot_was_away_all_of_it_is_read()
    {
        const int pages = 60;
        for (var page = 1; page <= pages; page++)
        {
            _wire.Reply(
                page == 1 ? Since : $"GET /page{page}",
                Comments(page),
                HttpStatusCode.OK,
                page < pages ? [("Link", $"<https://api.github.com/page{page + 1}>; rel=\"next\"")] : []
            );
        }

        Assert.Equal(pages, Assert.IsType<Answer<FactPage>.Made>(await Comments()).Value.Facts.Count);
    }

    [Fact]
    public async Task A_page_that_fails_fails_the_whole_rather_than_telling_half()
    {
        _wire
            .Reply(Since, Comments(1), HttpStatusCode.OK, ("Link", "<https://api.github.com/two>; rel=\"next\""))
            .Reply("GET /two", """{"message":"Not Found"}""", HttpStatusCode.NotFound);

        Assert.IsType<Answer<FactPage>.Refused>(await Comments());
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        _wire
            .Reply(Permission, """{"permission":"write"}""", HttpStatusCode.OK, ("ETag", "W/\"one\""))
            .Reply(Permission, "", HttpStatusCode.NotModified);

        var first = await _wire.Client.Permission(Wire.Repo, "ann", Wire.Stop);
        var second = await _wire.Client.Permission(Wire.Repo, "ann", Wire.Stop);

        Assert.Equal(first, second);
        Assert.Equal([null, "W/\"one\""], _wire.Asked.Select(asked => asked.IfNoneMatch));
    }

    [Fact]
    public async Task What_has_changed_replaces_what_was_kept()
    {
        _wire
            .Reply(Permission, """{"permission":"write"}""", HttpStatusCode.OK, ("ETag", "\"one\""))
            .Reply(Permission, """{"permission":"admin"}""", HttpStatusCode.OK, ("ETag", "\"two\""));

        await _wire.Client.Permission(Wire.Repo, "ann", Wire.Stop);
        await _wire.Client.Permission(Wire.Repo, "ann", Wire.Stop);
        var third = Assert.IsType<Answer<PermissionFact>.Made>(await _wire.Client.Permission(Wire.Repo, "ann", Wire.Stop));

        Assert.Equal(Flow.Repo.Permission.Admin, third.Value.Permission);
        Assert.Equal([null, "\"one\"", "\"two\""], _wire.Asked.Select(asked => asked.IfNoneMatch));
    }

    [Fact]
    public async Task One_answer_per_caller_and_address_is_kept()
    {
        _wire.Reply(
            "POST /app/installations/2/access_tokens",
            """{"token":"other","expires_at":"2026-11-20T13:00:00Z"}""",
            HttpStatusCode.Created
        );
        _wire.Reply(Permission, """{"permission":"write"}""", HttpStatusCode.OK, ("ETag", "\"one\""));

        await _wire.Client.Permission(Wire.Repo, "ann", Wire.Stop);
        await _wire.Client.Permission(Wire.Repo with { Installation = 2 }, "ann", Wire.Stop);

        Assert.All(_wire.Asked, asked => Assert.Null(asked.IfNoneMatch));
    }

    private static string Comments(params int[] ids) =>
        "["
        + string.Join(
            ',',
            ids.Select(id =>
                $$"""{"id":{{id}},"body":"x","user":{"id":5,"login":"ann","type":"User"},"html_url":"https://github.com/acme/shop/pull/3#issuecomment-{{id}}","issue_url":"https://api.github.com/repos/acme/shop/issues/3","created_at":"2026-11-20T12:00:00Z","updated_at":"2026-11-20T12:00:00Z"}"""
            )
        )
        + "]";

    private Task<Answer<FactPage>> Comments() =>
        _wire.Client.CommentsSince(Wire.Repo, new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), Wire.Stop);
}
