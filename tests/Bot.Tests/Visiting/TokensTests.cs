using System.Buffers.Text;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Tests.Visiting;

public sealed class TokensTests(TestPostgres server) : IAsyncLifetime
{
    private const string Private = "/api/v1/repos/acme/vault/queue/main";

    private Front _front = null!;

    public async ValueTask InitializeAsync() => _front = await Front.Open(server);

    [Theory]
    [InlineData("/api/v1/repos/acme/vault/queue/main")]
    [InlineData("/api/v1/repos/acme/vault/pulls/1")]
    [InlineData("/api/v1/repos/acme/vault/deploys")]
    [InlineData("/acme/vault")]
    [InlineData("/acme/vault/queue/main")]
    [InlineData("/acme/vault/pull/1")]
    public async Task A_private_repository_is_shown_to_whom_GitHub_lets_read_it_and_to_nobody_else(string path)
    {
        Assert.Equal(HttpStatusCode.OK, await _front.Status(path, _front.Hub.Tokens["eve"]));
        Assert.Equal(HttpStatusCode.NotFound, await _front.Status(path, _front.Hub.Tokens["dan"]));
        Assert.Equal(HttpStatusCode.NotFound, await _front.Status(path));
        Assert.Equal(HttpStatusCode.NotFound, await _front.Status(path, "ghp_ofnobodyatall"));
    }

    [Fact]
    public async Task What_is_hidden_looks_as_what_is_not_there()
    {
        using var hidden = await _front.Get(Private, _front.Hub.Tokens["dan"]);
        using var nothing = await _front.Get("/api/v1/repos/acme/nothing/queue/main", _front.Hub.Tokens["dan"]);

        Assert.Equal(
            (hidden.StatusCode, await hidden.Content.ReadAsStringAsync(Front.Stop)),
            (nothing.StatusCode, await nothing.Content.ReadAsStringAsync(Front.Stop))
        );
        Assert.Equal(1, _front.Asked("acme/nothing"));
    }

    [Fact]
    public async Task The_list_holds_what_the_visitor_may_see()
    {
        Assert.DoesNotContain("acme/vault", await _front.Http.GetStringAsync("/", Front.Stop), StringComparison.Ordinal);
        using var seen = await _front.Get("/", _front.Hub.Tokens["eve"]);
        Assert.Contains("acme/vault", await seen.Content.ReadAsStringAsync(Front.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHub_is_asked_once_in_a_while_and_never_with_what_is_no_token_of_its()
    {
        Assert.Equal(HttpStatusCode.OK, await _front.Status(Private, _front.Hub.Tokens["eve"]));
        Assert.Equal(HttpStatusCode.OK, await _front.Status("/acme/vault", _front.Hub.Tokens["eve"]));
        Assert.Equal(1, _front.Asked("acme/vault"));

        Assert.Equal(HttpStatusCode.NotFound, await _front.Status(Private, Front.Reader + "?"));
        Assert.Equal(1, _front.Asked("acme/vault"));
    }

    [Fact]
    public async Task A_name_that_went_to_another_repository_opens_nothing()
    {
        var fact = await _front.Store.Find<Turns.Ports.RepositoryFact>(_front.Vault.Id, "", "", Front.Stop);
        await _front.Store.Fold([fact! with { Repo = 77, Repository = fact.Repository with { Id = 77, Name = "shop2" } }], Front.Stop);
        _front.Hub.World.Do(() => Hub.Seed.Repository(_front.Hub.World, _front.Hub.Shop.Owner, "shop2", null));

        Assert.Equal(HttpStatusCode.NotFound, await _front.Status("/api/v1/repos/acme/shop2/queue/main", _front.Hub.Tokens["eve"]));
    }

    [Fact]
    public async Task An_operators_token_reads_what_it_is_for()
    {
        Assert.Equal(HttpStatusCode.OK, await _front.Status(Private, Front.Reader));
        Assert.Equal(HttpStatusCode.NotFound, await _front.Status(Private, Front.Uploader));
    }

    [Fact]
    public async Task Where_GitHub_does_not_answer_nobody_is_let_in()
    {
        _front.Hub.World.Do(() => _front.Hub.World.Weather = _front.Hub.World.Weather with { ApiErrors = 1 });

        Assert.Equal(HttpStatusCode.NotFound, await _front.Status(Private, _front.Hub.Tokens["eve"]));
    }

    [Fact]
    public async Task An_upload_wants_a_token_of_its_scope_and_repository()
    {
        Assert.Null((await Admit(Front.Uploader, "shop")).Refusal);
        Assert.Equal(404, await Refused(Front.Uploader, "vault"));
        Assert.Equal(403, await Refused(Front.Reader, "shop"));
        Assert.Equal(403, await Refused(_front.Hub.Tokens["ada"], "shop"));
        Assert.Equal(401, await Refused("nonsense", "shop"));
    }

    [Fact]
    public async Task An_upload_asks_the_same_of_GitHub_for_what_is_hidden_and_for_what_is_not_there()
    {
        Assert.Equal(404, await Refused(_front.Hub.Tokens["dan"], "vault"));
        Assert.Equal(404, await Refused(_front.Hub.Tokens["dan"], "nothing"));
        Assert.Equal((1, 1), (_front.Asked("acme/vault"), _front.Asked("acme/nothing")));
    }

    [Fact]
    public async Task A_workflow_uploads_to_its_own_repository_with_a_token_that_was_made_for_us()
    {
        var (tokens, us) = (_front.Hub.WorkflowTokens, _front.Address);
        string Token(Hub.Model.Repository repo, string audience) => _front.Hub.World.Do(() => tokens.Sign(repo, audience));

        Assert.Equal("acme/shop", (await Admit(Token(_front.Hub.Shop, us), "shop")).Repository?.FullName);
        Assert.Equal("acme/vault", (await Admit(Token(_front.Vault, us), "vault")).Repository?.FullName);
        Assert.Equal(403, await Refused(Token(_front.Vault, us), "shop"));
        Assert.Equal(404, await Refused(Token(_front.Hub.Shop, us), "vault"));
        Assert.Equal(401, await Refused(Token(_front.Hub.Shop, "https://somebody.example"), "shop"));
        Assert.Equal(401, await Refused(Token(_front.Hub.Shop, us)[..^4] + "AAAA", "shop"));
    }

    [Fact]
    public async Task A_token_that_is_over_or_another_issuers_says_nothing()
    {
        var token = _front.Hub.World.Do(() => _front.Hub.WorkflowTokens.Sign(_front.Hub.Shop, _front.Address));
        using var network = new HttpMessageInvoker(Sluice.Bot.GitHub.GitHubConnection.Network());
        async Task<bool> Holds(string issuer, TimeSpan later)
        {
            var clock = new Later(later);
            using var keys = new SigningKeys(new Uri($"{_front.Hub.WorkflowTokens.Issuer}/.well-known/jwks"), network, clock);
            return await new WorkflowTokens(keys, new Uri(issuer), () => _front.Address, clock).Read(token, Front.Stop) is not null;
        }

        Assert.True(await Holds(_front.Hub.WorkflowTokens.Issuer, TimeSpan.Zero));
        Assert.False(await Holds(_front.Hub.WorkflowTokens.Issuer, TimeSpan.FromMinutes(7)));
        Assert.False(await Holds("https://token.actions.githubusercontent.com", TimeSpan.Zero));
    }

    [Theory]
    [InlineData("{\"alg\":\"\\ud800\"}", "{}")]
    [InlineData("{\"alg\":\"RS256\",\"kid\":\"\\ud800\"}", "{}")]
    [InlineData("{\"alg\":\"RS256\",\"kid\":\"k\"}", "{\"iss\":\"\\udc00\"}")]
    [InlineData("{\"alg\":\"RS256\",\"kid\":\"k\"}", "{\"iss\":\"ISS\",\"aud\":[\"\\ud800\"],\"exp\":9999999999}")]
    [InlineData("{\"alg\":\"RS256\",\"kid\":\"k\"}", "{\"iss\":\"ISS\",\"aud\":\"AUD\",\"exp\":253402300799}")]
    public async Task A_token_that_nobody_signed_says_nothing_whatever_stands_in_it(string head, string claims)
    {
        static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
        var body = claims
            .Replace("ISS", _front.Hub.WorkflowTokens.Issuer, StringComparison.Ordinal)
            .Replace("AUD", _front.Address, StringComparison.Ordinal);

        Assert.Equal(401, await Refused($"{Part(head)}.{Part(body)}.AAAA", "shop"));
    }

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    private async Task<int?> Refused(string token, string repo) =>
        ((await Admit(token, repo)).Refusal as IStatusCodeHttpResult)?.StatusCode;

    private Task<Admitted> Admit(string token, string repo)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = $"Bearer {token}";
        return _front.Services.GetRequiredService<Uploads>().Admit(http, "acme", repo, ApiScopes.Targets);
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
