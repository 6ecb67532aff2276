using System.Net;
using System.Web;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Tests.Visiting;

public sealed class SignInTests(TestPostgres server) : IAsyncLifetime
{
    private Front _front = null!;

    public async ValueTask InitializeAsync() => _front = await Front.Open(server);

    [Fact]
    public async Task Who_signed_in_sees_what_GitHub_lets_them_read_and_comes_back_to_the_page()
    {
        var (cookie, to) = await SignIn("eve", "/acme/vault");

        Assert.Equal("/acme/vault", to);
        Assert.Equal(HttpStatusCode.OK, await _front.Status("/acme/vault/pull/1", cookie: cookie));
        Assert.Equal(HttpStatusCode.OK, await _front.Status("/api/v1/repos/acme/vault/pulls/1", cookie: cookie));
    }

    [Fact]
    public async Task A_page_shows_the_way_in_and_to_who_signed_in_who_they_are_and_the_way_out()
    {
        var (cookie, _) = await SignIn("eve", "/acme/vault");
        using var missing = await _front.Get("/acme/vault/queue?x=1");
        using var inside = await _front.Get("/acme/vault", cookie: cookie);

        Assert.Contains(
            "href=\"/signin?to=%2Facme%2Fvault%2Fqueue%3Fx%3D1\"",
            await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        var page = await inside.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("<span>eve</span>", page, StringComparison.Ordinal);
        Assert.Contains("action=\"/signout\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_GitHub_does_not_let_read_sees_no_more_by_signing_in() =>
        Assert.Equal(HttpStatusCode.NotFound, await _front.Status("/acme/vault", cookie: (await SignIn("dan")).Cookie));

    [Fact]
    public async Task A_right_that_is_taken_away_ends_with_the_next_question()
    {
        var (cookie, _) = await SignIn("eve");
        _front.Hub.World.Do(() => _front.Vault.Collaborators.Remove("eve"));

        Assert.Equal(HttpStatusCode.NotFound, await _front.Status("/acme/vault", cookie: cookie));
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        using var answer = await Callback("eve", "/");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("sluice-session=", StringComparison.Ordinal));

        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("eve", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_HTTPS_the_cookie_belongs_to_this_host_alone()
    {
        await using var front = await Front.Open(server, settings: ("Web:PublicUrl", "https://sluice.example"));
        using var answer = await front.Get("/signin");

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-sluice-asked=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Fact]
    public async Task A_cookie_that_was_changed_is_nobodys()
    {
        var (cookie, _) = await SignIn("eve");

        Assert.Equal(
            HttpStatusCode.NotFound,
            await _front.Status("/acme/vault", cookie: cookie[..^3] + (cookie.EndsWith("AAA", StringComparison.Ordinal) ? "BBB" : "AAA"))
        );
    }

    [Fact]
    public async Task A_code_that_another_browser_brings_or_that_is_brought_with_another_state_signs_nobody_in()
    {
        var (asked, back) = await Ask("ada", "/");

        Assert.Equal(HttpStatusCode.BadRequest, await _front.Status(back));
        Assert.Equal(HttpStatusCode.BadRequest, await _front.Status(back + "x", cookie: asked));
    }

    [Fact]
    public async Task A_stolen_code_is_worth_nothing_without_the_verifier()
    {
        var (_, back) = await Ask("ada", "/");
        var code = HttpUtility.ParseQueryString(back.Split('?')[1])["code"]!;
        var (token, error) = _front.Hub.World.Do(() =>
            _front.Hub.World.SigningIn.Redeem(
                _front.Hub.App.ClientId,
                _front.Hub.App.ClientSecret,
                code,
                $"{_front.Address}/signin/callback",
                "guess"
            )
        );

        Assert.Equal((null, "bad_verification_code"), (token, error));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("/caf\u00e9")]
    [InlineData("/a b")]
    public async Task Nobody_is_sent_elsewhere_after_signing_in(string to)
    {
        using var answer = await Callback("eve", to);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("same-origin", HttpStatusCode.Found)]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-site", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task Another_site_signs_nobody_out(string? site, HttpStatusCode answers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signout");
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var answer = await _front.Send(request, cookie: (await SignIn("eve")).Cookie);
        Assert.Equal(answers, answer.StatusCode);
    }

    [Fact]
    public void A_request_that_changes_something_counts_as_ours_only_from_our_own_page()
    {
        var address = new PublicAddress(new Uri("https://sluice.example/"), () => throw new InvalidOperationException("not asked"));
        bool Holds(string origin) =>
            SameOrigin.Holds(
                new Microsoft.AspNetCore.Http.DefaultHttpContext { Request = { Method = "POST", Headers = { Origin = origin } } }.Request,
                address
            );

        Assert.True(Holds("https://sluice.example"));
        Assert.False(Holds("https://sluice.example.evil.example"));
        Assert.False(Holds("http://sluice.example"));
        Assert.False(Holds("null"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/acme/shop/pull/3")]
    [InlineData("/api/v1/repos/acme/shop/queue/main")]
    [InlineData("/nothing/here")]
    public async Task No_answer_runs_an_inline_script_stands_in_a_frame_or_is_kept_by_a_cache_for_others(string path)
    {
        using var answer = await _front.Get(path);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));

        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("script-src[^;]*unsafe", policy);
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.True(answer.Headers.CacheControl?.Private);
    }

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    private Task<(string Cookie, string To)> SignIn(string login, string to = "/") => _front.SignIn(login, to);

    private Task<HttpResponseMessage> Callback(string login, string to) => _front.Callback(login, to);

    private Task<(string Cookie, string Back)> Ask(string login, string to) => _front.Ask(login, to);
}
