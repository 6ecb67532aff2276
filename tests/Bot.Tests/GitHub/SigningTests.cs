using System.Net;
using System.Text;
using System.Text.Json;
using Sluice.Bot.GitHub.Chain;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.GitHub;

public sealed class SigningTests : IDisposable
{
    private const string Permission = "GET /repos/acme/shop/collaborators/ann/permission";

    private readonly Wire _wire = new Wire().Reply(Permission, """{"permission":"write","role_name":"maintain"}""");

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task A_request_carries_the_installations_token()
    {
        await Ask();

        Assert.Equal("ghs_1", Assert.Single(_wire.Asked).Token);
    }

    [Fact]
    public async Task Ten_at_once_ask_for_one_token()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Ask()));

        Assert.Equal(1, _wire.TokensMade);
    }

    [Fact]
    public async Task A_token_is_renewed_ten_minutes_before_it_ends()
    {
        await Ask();
        _wire.Clock.Advance(TimeSpan.FromMinutes(49));
        await Ask();
        _wire.Clock.Advance(TimeSpan.FromMinutes(2));
        await Ask();

        Assert.Equal(["ghs_1", "ghs_1", "ghs_2"], _wire.Asked.Select(asked => asked.Token));
    }

    [Fact]
    public async Task A_token_that_GitHub_does_not_take_is_renewed_once()
    {
        var wire = new Wire()
            .Reply(Permission, """{"message":"Bad credentials"}""", HttpStatusCode.Unauthorized)
            .Reply(Permission, """{"permission":"admin"}""");
        Assert.IsType<Answer<PermissionFact>.Made>(await wire.Client.Permission(Wire.Repo, "ann", Wire.Stop));
        Assert.Equal(["ghs_1", "ghs_2"], wire.Asked.Select(asked => asked.Token));
    }

    [Fact]
    public async Task Whose_new_token_is_not_taken_either_was_refused_nothing_and_asks_again_in_a_minute()
    {
        var wire = new Wire().Reply(Permission, """{"message":"Bad credentials"}""", HttpStatusCode.Unauthorized);

        var later = Assert.IsType<Answer<PermissionFact>.Later>(await wire.Client.Permission(Wire.Repo, "ann", Wire.Stop));

        Assert.Equal((TimeSpan.FromMinutes(1), true, 2), (later.Until - wire.Clock.Now, later.Undone, wire.Asked.Count));
        Assert.Contains("Bad credentials", later.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "A JSON web token could not be decoded")]
    [InlineData(HttpStatusCode.Forbidden, "Resource not accessible by integration")]
    [InlineData(HttpStatusCode.NotFound, "Not Found")]
    public async Task Who_gets_no_token_takes_that_for_nothing_that_is_there_or_allowed(HttpStatusCode status, string says)
    {
        var wire = new Wire();
        wire.Tokens(() => (status, $$"""{"message":"{{says}}"}"""));

        var rules = Assert.IsType<Answer<RulesFact>.Later>(await wire.Client.Rules(Wire.Repo, "main", Wire.Stop));
        var remote = Assert.IsType<Answer<Bot.Git.Remote>.Later>(await wire.Connection.Remote(Wire.Repo, null, Wire.Stop));

        Assert.Equal((TimeSpan.FromMinutes(1), true, remote.Until), (rules.Until - wire.Clock.Now, rules.Undone, rules.Until));
        Assert.Contains(says, rules.Why, StringComparison.Ordinal);
        Assert.Empty(wire.Asked);
    }

    [Fact]
    public async Task An_organization_that_keeps_this_machine_out_demands_no_less_of_its_branches()
    {
        const string says =
            "Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and 10.0.0.1 is not permitted to access this resource.";
        var wire = new Wire()
            .Reply("GET /repos/acme/shop/rules/branches/main?per_page=100", $$"""{"message":"{{says}}"}""", HttpStatusCode.Forbidden)
            .Reply("GET /repos/acme/shop/branches/main/protection", $$"""{"message":"{{says}}"}""", HttpStatusCode.Forbidden)
            .Reply("GET /repos/acme/shop/branches/main", $$"""{"message":"{{says}}"}""", HttpStatusCode.Forbidden);

        var later = Assert.IsType<Answer<RulesFact>.Later>(await wire.Client.Rules(Wire.Repo, "main", Wire.Stop));

        Assert.Equal(TimeSpan.FromMinutes(1), later.Until - wire.Clock.Now);
    }

    [Theory]
    [InlineData("ghs_16C7e42F292c6912E7710c838347Ae178B4a")]
    [InlineData("ghs_4711_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJnaXRodWIifQ.c2lnbmF0dXJlLXRoYXQtaXMtcXVpdGUtbG9uZy1hbmQtbG9uZ2Vy")]
    public async Task Nothing_is_assumed_of_a_tokens_shape(string token)
    {
        var wire = new Wire();
        wire.Reply(
            "POST /app/installations/5/access_tokens",
            $$"""{"token":"{{token}}","expires_at":"2026-11-20T13:00:00Z"}""",
            HttpStatusCode.Created
        );

        Assert.Equal(new Answer<string>.Made(token), await wire.Connection.Tokens.For(5, null, Wire.Stop));
    }

    [Fact]
    public async Task A_suspended_installation_is_asked_again_in_a_minute_and_nobody_asks_before()
    {
        var asked = 0;
        var wire = new Wire();
        wire.Route(
            "POST /app/installations/5/access_tokens",
            _ =>
            {
                asked++;
                return Wire.Answer(HttpStatusCode.Forbidden, """{"message":"This installation has been suspended"}""");
            }
        );

        var first = await wire.Client.Permission(Wire.Repo with { Installation = 5 }, "ann", Wire.Stop);
        await wire.Client.Permission(Wire.Repo with { Installation = 5 }, "ann", Wire.Stop);

        var later = Assert.IsType<Answer<PermissionFact>.Later>(first);
        Assert.Contains("suspended", later.Why, StringComparison.Ordinal);
        Assert.Equal((TimeSpan.FromMinutes(1), 1), (later.Until - wire.Clock.Now, asked));

        wire.Clock.Advance(TimeSpan.FromMinutes(1));
        await wire.Client.Permission(Wire.Repo with { Installation = 5 }, "ann", Wire.Stop);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task An_installation_that_is_suspended_while_it_is_asked_keeps_none_of_the_others_back()
    {
        var wire = new Wire();
        wire.Route(
            "GET /app/installations?per_page=100",
            _ => Wire.Answer(HttpStatusCode.OK, """[{"id":1,"suspended_at":null},{"id":5,"suspended_at":null}]""")
        );
        wire.Route(
            "POST /app/installations/5/access_tokens",
            _ => Wire.Answer(HttpStatusCode.Forbidden, """{"message":"This installation has been suspended"}""")
        );
        wire.Reply("GET /installation/repositories?per_page=100", """{"total_count":0,"repositories":[]}""");

        var before = Assert.IsType<Answer<FactPage>.Made>(await wire.Client.Repositories(Wire.Stop)).Value; // of the first alone
        var both = Assert.IsType<Answer<FactPage>.Made>(await wire.Client.Repositories(Wire.Stop)).Value;

        Assert.Equal((true, false, 2), (before.IsWhole, both.IsWhole, wire.Asked.Count));
    }

    [Fact]
    public async Task Who_the_bot_is_one_installation_tells_where_another_may_not()
    {
        var wire = new Wire();
        wire.Route(
            "GET /app/installations?per_page=100",
            _ => Wire.Answer(HttpStatusCode.OK, """[{"id":5,"suspended_at":null},{"id":1,"suspended_at":null}]""")
        );
        wire.Route(
            "POST /app/installations/5/access_tokens",
            _ => Wire.Answer(HttpStatusCode.Forbidden, """{"message":"This installation has been suspended"}""")
        );
        wire.Reply("GET /installation/repositories?per_page=100", """{"total_count":0,"repositories":[]}""");
        await wire.Client.Repositories(Wire.Stop); // of the first alone

        var self = Assert.IsType<Answer<Self>.Made>(await wire.Client.WhoAmI(Wire.Stop)).Value;

        Assert.Equal("sluice[bot]", self.Bot.Login);
    }

    [Fact]
    public async Task While_GitHub_is_down_a_token_that_still_lives_is_used()
    {
        await Ask();
        _wire.Clock.Advance(TimeSpan.FromMinutes(55));
        _wire.Tokens(() => (HttpStatusCode.ServiceUnavailable, "{}"));

        await Ask();

        Assert.Equal(["ghs_1", "ghs_1"], _wire.Asked.Select(asked => asked.Token));
    }

    [Fact]
    public void The_Apps_own_token_keeps_GitHubs_time_rules()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        using var key = new AppKey("4711", rsa.ExportPkcs8PrivateKeyPem(), _wire.Clock);

        var parts = key.Token().Split('.');
        var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).RootElement;

        var now = _wire.Clock.Now.ToUnixTimeSeconds();
        Assert.Equal("4711", claims.GetProperty("iss").GetString());
        Assert.Equal(now - 60, claims.GetProperty("iat").GetInt64());
        Assert.InRange(claims.GetProperty("exp").GetInt64(), now + 60, now + 540);
        Assert.True(
            rsa.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]),
                System.Security.Cryptography.HashAlgorithmName.SHA256,
                System.Security.Cryptography.RSASignaturePadding.Pkcs1
            )
        );
    }

    [Fact]
    public void The_Apps_own_token_is_signed_anew_before_it_ends()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        using var key = new AppKey("4711", rsa.ExportRSAPrivateKeyPem(), _wire.Clock);
        var first = key.Token();
        _wire.Clock.Advance(TimeSpan.FromMinutes(3));
        var second = key.Token();
        _wire.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(first, second);
        Assert.NotEqual(first, key.Token());
    }

    private Task<Answer<PermissionFact>> Ask() => _wire.Client.Permission(Wire.Repo, "ann", Wire.Stop);
}
