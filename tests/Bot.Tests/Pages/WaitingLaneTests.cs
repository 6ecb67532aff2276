using Microsoft.AspNetCore.Builder;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Pages;

public sealed class WaitingLaneTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/acme/shop", "href=\"/acme/shop/queue/release/2.x\"")]
    [InlineData("/acme/shop/health", "<h2>release/2.x")]
    [InlineData("/acme/shop/queue/main", "href=\"/acme/shop/queue/release/2.x\"")]
    public async Task A_lane_in_which_somebody_waits_is_there_though_nothing_is_built_in_it(string path, string shows)
    {
        var store = new PostgresStore(database.Source, TimeProvider.System);
        await using var app = await Face.Start(database.Source, store);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await store.Fold([Some.RepositoryFact(1, 1), Some.PullFact(1, 3, 1)], Stop);
        var admission = new Admission(
            1,
            Some.Sha(3),
            "release/2.x",
            Priority.Normal,
            Some.Noon,
            0.1,
            Band.Low,
            false,
            OriginClass.None,
            "ada"
        );
        await store.Note(new PullSubject(1, 3), 0, PullLedger.New with { Ticket = 1, Admission = admission }, [], Some.Noon, Stop);

        Assert.Contains(shows, await http.GetStringAsync(path, Stop), StringComparison.Ordinal);
    }
}
