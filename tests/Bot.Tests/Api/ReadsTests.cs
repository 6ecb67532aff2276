using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Api;

public sealed class ReadsTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly PostgresStore _store = new(database.Source, TimeProvider.System);
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await Face.Start(database.Source, _store);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        await Seed();
    }

    [Fact]
    public async Task The_schema_of_the_policy_is_there_for_editors()
    {
        using var answer = await _http.GetAsync("/schema/sluice.json", Stop);

        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Flow.Policies.PolicySchema.Text(), await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task The_queue_is_told_as_the_contract_names_it()
    {
        var queue = await Json("/api/v1/repos/Acme/shop/queue/release/2.x");

        Assert.Equal("release/2.x", queue.GetProperty("base").GetString());
        Assert.Equal("building", queue.GetProperty("state").GetString());
        Assert.Equal(
            """{"pull":3,"position":1,"state":"testing","risk":"medium","origin":"agent","author":"ada","batch":"b1","eta_seconds":null,""",
            queue.GetProperty("entries")[0].GetRawText()[..121]
        );
        Assert.Equal([3], queue.GetProperty("builds")[0].GetProperty("pulls").EnumerateArray().Select(pull => pull.GetInt32()));
        Assert.Equal(JsonValueKind.Null, queue.GetProperty("breaker").ValueKind);
    }

    [Fact]
    public async Task A_pull_is_told_with_its_record_and_its_journal()
    {
        var pull = await Json("/api/v1/repos/acme/shop/pulls/3");

        Assert.Equal("testing", pull.GetProperty("record").GetProperty("code").GetString());
        Assert.Equal("queued", pull.GetProperty("journal")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Deployments_are_told_also_when_nothing_is_under_way()
    {
        var deploy = await Deploy("production");

        Assert.Equal(("done", "healthy"), (deploy.GetProperty("state").GetString(), deploy.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task While_parts_are_tried_the_regressed_canary_is_told_and_not_its_part()
    {
        var regressed = new Canary(
            "c7",
            Some.Sha(2),
            Some.Sha(1),
            [],
            CanaryPhase.Splitting,
            0,
            Some.Noon,
            null,
            new CanaryVerdict(Verdict.Regressed, 1, [], "Worse.", Some.Noon)
        );
        var part = regressed with { Id = "c8", Phase = CanaryPhase.Baking, Part = "c7", Verdict = null };
        await _store.Note(
            new EnvironmentSubject(1, "edge"),
            0,
            EnvironmentLedger.New with
            {
                Case = regressed,
                Canary = part,
            },
            [],
            Some.Noon,
            Stop
        );

        var deploy = await Deploy("edge");

        Assert.Equal(("c7", "regressed"), (deploy.GetProperty("id").GetString(), deploy.GetProperty("verdict").GetString()));
    }

    [Theory]
    [InlineData("/api/v1/repos/acme/secret/queue/main")]
    [InlineData("/api/v1/repos/acme/secret/pulls/1")]
    [InlineData("/api/v1/repos/acme/secret/deploys")]
    [InlineData("/api/v1/repos/acme/nothing/queue/main")]
    [InlineData("/api/v1/repos/acme/shop/queue/nothing")]
    [InlineData("/api/v1/repos/acme/shop/pulls/99")]
    [InlineData("/acme/secret")]
    [InlineData("/acme/secret/queue/main")]
    [InlineData("/acme/secret/pull/1")]
    [InlineData("/acme/secret/deploys")]
    [InlineData("/acme/secret/deploys/c1")]
    [InlineData("/acme/secret/health")]
    [InlineData("/acme/secret/events")]
    public async Task What_is_private_or_unknown_is_not_found(string path)
    {
        var answer = await _http.GetAsync(path, Stop);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("Launch codes", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "acme/shop")]
    [InlineData("/acme/shop", "Queue of release/2.x")]
    [InlineData("/acme/shop/queue/release/2.x", "testing")]
    [InlineData("/acme/shop/pull/3", "Being tested")]
    [InlineData("/acme/shop/deploys", "healthy")]
    [InlineData("/acme/shop/health", "release/2.x")]
    public async Task Pages_show_what_is_there_and_hold_no_script_or_style_of_their_own(string path, string shows)
    {
        var page = await _http.GetStringAsync(path, Stop);

        Assert.Contains(shows, page, StringComparison.Ordinal);
        Assert.All(page.Split("<script")[1..], script => Assert.StartsWith(" src=\"/-/", script, StringComparison.Ordinal));
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/acme/shop/queue/release/2.x")]
    [InlineData("/api/v1/repos/acme/shop/queue/release/2.x")]
    public async Task What_is_read_answers_HEAD_as_GET_without_a_body(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await _http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData("/acme/shop/queue/release/2.x/")]
    [InlineData("/api/v1/repos/acme/shop/queue/release/2.x/")]
    [InlineData("/acme/shop/queue")]
    [InlineData("/acme/shop/queue/")]
    public async Task A_slash_at_the_end_or_no_branch_leads_to_a_queue(string path)
    {
        using var answer = await _http.GetAsync(path, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/deploys")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/repos/acme/shop")]
    [InlineData("/api/v1/repos/acme/shop/queue/")]
    public async Task A_program_that_asks_for_what_is_not_there_is_told_so_in_JSON(string path)
    {
        using var answer = await _http.GetAsync(path, Stop);

        Assert.Equal(
            (HttpStatusCode.NotFound, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType)
        );
    }

    [Fact]
    public async Task A_title_cannot_inject_markup() =>
        Assert.Contains(
            "#3 &lt;script&gt;alert(1)&lt;/script&gt; {0}",
            await _http.GetStringAsync("/acme/shop/pull/3", Stop),
            StringComparison.Ordinal
        );

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<JsonElement> Json(string path)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(path, Stop));
        return json.RootElement.Clone();
    }

    private async Task<JsonElement> Deploy(string environment) =>
        Assert.Single(
            (await Json("/api/v1/repos/acme/shop/deploys")).EnumerateArray(),
            each => each.GetProperty("environment").GetString() == environment
        );

    private async Task Seed()
    {
        var hidden = Some.RepositoryFact(2, 1, name: "secret");
        await _store.Fold(
            [
                Some.RepositoryFact(1, 1),
                hidden with
                {
                    Repository = hidden.Repository with { Private = true },
                },
                Some.PullFact(1, 3, 1, "<script>alert(1)</script> {0}"),
                Some.PullFact(2, 1, 1, "Launch codes"),
            ],
            Stop
        );
        var member = new Member(3, Some.Sha(3), "title", "ada");
        // As long as its own turn has not come.
        var standing = new Standing(PullState.Testing, Code.Testing, "It is being tested.", NextAction.Wait, Some.Noon) { Position = 2 };
        var admission = new Admission(
            1,
            Some.Sha(3),
            "release/2.x",
            Priority.Normal,
            Some.Noon,
            0.1,
            Band.Medium,
            false,
            OriginClass.Agent,
            "ada"
        );
        await _store.Note(
            new PullSubject(1, 3),
            0,
            PullLedger.New with
            {
                Ticket = 1,
                Admission = admission,
                Standing = standing,
            },
            [Some.Line("queued", 3)],
            Some.Noon,
            Stop
        );
        var build = new Build(
            "b1",
            null,
            Some.Sha(1),
            [member],
            [member],
            BuildKind.Spine,
            1,
            BuildState.Running,
            Some.Noon,
            Some.Sha(9),
            Some.Sha(8),
            Some.Noon
        );
        await _store.Note(
            new LaneSubject(1, "release/2.x"),
            0,
            LaneLedger.New with
            {
                Head = Some.Sha(1),
                Builds = [build],
                Line = [new InLine(3, 1, Some.Noon)],
            },
            [],
            Some.Noon,
            Stop
        );
        var canary = new Canary(
            "c1",
            Some.Sha(1),
            Some.Sha(0),
            [],
            CanaryPhase.Done,
            0,
            Some.Noon,
            null,
            new CanaryVerdict(Verdict.Healthy, 0, [], "Fine.", Some.Noon)
        );
        await _store.Note(new EnvironmentSubject(1, "production"), 0, EnvironmentLedger.New with { Past = [canary] }, [], Some.Noon, Stop);
    }
}
