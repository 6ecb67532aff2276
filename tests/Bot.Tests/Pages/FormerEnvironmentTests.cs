using Microsoft.AspNetCore.Builder;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Pages;

/// <summary>An environment that was renamed leaves the books of its former name behind.</summary>
public sealed class FormerEnvironmentTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly PostgresStore _store = new(database.Source, TimeProvider.System);
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await Face.Start(database.Source, _store);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        await _store.Fold([Some.RepositoryFact(1, 1)], Stop);
        await Ran("a-former", "c1", Some.Noon);
        await Ran("production", "c2", Some.Noon.AddDays(3));
    }

    [Theory]
    [InlineData("/acme/shop")]
    [InlineData("/acme/shop/deploys")]
    public async Task What_was_deployed_last_stands_first(string path)
    {
        var page = await _http.GetStringAsync(path, Stop);

        Assert.Contains("/deploys/c2\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/deploys/c1\"", page.Split("/deploys/c2\"")[0], StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private Task<bool> Ran(string environment, string id, DateTimeOffset at) =>
        _store.Note(
            new EnvironmentSubject(1, environment),
            0,
            EnvironmentLedger.New with
            {
                Past =
                [
                    new Canary(id, Some.Sha(2), Some.Sha(1), [], CanaryPhase.Done, 0, at, at, null)
                    {
                        Created = at,
                        Ended = at.AddHours(1),
                        End = CanaryEnd.Promoted,
                    },
                ],
            },
            [],
            at,
            Stop
        );
}
