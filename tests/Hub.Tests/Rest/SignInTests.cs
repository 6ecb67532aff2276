using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Rest;

public sealed class SignInTests : HubTest
{
    private const string Callback = "http://127.0.0.1:4711/signin/callback";

    [Fact]
    public async Task A_code_is_changed_once_for_a_token_that_acts_for_the_person()
    {
        var code = await Code();
        var granted = await Change(code);
        Assert.Equal("ada", (string?)(await Client((string)granted["access_token"]!).Get("/user")).Body!["login"]);
        Assert.Equal("bad_verification_code", (string?)(await Change(code))["error"]);
    }

    [Fact]
    public async Task A_token_sees_a_private_repository_only_where_the_App_does_too()
    {
        var vault = World.Do(() => Seed.Repository(World, Hub.Shop.Owner, "vault", null));
        vault.IsPrivate = true;
        var client = Client((string)(await Change(await Code()))["access_token"]!);
        Assert.Equal(HttpStatusCode.OK, (await client.Get("/repos/acme/vault")).Status);
        World.Do(() => Hub.Installation.Selected = [Hub.Shop.Id]);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get("/repos/acme/vault")).Status);
    }

    [Fact]
    public async Task A_wrong_secret_is_told_in_an_answer_that_succeeds() =>
        Assert.Equal("incorrect_client_credentials", (string?)(await Change(await Code(), "guess"))["error"]);

    [Theory]
    [InlineData("http://evil.example/signin/callback")]
    [InlineData("http://127.0.0.1:4711/elsewhere")]
    public async Task Nobody_is_sent_where_the_App_did_not_say(string redirect) =>
        Assert.Equal("redirect_uri_mismatch", HttpUtility.ParseQueryString((await Ask(redirect)).Query)["error"]);

    [Fact]
    public async Task Somebody_is_sent_back_also_where_no_header_could_hold_the_address_as_it_was_written() =>
        Assert.StartsWith(
            "http://127.0.0.1:4711/signin/callback/zur%C3%BCck?code=",
            (await Ask($"{Callback}/zurück")).OriginalString,
            StringComparison.Ordinal
        );

    private async Task<string> Code() => HttpUtility.ParseQueryString((await Ask(Callback)).Query)["code"]!;

    private async Task<Uri> Ask(string redirect)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var back = await browser.GetAsync(
            new Uri($"{Hub.Url}/login/oauth/authorize?client_id={Hub.App.ClientId}&state=s&redirect_uri={Uri.EscapeDataString(redirect)}"),
            TestContext.Current.CancellationToken
        );
        return back.Headers.Location!;
    }

    private async Task<JsonNode> Change(string code, string? secret = null)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        using var form = new FormUrlEncodedContent([
            new("client_id", Hub.App.ClientId),
            new("client_secret", secret ?? Hub.App.ClientSecret),
            new("code", code),
        ]);
        using var answer = await http.PostAsync(
            new Uri($"{Hub.Url}/login/oauth/access_token"),
            form,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}
