using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Sluice.Bot.GitHub.Chain;

namespace Sluice.Bot.Tests.GitHub;

public sealed class EtagCacheTests : IDisposable
{
    private readonly Unchanging _site = new();

    [Fact]
    public async Task What_has_not_changed_is_told_again_as_it_was()
    {
        using var http = new HttpClient(new EtagCache(_site));
        var first = await http.GetStringAsync(Page(1), TestContext.Current.CancellationToken);

        Assert.Equal(first, await http.GetStringAsync(Page(1), TestContext.Current.CancellationToken));
        Assert.Equal((1, 1), (_site.Whole, _site.Unchanged));
    }

    [Fact]
    public async Task It_keeps_no_more_bytes_than_it_may_and_packs_them()
    {
        using var http = new HttpClient(new EtagCache(_site, mostBytes: 20_000));
        await Ask(http, 1, 10);

        await Ask(http, 1, 10);
        Assert.Equal((10, 10), (_site.Whole, _site.Unchanged)); // 240,000 bytes as they came

        await Ask(http, 11, 200);
        await Ask(http, 1, 10);
        Assert.Equal((210, 10), (_site.Whole, _site.Unchanged));
    }

    [Fact]
    public async Task What_is_never_asked_again_takes_nobodys_room()
    {
        using var http = new HttpClient(new EtagCache(_site, mostEntries: 1));
        await Ask(http, 1, 1);
        using (var passing = new HttpRequestMessage(HttpMethod.Get, Page(2)))
        {
            passing.Options.Set(Marks.Once, true);
            using var answer = await http.SendAsync(passing, TestContext.Current.CancellationToken);
            Assert.Equal(24_000, (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length);
        }

        await Ask(http, 1, 1);

        Assert.Equal((2, 1), (_site.Whole, _site.Unchanged));
    }

    public void Dispose() => _site.Dispose();

    private static async Task Ask(HttpClient http, int from, int to)
    {
        for (var number = from; number <= to; number++)
        {
            await http.GetStringAsync(Page(number), TestContext.Current.CancellationToken);
        }
    }

    private static Uri Page(int number) => new($"http://github.invalid/{number}");

    /// <summary>Pages of 24,000 bytes each, as repetitive as GitHub's, that stay as they are.</summary>
    private sealed class Unchanging : HttpMessageHandler
    {
        public int Whole { get; private set; }

        public int Unchanged { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.IfNoneMatch.Count > 0)
            {
                Unchanged++;
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotModified));
            }

            Whole++;
            var page = new StringBuilder();
            for (var line = 0; line < 240; line++)
            {
                page.Append(request.RequestUri!.AbsolutePath)
                    .Append(" https://api.github.com/repos/acme/shop/pulls/")
                    .Append(line)
                    .Append('\n');
            }

            return Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StringContent(page.ToString().PadRight(24_000)),
                    Headers = { ETag = new EntityTagHeaderValue("\"1\"") },
                }
            );
        }
    }
}
