using System.Net;
using System.Web;

namespace Sluice.Hub.Tests.Rest;

public sealed class ManifestApiTests : HubTest
{
    private const string Manifest = """
        {"name":"Sluice gate","url":"http://127.0.0.1/","redirect_url":"http://127.0.0.1:9/setup","hook_attributes":{"url":"http://127.0.0.1:9/webhooks"},
         "default_permissions":{"checks":"write","contents":"read"},"default_events":["push"]}
        """;

    [Fact]
    public async Task A_manifest_is_changed_for_a_code_and_the_code_once_for_the_Apps_keys()
    {
        var back = await Register("/organizations/acme/settings/apps/new?state=abc", Manifest);
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
        var query = HttpUtility.ParseQueryString(back.Headers.Location!.Query);
        Assert.Equal(("/setup", "abc"), (back.Headers.Location.AbsolutePath, query["state"]));
        var made = await Nobody().Post($"/app-manifests/{query["code"]}/conversions", new { });
        Assert.Equal((HttpStatusCode.Created, "sluice-gate"), (made.Status, (string?)made.Body!["slug"]));
        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----", (string)made.Body["pem"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Nobody().Post($"/app-manifests/{query["code"]}/conversions", new { })).Status);
        var app = World.Do(() => World.Apps[(long)made.Body["id"]!]);
        Assert.Equal(("http://127.0.0.1:9/webhooks", (string?)made.Body["webhook_secret"]), (app.WebhookUrl, app.WebhookSecret));
        Assert.Equal(Model.Access.Read, app.Permissions["contents"]);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"name":"x"}""")]
    [InlineData("[]")]
    [InlineData("""{"name":"x","name":"x","url":"http://127.0.0.1/","redirect_url":"http://127.0.0.1/"}""")]
    [InlineData("""{"name":"x","url":"http://127.0.0.1/","redirect_url":"javascript:1"}""")]
    public async Task A_manifest_that_says_too_little_is_refused(string manifest) =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Register("/settings/apps/new", manifest)).StatusCode);

    [Fact]
    public async Task A_redirect_that_no_header_can_hold_is_written_as_one_can()
    {
        var back = await Register(
            "/settings/apps/new",
            """{"name":"x","url":"http://127.0.0.1/","redirect_url":"http://127.0.0.1:9/zur\u00fcck?a=\u00fc"}"""
        );

        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
        Assert.StartsWith("http://127.0.0.1:9/zur%C3%BCck?a=%C3%BC&code=", back.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/settings/apps/new", "multipart/form-data")]
    [InlineData("/settings/apps/new", "multipart/form-data; boundary=x")]
    [InlineData("/login/oauth/access_token", "multipart/form-data; boundary=x")]
    public async Task A_form_that_breaks_off_is_no_fault_of_the_server(string path, string type)
    {
        using var client = new HttpClient();
        using var half = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"manifest\"\r\n\r\n{"u8.ToArray())
        {
            Headers = { { "Content-Type", type } },
        };
        using var answer = await client.PostAsync(new Uri(Hub.Url + path), half, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("This is no whole form.", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_App_reads_and_changes_its_webhooks_settings()
    {
        var app = App();
        var said = await app.Patch("/app/hook/config", new { url = "http://127.0.0.1:9/hooks", secret = "s" });
        Assert.Equal("http://127.0.0.1:9/hooks", (string?)said.Body!["url"]);
        Assert.Equal("********", (string?)(await app.Get("/app/hook/config")).Body!["secret"]);
        Assert.Equal("s", Hub.WebhookSecret);
    }

    private async Task<HttpResponseMessage> Register(string path, string manifest)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([new("manifest", manifest)]);
        return await client.PostAsync(new Uri(Hub.Url + path), form, TestContext.Current.CancellationToken);
    }
}
