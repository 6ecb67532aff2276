using System.Net;
using System.Text;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Api;

public sealed class ReadingsTests(TestPostgres server) : IAsyncLifetime
{
    private const string Text = """
        version: 1
        canary:
          every: 30s
          metrics:
            - { name: errors, source: pushed, critical: true }
            - { name: asked, source: prod, canary: c, baseline: b, canary_exposure: ce, baseline_exposure: be }
        """;

    private Front _front = null!;
    private Canary _canary = null!;

    public async ValueTask InitializeAsync()
    {
        _front = await Front.Open(server);
        var repo = _front.Hub.Shop.Id;
        var began = TimeProvider.System.GetUtcNow().AddMinutes(-10);
        var pull = new LandedPull(
            1,
            3,
            "Pears",
            "ada",
            Some.Sha(3),
            Some.Sha(1),
            Some.Sha(2),
            Some.Sha(2),
            "main",
            Band.Low,
            0.1,
            [],
            began
        );
        _canary = new Canary("c0ffee", Some.Sha(2), Some.Sha(1), [pull], CanaryPhase.Baking, 0, began, began, null)
        {
            Created = began,
            StageSince = began,
        };
        await _front.Store.Fold([new PolicyFact(repo, 1, "main", Text), Deployment(repo, 77)], Front.Stop);
        await _front.Store.Note(
            new EnvironmentSubject(repo, "production"),
            0,
            EnvironmentLedger.New with
            {
                Canary = _canary,
            },
            [],
            began,
            Front.Stop
        );
    }

    [Fact]
    public async Task Counts_are_taken_in_once_each()
    {
        Assert.Equal(
            (HttpStatusCode.OK, """{"deployment":"c0ffee-canary-canary-5","metric":"errors","taken":2,"known":0}"""),
            await Post(Two)
        );
        Assert.Equal(
            (HttpStatusCode.OK, """{"deployment":"c0ffee-canary-canary-5","metric":"errors","taken":0,"known":2}"""),
            await Post(Two.Replace("41", "9", StringComparison.Ordinal))
        );

        var kept = (await _front.Store.Under<ReadingFact>(_front.Hub.Shop.Id, _canary.Id, Front.Stop)).Select(fact => fact.Tick);
        Assert.Equal([new Tick(Stage, 0, 3, 41, 0.05) { Exposure = 900 }, new Tick(Stage, 1, 2, 44, null)], kept);
    }

    [Fact]
    public async Task A_workflow_of_the_repository_may_by_its_own_token_and_by_the_id_in_the_payload()
    {
        var token = _front.Hub.World.Do(() => _front.Hub.WorkflowTokens.Sign(_front.Hub.Shop, _front.Address));

        Assert.Equal(HttpStatusCode.OK, (await Post(Two.Replace("77", $"\"{Stage}\"", StringComparison.Ordinal), token)).Item1);
    }

    [Theory]
    [InlineData("refs/pull/3/merge", "pull_request", false)]
    [InlineData("refs/heads/pears", "push", false)]
    [InlineData("refs/heads/pears", "workflow_dispatch", false)]
    [InlineData("refs/heads/main", "pull_request_target", true)]
    [InlineData("refs/heads/main", "schedule", true)]
    public async Task A_pull_requests_own_workflow_says_nothing_of_a_canary(string on, string happened, bool counts)
    {
        var token = _front.Hub.World.Do(() => _front.Hub.WorkflowTokens.Sign(_front.Hub.Shop, _front.Address, on, happened));

        Assert.Equal(counts ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await Post(Two, token)).Item1);
    }

    [Theory]
    [InlineData("""{"deployment":78,"metric":"errors","ticks":[{"index":0,"canary":1,"baseline":1}]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"metric":"errors","ticks":[{"index":0,"canary":1,"baseline":1}]}""", HttpStatusCode.NotFound)]
    [InlineData("""{"deployment":77,"metric":"asked","ticks":[{"index":0,"canary":1,"baseline":1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"deployment":77,"metric":"other","ticks":[{"index":0,"canary":1,"baseline":1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"deployment":77,"metric":"errors","ticks":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"deployment":77,"metric":"errors","ticks":[1]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"deployment":77,"metric":"errors","ticks":[{"canary":1,"baseline":1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"deployment":77,"metric":"errors","ticks":[{"index":99,"canary":1,"baseline":1}]}""", HttpStatusCode.BadRequest)]
    [InlineData(
        """{"deployment":77,"metric":"errors","ticks":[{"index":2147483647,"canary":1,"baseline":1}]}""",
        HttpStatusCode.BadRequest
    )]
    [InlineData("""{"deployment":77,"metric":"errors","ticks":[{"index":0,"canary":-1,"baseline":1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"deployment":77,"metric":"errors","ticks":[{"index":0,"canary":1e300,"baseline":1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"deployment":77,"metric":"errors","ticks":[{"index":0,"canary":1,"baseline":2e15}]}""", HttpStatusCode.BadRequest)]
    [InlineData(
        """{"deployment":77,"metric":"errors","ticks":[{"index":0,"canary":1,"baseline":1,"share":1}]}""",
        HttpStatusCode.BadRequest
    )]
    [InlineData(
        """{"deployment":77,"metric":"errors","ticks":[{"index":0,"canary":1,"baseline":1,"exposure":"many"}]}""",
        HttpStatusCode.BadRequest
    )]
    [InlineData(
        """{"deployment":77,"metric":"errors","ticks":[{"index":0,"canary":1,"baseline":1,"exposure":1e16}]}""",
        HttpStatusCode.BadRequest
    )]
    [InlineData(
        """{"deployment":77,"metric":"errors","ticks":[{"index":0,"canary":1,"baseline":1},{"index":0,"canary":1,"baseline":1}]}""",
        HttpStatusCode.BadRequest
    )]
    [InlineData("""{"deployment":77,"metric":"\ud83d","ticks":[{"index":0,"canary":1,"baseline":1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"deployment":"\udc00","metric":"errors","ticks":[{"index":0,"canary":1,"baseline":1}]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"deployment":77,"met\ud83dric":"errors","ticks":[{"index":0,"canary":1,"baseline":1}]}""", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_counted_is_refused_as_a_whole(string body, HttpStatusCode status)
    {
        Assert.Equal(status, (await Post(body)).Item1);
        Assert.Empty(await _front.Store.Under<ReadingFact>(_front.Hub.Shop.Id, _canary.Id, Front.Stop));
    }

    [Fact]
    public async Task Who_may_not_is_told_so()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(Two, Front.Reader)).Item1);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Post(Two, "nonsense")).Item1);
    }

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    private const string Stage = "c0ffee-canary-canary-5";

    private const string Two = """
        {"deployment":77,"metric":"errors","ticks":[{"index":0,"canary":3,"baseline":41,"share":0.05,"exposure":900},{"index":1,"canary":2,"baseline":44,"share":null}]}
        """;

    private static DeploymentFact Deployment(long repo, long id)
    {
        var payload = new DeploymentPayload(Stage, "canary", 5, [3], Some.Sha(1));
        return new DeploymentFact(
            repo,
            1,
            new Deployment(id, Some.Sha(2), "canary", payload, DeploymentState.Success, "", default, default)
        );
    }

    private async Task<(HttpStatusCode, string)> Post(string body, string token = Front.Uploader)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/repos/acme/shop/readings")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var answer = await _front.Send(request, token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Front.Stop));
    }
}
