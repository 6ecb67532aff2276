using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Pages;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;

namespace Sluice.Bot.Tests.Pages;

public sealed class NewsWatchTests(TestPostgres server)
{
    [Fact]
    public async Task All_who_wait_for_news_of_a_repository_ask_the_books_once_a_second()
    {
        var (clock, asked) = (new Clock(), new List<long>());
        var watch = new NewsWatch((repo, _) => Task.FromResult<long>(Asked(asked, repo)), clock);
        Task<long> Look(long repo) => watch.Newest(repo, Front.Stop);

        var first = await Task.WhenAll(Look(7), Look(7), Look(8));
        clock.Now += NewsWatch.Between;
        var second = await Task.WhenAll(Look(7), Look(7));

        Assert.Equal([1, 1, 2, 3, 3], [.. first, .. second]);
        Assert.Equal([7, 8, 7], asked);
    }

    [Fact]
    public async Task A_question_that_failed_is_asked_again()
    {
        var (clock, answers) = (
            new Clock(),
            new Queue<Task<long>>([Task.FromException<long>(new IOException("gone")), Task.FromResult(5L)])
        );
        var watch = new NewsWatch((_, _) => answers.Dequeue(), clock);

        await Assert.ThrowsAsync<IOException>(() => watch.Newest(1, Front.Stop));
        clock.Now += NewsWatch.Between;
        Assert.Equal(5, await watch.Newest(1, Front.Stop));
    }

    [Fact]
    public async Task Who_is_one_too_many_is_told_so_and_let_in_when_another_leaves()
    {
        await using var front = await Front.Open(server);
        var watch = front.Services.GetRequiredService<NewsWatch>();
        var seats = Enumerable.Range(0, NewsWatch.Most).Select(_ => watch.Enter()!).ToList();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await front.Status("/acme/shop/events"));
        seats.ForEach(seat => seat.Dispose());

        using var open = await front.Http.GetAsync("/acme/shop/events", HttpCompletionOption.ResponseHeadersRead, Front.Stop);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    private static int Asked(List<long> asked, long repo)
    {
        asked.Add(repo);
        return asked.Count;
    }
}
