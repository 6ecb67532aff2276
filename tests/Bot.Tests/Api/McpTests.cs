using System.Net;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Api;

/// <summary>Asked by the protocol's own client.</summary>
public sealed class McpTests(TestPostgres server) : IAsyncLifetime
{
    private Front _front = null!;

    public async ValueTask InitializeAsync()
    {
        _front = await Front.Open(server);
        var standing = new Standing(PullState.Ejected, Code.ChecksFailed, "ci/test failed.", NextAction.FixAndPush, Some.Noon);
        await _front.Store.Note(
            new PullSubject(_front.Hub.Shop.Id, 3),
            0,
            PullLedger.New with
            {
                Standing = standing,
            },
            [Some.Line("ejected", 3)],
            Some.Noon,
            Front.Stop
        );
    }

    [Fact]
    public async Task An_agent_lists_what_it_may_ask()
    {
        await using var client = await Connect();
        var tools = await client.ListToolsAsync(cancellationToken: Front.Stop);

        Assert.Equal(
            ["deploys", "explain", "pull_status", "queue", "review", "why_ejected"],
            tools.Select(tool => tool.Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal("sluice", client.ServerInfo?.Name);
    }

    [Fact]
    public async Task An_agent_learns_why_its_pull_was_put_out_and_what_to_do()
    {
        await using var client = await Connect();
        var told = Told(await Ask(client, "why_ejected", ("repository", "acme/shop"), ("pull", 3)));

        Assert.True(told.GetProperty("ejected").GetBoolean());
        Assert.Equal(
            ("checks_failed", "fix_and_push"),
            (told.GetProperty("code").GetString(), told.GetProperty("next_action").GetString())
        );
        Assert.Equal("ejected", told.GetProperty("story")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task An_agent_learns_where_its_pull_stands_and_when_to_come_back()
    {
        var standing = new Standing(PullState.Waiting, Code.NotApproved, "It waits for an approval.", NextAction.Wait, Some.Noon);
        await _front.Store.Fold([Some.PullFact(_front.Hub.Shop.Id, 4, 1)], Front.Stop);
        await _front.Store.Note(
            new PullSubject(_front.Hub.Shop.Id, 4),
            0,
            PullLedger.New with
            {
                Standing = standing,
            },
            [],
            Some.Noon,
            Front.Stop
        );
        await using var client = await Connect();

        var told = Told(await Ask(client, "pull_status", ("repository", "acme/shop"), ("pull", 4)));
        Assert.Equal(("waiting", 60), (told.GetProperty("state").GetString(), told.GetProperty("ask_again_seconds").GetInt32()));
        Assert.Equal("main", Told(await Ask(client, "queue", ("repository", "acme/shop"))).GetProperty("base").GetString());
        Assert.Empty(Told(await Ask(client, "deploys", ("repository", "acme/shop"))).GetProperty("deploys").EnumerateArray());
    }

    [Fact]
    public async Task An_agent_learns_each_reason_and_what_would_change_it()
    {
        var standing = new Standing(PullState.Waiting, Code.Draft, "It is a draft.", NextAction.MarkReady, Some.Noon);
        var ledger = PullLedger.New with
        {
            Standing = standing,
            HeadSeen = new HeadSeen(Some.Sha(5), Some.Noon, false),
            Objections =
            [
                new Objection("draft", "It is a draft.", "Mark it ready."),
                new Objection("changes requested", "`bo` asked for changes.", "Settle it."),
            ],
        };
        await _front.Store.Fold([Some.PullFact(_front.Hub.Shop.Id, 5, 1)], Front.Stop);
        await _front.Store.Note(new PullSubject(_front.Hub.Shop.Id, 5), 0, ledger, [], Some.Noon, Front.Stop);
        await using var client = await Connect();

        var reasons = Told(await Ask(client, "explain", ("repository", "acme/shop"), ("pull", 5))).GetProperty("reasons");
        var asked = Assert.Single(reasons[0].GetProperty("because").EnumerateArray());
        Assert.Equal(
            ("standing", "Waiting: not finished", "It is a draft."),
            (
                reasons[0].GetProperty("kind").GetString(),
                reasons[0].GetProperty("title").GetString(),
                reasons[0].GetProperty("says").GetString()
            )
        );
        Assert.Equal(
            ("`bo` asked for changes.", "Settle it."),
            (asked.GetProperty("says").GetString(), asked.GetProperty("change").GetString())
        );
        Assert.Equal("met", reasons[reasons.GetArrayLength() - 1].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_private_repository_is_told_to_whom_may_read_it_only()
    {
        await using var nobody = await Connect();
        await using var eve = await Connect(_front.Hub.Tokens["eve"]);
        await using var dan = await Connect(_front.Hub.Tokens["dan"]);

        Assert.True((await Ask(nobody, "pull_status", ("repository", "acme/vault"), ("pull", 1))).IsError);
        Assert.True((await Ask(dan, "pull_status", ("repository", "acme/vault"), ("pull", 1))).IsError);
        Assert.False((await Ask(eve, "pull_status", ("repository", "acme/vault"), ("pull", 1))).IsError);
    }

    [Fact]
    public async Task What_is_asked_wrongly_is_told_how_to_ask()
    {
        await using var client = await Connect();
        var answer = await Ask(client, "why_ejected", ("repository", "shop"));

        Assert.True(answer.IsError);
        Assert.Contains(
            "repository as owner/name and pull as a number",
            Told(answer).GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_branch_that_is_no_name_is_not_taken_for_the_default_one()
    {
        await using var client = await Connect();
        var answers = new[]
        {
            await Ask(client, "queue", ("repository", "acme/shop"), ("branch", 5)),
            await Ask(client, "queue", ("repository", "acme/shop"), ("branch", "a\u0000b")),
        };

        Assert.All(
            answers,
            answer =>
                Assert.Equal(
                    "queue takes repository as owner/name, and branch as a name or not at all.",
                    Told(answer).GetProperty("message").GetString()
                )
        );
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":5}}""", "result")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}""", "error")]
    public async Task A_number_where_a_word_belongs_is_answered_as_any_other_message(string body, string with)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var answer = await _front.Send(request);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Front.Stop));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(json.RootElement.TryGetProperty(with, out _));
    }

    [Fact]
    public async Task Another_sites_page_asks_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await _front.Send(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await _front.Status("/mcp"));
    }

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    private Task<McpClient> Connect(string? token = null) =>
        McpClient.CreateAsync(
            new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = new Uri($"{_front.Address}/mcp"),
                    TransportMode = HttpTransportMode.StreamableHttp,
                    AdditionalHeaders = token is null ? null : new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
                }
            ),
            cancellationToken: Front.Stop
        );

    private static async Task<CallToolResult> Ask(McpClient client, string tool, params (string Name, object Value)[] arguments) =>
        await client.CallToolAsync(
            tool,
            arguments.ToDictionary(each => each.Name, each => (object?)each.Value),
            cancellationToken: Front.Stop
        );

    private static JsonElement Told(CallToolResult answer)
    {
        using var json = JsonDocument.Parse(((TextContentBlock)answer.Content[0]).Text);
        return json.RootElement.Clone();
    }
}
