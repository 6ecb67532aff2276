using System.Net;
using System.Text.Json;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Api;

public sealed class AskedPageTests(TestPostgres server) : IAsyncLifetime
{
    private const string Deploys = "/api/v1/repos/acme/shop/deploys";

    private Front _front = null!;

    public async ValueTask InitializeAsync()
    {
        _front = await Front.Open(server);
        var past = Enumerable
            .Range(1, 7)
            .Select(number => new Canary($"c{number}", Some.Sha(number), Some.Sha(0), [], CanaryPhase.Done, 0, Some.Noon, null, null));
        await _front.Store.Note(
            new EnvironmentSubject(_front.Hub.Shop.Id, "production"),
            0,
            EnvironmentLedger.New with
            {
                Past = [.. past],
            },
            [],
            Some.Noon,
            Front.Stop
        );
    }

    public async ValueTask DisposeAsync() => await _front.DisposeAsync();

    [Fact]
    public async Task Whoever_asks_for_no_page_gets_all()
    {
        using var answer = await _front.Get(Deploys);

        Assert.Equal(7, (await Ids(answer)).Count);
        Assert.False(answer.Headers.Contains("Link"));
    }

    [Fact]
    public async Task Following_next_from_the_first_page_finds_each_once()
    {
        var (found, path) = (new List<string>(), $"{Deploys}?per_page=3");
        for (var page = 1; path is not null; page++)
        {
            using var answer = await _front.Get(path);
            found.AddRange(await Ids(answer));
            path = Next(answer);
            Assert.True(page <= 3, "three pages hold seven");
        }

        Assert.Equal(["c7", "c6", "c5", "c4", "c3", "c2", "c1"], found);
    }

    [Fact]
    public async Task Beyond_the_last_page_there_is_nothing_and_the_way_back()
    {
        using var answer = await _front.Get($"{Deploys}?page=9&per_page=3");

        Assert.Empty(await Ids(answer));
        Assert.Contains("page=3&per_page=3>; rel=\"prev\"", string.Concat(answer.Headers.GetValues("Link")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_proxy_the_others_are_where_its_clients_ask()
    {
        await using var front = await Front.Open(server, more: null, ("Web:PublicUrl", "https://sluice.example/"));
        using var answer = await front.Get($"{Deploys}?page=2&per_page=3");

        Assert.StartsWith(
            $"<https://sluice.example{Deploys}?page=1&per_page=3>; rel=\"first\"",
            string.Concat(answer.Headers.GetValues("Link")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=x")]
    [InlineData("per_page=1001")]
    [InlineData("per_page=-1")]
    [InlineData("page=1&page=2")]
    public async Task What_is_no_page_is_refused_with_what_is(string query)
    {
        using var answer = await _front.Get($"{Deploys}?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("per_page one from 1 to 1000", await answer.Content.ReadAsStringAsync(Front.Stop), StringComparison.Ordinal);
    }

    private static async Task<List<string>> Ids(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Front.Stop));
        return [.. json.RootElement.EnumerateArray().Select(each => each.GetProperty("id").GetString()!)];
    }

    private static string? Next(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Link", out var links)
            ? string.Concat(links)
                .Split(", ")
                .Where(link => link.EndsWith("rel=\"next\"", StringComparison.Ordinal))
                .Select(link => link[1..link.IndexOf('>', StringComparison.Ordinal)])
                .FirstOrDefault()
            : null;
}
