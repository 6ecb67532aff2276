using Microsoft.AspNetCore.Http;
using Npgsql;
using Sluice.Bot.Pages;
using Sluice.Bot.Tests.Visiting;

namespace Sluice.Bot.Tests.Pages;

public sealed class EventRouteTests
{
    [Fact]
    public async Task A_stream_whose_database_goes_away_ends_like_any_other_and_is_asked_for_again()
    {
        var answers = new Queue<Task<long>>([
            Task.FromResult(4L),
            Task.FromResult(5L),
            Task.FromException<long>(new NpgsqlException("gone")),
        ]);
        var (http, told) = (new DefaultHttpContext(), new MemoryStream());
        http.Response.Body = told;

        await EventRoute.Tell(http.Response, answers.Dequeue, TimeProvider.System, Front.Stop);

        Assert.Equal("retry: 2000\n\nevent: news\nid: 5\ndata: 5\n\n", System.Text.Encoding.UTF8.GetString(told.ToArray()));
    }

    [Fact]
    public async Task One_that_cannot_begin_is_told_so() =>
        await Assert.ThrowsAsync<NpgsqlException>(() =>
            EventRoute.Tell(
                new DefaultHttpContext().Response,
                () => Task.FromException<long>(new NpgsqlException("gone")),
                TimeProvider.System,
                Front.Stop
            )
        );
}
