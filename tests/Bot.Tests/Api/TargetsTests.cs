using System.Net;
using System.Text;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Api;

public sealed class TargetsTests(TestPostgres server) : IAsyncLifetime
{
    private const string Two = """{"targets":["//lib:money","//app:server","//lib:money"]}""";

    private Front _front = null!;

    public async ValueTask InitializeAsync() => _front = await Front.Open(server);

    [Fact]
    public async Task CI_says_what_a_pull_affects_and_it_is_kept_of_that_head()
    {
        var token = _front.Hub.World.Do(() => _front.Hub.WorkflowTokens.Sign(_front.Hub.Shop, _front.Address));

        Assert.Equal(HttpStatusCode.OK, await Post(Two, token));
        var kept = await _front.Store.Find<TargetsFact>(_front.Hub.Shop.Id, "", Numbers.Key(3), Front.Stop);
        Assert.Equal((Some.Sha(3), "//app:server //lib:money"), (kept!.Head, string.Join(' ', kept.Targets)));
    }

    [Fact]
    public async Task A_later_word_counts_and_one_of_another_head_does_not()
    {
        Assert.Equal(HttpStatusCode.OK, await Post(Two));
        Assert.Equal(HttpStatusCode.OK, await Post("""{"targets":[]}"""));
        Assert.Equal(HttpStatusCode.Conflict, await Post($$"""{"targets":["x"],"head":"{{Some.Sha(4).Hex}}"}"""));

        Assert.Empty((await _front.Store.Find<TargetsFact>(_front.Hub.Shop.Id, "", Numbers.Key(3), Front.Stop))!.Targets);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"targets":"x"}""")]
    [InlineData("""{"targets":[1]}""")]
    [InlineData("""{"targets":[""]}""")]
    public async Task What_is_no_list_of_names_is_refused(string body) => Assert.Equal(HttpStatusCode.BadRequest, await Post(body));

    [Theory]
    [InlineData("{")]
    [InlineData("no JSON")]
    [InlineData("{} {}")]
    public async Task What_cannot_be_read_is_told_what_to_send(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/repos/acme/shop/targets/3")
        {
            Content = new StringContent(body, null, "application/json"),
        };
        using var answer = await _front.Send(request, Front.Uploader);

        Assert.Contains(
            "Send one JSON object, whole and with nothing behind it, nested at most 64 deep.",
            await answer.Content.ReadAsStringAsync(Front.Stop),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Who_may_not_is_told_so_and_nothing_is_kept()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await Post(Two, Front.Reader));
        Assert.Equal(HttpStatusCode.Unauthorized, await Post(Two, "nonsense"));
        Assert.Equal(HttpStatusCode.NotFound, await Post(Two, Front.Uploader, "vault/targets/1"));
        Assert.Equal(HttpStatusCode.NotFound, await Post(Two, Front.Uploader, "shop/targets/99"));

        Assert.Null(await _front.Store.Find<TargetsFact>(_front.Hub.Shop.Id, "", Numbers.Key(3), Front.Stop));
    }

    [Fact]
    public async Task What_is_too_large_or_no_JSON_is_refused_as_such()
    {
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Post($$"""{"targets":["{{new string('x', 1024 * 1024)}}"]}"""));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Post("targets=x", type: "application/x-www-form-urlencoded"));
    }

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    private async Task<HttpStatusCode> Post(
        string body,
        string token = Front.Uploader,
        string path = "shop/targets/3",
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/repos/acme/{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        };
        using var answer = await _front.Send(request, token);
        return answer.StatusCode;
    }
}
