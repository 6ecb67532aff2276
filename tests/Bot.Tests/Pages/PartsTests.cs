using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Pages;

/// <summary>A regressed canary of which parts are tried: one was judged, one is under way.</summary>
public sealed class PartsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
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
        var whole = Canary("c1", CanaryPhase.Splitting, 7, 8, 9) with
        {
            Trials = [new Trial([9], Verdict.Healthy, -3, Some.Noon.AddMinutes(20)) { Canary = "c2" }],
        };
        var part = Canary("c3", CanaryPhase.Baking, 8) with { Part = "c1" };
        await _store.Note(
            new EnvironmentSubject(1, "production"),
            0,
            EnvironmentLedger.New with
            {
                Case = whole,
                Canary = part,
            },
            [],
            Some.Noon,
            Stop
        );
    }

    [Theory]
    [InlineData("c1")]
    [InlineData("c2")]
    [InlineData("c3")]
    public async Task The_page_of_a_part_is_that_of_its_whole_which_tells_what_is_under_way(string id)
    {
        var page = await _http.GetStringAsync($"/acme/shop/deploys/{id}", Stop);

        Assert.Contains("Canary c1", page, StringComparison.Ordinal);
        Assert.Contains("deploys/c2/receipt", page, StringComparison.Ordinal);
        Assert.Contains("under way", page, StringComparison.Ordinal);
        Assert.DoesNotContain("deploys/c3/receipt", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_reads_which_pulls_are_tried_now()
    {
        using var told = JsonDocument.Parse(await _http.GetStringAsync("/api/v1/repos/acme/shop/deploys", Stop));
        var parts = told.RootElement.EnumerateArray().Single().GetProperty("parts").EnumerateArray().ToList();

        Assert.Equal(["healthy", null], parts.Select(part => part.GetProperty("verdict").GetString()));
        Assert.Equal([8], parts[1].GetProperty("pulls").EnumerateArray().Select(pull => pull.GetInt32()));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static Canary Canary(string id, CanaryPhase phase, params int[] pulls) =>
        new(id, Some.Sha(2), Some.Sha(1), [.. pulls.Select(Landed)], phase, 0, Some.Noon, Some.Noon, null) { Created = Some.Noon };

    private static LandedPull Landed(int number) =>
        new(1, number, "Pears", "ada", Some.Sha(3), Some.Sha(1), Some.Sha(2), Some.Sha(2), "main", Band.Low, 0.01, [], Some.Noon);
}
