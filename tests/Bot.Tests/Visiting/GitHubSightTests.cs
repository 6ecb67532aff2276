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

    [Theory]
    [InlineData("ghu_alive", true)]
    [InlineData("ghp_junk", false)]
    public async Task A_session_is_asked_about_once_in_a_while(string token, bool isKnown)
    {
        Assert.Equal(isKnown, await Knows(token));
        Assert.Equal(isKnown, await Knows(token));
        Assert.Equal(1, _github.Asked);

        _clock.Now += TimeSpan.FromMinutes(2);
        Assert.Equal(isKnown, await Knows(token));
        Assert.Equal(2, _github.Asked);
    }

    [Fact]
    public async Task Where_GitHub_does_not_answer_a_session_stands()
    {
        _github.IsAway = true;
        Assert.True(await Knows("ghp_junk"));

        _github.IsAway = false;
        Assert.False(await Knows("ghp_junk"));
    }

    [Fact]
    public async Task Junk_that_comes_all_at_once_is_shut_out_as_what_comes_one_by_one()
    {
        _github.Holds = new TaskCompletionSource();
        var all = Enumerable.Range(0, 200).Select(n => Sees($"ghp_junk{n}", Here)).ToList();
        _github.Holds.SetResult();

        Assert.All(await Task.WhenAll(all), Assert.False);
        Assert.InRange(_github.Asked, 30, 30 + GitHubSight.AtOnce);
    }

    [Fact]
    public async Task One_token_that_comes_many_times_at_once_is_shown_to_GitHub_by_those_who_go_first()
    {
        _github.Holds = new TaskCompletionSource();
        var all = Enumerable.Range(0, 200).Select(n => Sees("ghp_junk", null, $"acme/r{n}")).ToList();
        _github.Holds.SetResult();

        Assert.All(await Task.WhenAll(all), Assert.False);
        Assert.InRange(_github.Asked, 1, GitHubSight.AtOnce);
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

    private Task<bool> Knows(string token) => _sight.Knows(token, TestContext.Current.CancellationToken);

    private Task<bool> Sees(string token, string? from, string fullName = "acme/vault") =>
        _sight.Sees(token, fullName, 7, from, TestContext.Current.CancellationToken);

    private sealed class GitHub : HttpMessageHandler
    {
        private int _asked;

        public int Asked => _asked;

        public bool IsAway { get; set; }

        /// <summary>Until when nobody is answered; null: everybody is at once.</summary>
        public TaskCompletionSource? Holds { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            await (Holds?.Task ?? Task.CompletedTask);
            if (IsAway)
            {
                return new HttpResponseMessage(HttpStatusCode.BadGateway);
            }

            var isJunk = request.Headers.Authorization!.Parameter!.StartsWith("ghp_junk", StringComparison.Ordinal);
            return new HttpResponseMessage(isJunk ? HttpStatusCode.Unauthorized : HttpStatusCode.OK)
            {
                Content = new StringContent(
                    """{"id":7,"name":"vault","private":true,"default_branch":"main","archived":false,"disabled":false}"""
                ),
            };
        }
    }
}
