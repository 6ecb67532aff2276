using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Tests.Visiting;

/// <summary>A form's field, as the server of ours reads it.</summary>
public sealed class FormsTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _app = await LocalSite.Start(app =>
            app.MapPost(
                "/",
                async (HttpContext http) =>
                {
                    var (form, trouble) = await Forms.Read(http.Request, http.RequestAborted);
                    return trouble ?? Results.Text(form["why"]);
                }
            )
        );

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "why=rain")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"why\"\r\n\r\nrain\r\n--b--\r\n")]
    public async Task A_form_is_read_in_both_shapes_that_browsers_send(string type, string body) =>
        Assert.Equal((HttpStatusCode.OK, "rain"), await Post(type, body));

    [Fact]
    public async Task No_body_at_all_is_an_empty_form() => Assert.Equal((HttpStatusCode.OK, ""), await Post(null, ""));

    [Theory]
    [InlineData("multipart/form-data", "--b--")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"why\"\r\n\r\nrain")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nno header\r\n\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: nonsense;;;\r\n\r\n--b--\r\n")]
    public async Task What_is_no_whole_form_is_refused(string type, string body)
    {
        var (status, says) = await Post(type, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("This is no whole form", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_multitude_of_fields_is_refused() =>
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Post("application/x-www-form-urlencoded", string.Concat(Enumerable.Repeat("a=&", 2000)))).Status
        );

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "why=rain")]
    [InlineData(null, "why=rain")]
    public async Task What_is_no_form_is_refused(string? type, string body)
    {
        var (status, says) = await Post(type, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("This takes a form", says, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("application/x-www-form-urlencoded", true)]
    [InlineData("multipart/form-data; boundary=b", true)]
    public async Task What_is_too_large_is_refused(string type, bool isChunked) =>
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await Post(type, "--b\r\nContent-Disposition: form-data; name=\"why\"\r\n\r\n" + new string('a', 100_000), isChunked)).Status
        );

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<(HttpStatusCode Status, string Says)> Post(string? type, string body, bool isChunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _app.Urls.Single())
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        request.Headers.TransferEncodingChunked = isChunked;
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var answer = await _http.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }
}
