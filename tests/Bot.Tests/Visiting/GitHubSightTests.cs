using System.Net;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Tests.Visiting;

public sealed class GitHubSightTests : IDisposable
{
    private const string Here = "192.0.2.1";

    private readonly Clock _clock = new();
    private readonly GitHub _github = new();
    private readonly HttpMessageInvoker _network;
    private readonly GitHubSight _sight;

    public GitHubSightTests()
    {
        _network = new(_github);
        _sight = new(new Uri("http://github.example/"), _network, _clock);
    }

    [Fact]
    public async Task Junk_shuts_out_who_is_new_at_its_own_address_and_nobody_else()
    {
        Assert.True(await Sees("ghp_known", Here));
        await Junk(Here, 30);

        Assert.False(await Sees("ghp_new", Here));
        Assert.True(await Sees("ghp_new", "192.0.2.2"));
        Assert.True(await Sees("ghp_known", Here, "acme/shop"));
        Assert.True(await Sees("ghu_session", null));
    }

    [Fact]
    public async Task A_minute_later_a_new_token_is_tried_again()
    {
        await Junk(Here, 30);
        _clock.Now += TimeSpan.FromSeconds(61);

        Assert.True(await Sees("ghp_new", Here));
    }

    [Fact]
    public async Task Junk_from_many_addresses_is_no_way_around_and_touches_no_session()
    {
        for (var at = 0; at < 10; at++)
        {
            await Junk($"198.51.100.{at}", 30);
        }

        Assert.False(await Sees("ghp_new", Here));
        Assert.True(await Sees("ghu_session", null));
    }

    [Fact]
    public async Task A_token_that_is_none_is_shown_to_GitHub_once_whatever_is_asked_for()
    {
        Assert.False(await Sees("ghp_junk", null, "acme/one"));
        Assert.False(await Sees("ghp_junk", null, "acme/two"));
        Assert.Equal(1, _github.Asked);
    }

    public void Dispose()
    {
        _sight.Dispose();
        _network.Dispose();
        _github.Dispose();
    }

    private async Task Junk(string from, int many)
    {
        for (var n = 0; n < many; n++)
        {
            Assert.False(await Sees($"ghp_junk{from}{n}", from));
        }
    }

    private Task<bool> Sees(string token, string? from, string fullName = "acme/vault") =>
        _sight.Sees(token, fullName, 7, from, TestContext.Current.CancellationToken);

    private sealed class GitHub : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            var isJunk = request.Headers.Authorization!.Parameter!.StartsWith("ghp_junk", StringComparison.Ordinal);
            return Task.FromResult(
                new HttpResponseMessage(isJunk ? HttpStatusCode.Unauthorized : HttpStatusCode.OK)
                {
                    Content = new StringContent(
                        """{"id":7,"name":"vault","private":true,"default_branch":"main","archived":false,"disabled":false}"""
                    ),
                }
            );
        }
    }
}
