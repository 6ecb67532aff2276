using System.Net;

namespace Sluice.Hub.Tests.Rest;

public sealed class AppAuthTests : HubTest
{
    [Fact]
    public async Task An_App_reads_itself_and_its_installations_with_a_signed_token()
    {
        var app = App();
        Assert.Equal("sluice", (string?)(await app.Get("/app")).Body!["slug"]);
        var installation = (await app.Get("/app/installations")).Body![0]!;
        Assert.Equal(Hub.Installation.Id, (long)installation["id"]!);
        Assert.Equal("acme", (string?)installation["account"]!["login"]);
    }

    [Theory]
    [InlineData(-60, 660, null, "RS256", "'Expiration time' claim ('exp') is too far in the future")]
    [InlineData(
        -900,
        -1,
        null,
        "RS256",
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
    )]
    [InlineData(
        120,
        540,
        null,
        "RS256",
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
    )]
    [InlineData(-60, 540, null, "HS256", "A JSON web token could not be decoded")]
    [InlineData(-60, 540, "1", "RS256", "Integration not found")]
    public async Task A_token_that_breaks_the_rules_is_refused_in_GitHubs_words(
        int issued,
        int expires,
        string? issuer,
        string algorithm,
        string message
    )
    {
        var said = await Client(AppToken(issued, expires, issuer, algorithm)).Get("/app");
        Assert.Equal(issuer is null ? HttpStatusCode.Unauthorized : HttpStatusCode.NotFound, said.Status);
        Assert.Equal(message, said.Message);
    }

    [Fact]
    public async Task Installation_tokens_come_in_both_shapes_and_last_one_hour()
    {
        var lengths = new SortedSet<bool>();
        for (var i = 0; i < 2; i++)
        {
            var said = await App().Post($"/app/installations/{Hub.Installation.Id}/access_tokens", new { });
            var token = (string)said.Body!["token"]!;
            Assert.StartsWith("ghs_", token, StringComparison.Ordinal);
            lengths.Add(token.Length == 40);
            Assert.Equal(HttpStatusCode.OK, (await Client(token).Get(Shop)).Status);
            var expires = DateTimeOffset.Parse((string)said.Body["expires_at"]!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(expires - World.Now, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
        }

        Assert.Equal(2, lengths.Count);
    }

    [Fact]
    public async Task A_narrowed_token_may_only_do_what_was_asked_for()
    {
        var said = await App()
            .Post(
                $"/app/installations/{Hub.Installation.Id}/access_tokens",
                new { permissions = new { contents = "read" }, repositories = new[] { "shop" } }
            );
        var narrow = Client((string)said.Body!["token"]!);
        var refused = await narrow.Post($"{Shop}/git/refs", new { @ref = "refs/heads/x", sha = Tip() });
        Assert.Equal((HttpStatusCode.Forbidden, "Resource not accessible by integration"), (refused.Status, refused.Message));
        Assert.Equal("contents=write", refused.Header("X-Accepted-GitHub-Permissions"));
        var ungranted = await App()
            .Post($"/app/installations/{Hub.Installation.Id}/access_tokens", new { permissions = new { pages = "write" } });
        Assert.Equal((HttpStatusCode)422, ungranted.Status);
    }

    [Fact]
    public async Task A_suspended_installation_is_refused_and_an_uninstalled_one_unknown()
    {
        var bot = await Bot();
        World.Do(() =>
        {
            World.People.Suspend(Hub.Installation, Hub.Shop.Owner);
            return true;
        });
        var suspended = await App().Post($"/app/installations/{Hub.Installation.Id}/access_tokens", new { });
        Assert.Equal((HttpStatusCode.Forbidden, "This installation has been suspended"), (suspended.Status, suspended.Message));
        Assert.Equal(HttpStatusCode.Forbidden, (await bot.Get(Shop)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await App().Delete($"/app/installations/{Hub.Installation.Id}")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await App().Post($"/app/installations/{Hub.Installation.Id}/access_tokens", new { })).Status
        );
        var gone = await bot.Get(Shop);
        Assert.Equal((HttpStatusCode.Unauthorized, "Bad credentials"), (gone.Status, gone.Message));
    }

    [Fact]
    public async Task Unknown_tokens_get_bad_credentials_and_private_repositories_do_not_exist()
    {
        Assert.Equal("Bad credentials", (await Client("ghp_nonsense").Get(Shop)).Message);
        World.Do(() => Hub.Shop.IsPrivate = true);
        var said = await Nobody().Get(Shop);
        Assert.Equal((HttpStatusCode.NotFound, "Not Found"), (said.Status, said.Message));
        Assert.Equal(HttpStatusCode.OK, (await (await Bot()).Get(Shop)).Status);
    }
}
