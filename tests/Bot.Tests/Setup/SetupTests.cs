using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Doctor;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Tests.Hosting;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub;

namespace Sluice.Bot.Tests.Setup;

public sealed partial class SetupTests(TestPostgres server) : IAsyncLifetime
{
    private HubServer _hub = null!;
    private Registrant _browser = null!;
    private string _database = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_hub, _database) = (await HubServer.Start(), await server.Create());
        _browser = new Registrant(_hub, _database);
    }

    [Fact]
    public async Task A_browser_registers_the_App_and_the_running_bot_works_as_it()
    {
        await using var bot = await _browser.Start();
        using var done = await _browser.Register(bot);
        Assert.Contains("/apps/sluice-gate/installations/new", await done.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        await Registrant.Until(async () => (await _browser.Get(bot, "/setup")).StatusCode == HttpStatusCode.NotFound);
        await SomeApp.UntilReady(_browser.Http, bot.Url);
        using var unsigned = await _browser.Http.PostAsync(
            new Uri(bot.Url, "/webhooks"),
            new StringContent("{}", null, "application/json"),
            Stop
        );
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await _browser.Get(bot, "/signin")).StatusCode);
    }

    [Fact]
    public async Task What_is_stored_is_sealed_and_the_next_start_opens_it_with_the_same_key_only()
    {
        await using (var bot = await _browser.Start())
        {
            using var done = await _browser.Register(bot);
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        }

        await using var source = NpgsqlDataSource.Create(_database);
        await using var read = source.CreateCommand("select body from app");
        var body = (string)(await read.ExecuteScalarAsync(Stop))!;
        Assert.DoesNotContain(
            "PRIVATE KEY",
            System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(body)),
            StringComparison.Ordinal
        );

        var refusal = await Assert.ThrowsAsync<SettingsException>(() =>
            _browser.Start(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))
        );
        Assert.StartsWith("Data__EncryptionKey: does not open", Assert.Single(refusal.Faults), StringComparison.Ordinal);
        var without = await Assert.ThrowsAsync<SettingsException>(() => _browser.Start(""));
        Assert.StartsWith("Data__EncryptionKey: it is missing", Assert.Single(without.Faults), StringComparison.Ordinal);
        var github = new GitHubSettings(new Uri("http://127.0.0.1"), new Uri("http://127.0.0.1"), null, null);
        await Assert.ThrowsAsync<SettingsException>(() =>
            AppInForce.Of(
                new BotSettings
                {
                    GitHub = github,
                    DataPath = _browser.Data,
                    Database = _database,
                },
                Stop
            )
        );
        await using var again = await _browser.Start();
        Assert.Contains("Sluice is up as App", again.Greeting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHubs_answer_counts_only_in_the_browser_that_asked()
    {
        await using var bot = await _browser.Start();
        var (action, manifest, cookie) = await _browser.Ask(bot);
        var back = await _browser.Agree(action, manifest);

        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.Get(bot, back)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.Get(bot, back + "x", cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _browser.Get(bot, back, cookie)).StatusCode);
    }

    [Fact]
    public async Task Where_GitHub_is_out_of_reach_the_page_says_so_and_loading_it_again_registers()
    {
        await using var bot = await _browser.Start();
        var (action, manifest, cookie) = await _browser.Ask(bot);
        var back = await _browser.Agree(action, manifest);

        _hub.IsAway = true;
        using var away = await _browser.Get(bot, back, cookie);
        Assert.Equal(HttpStatusCode.BadGateway, away.StatusCode);
        Assert.Contains("Load this page again", await away.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Contains("credentials could not be fetched", _browser.Log.ToString(), StringComparison.Ordinal);

        _hub.IsAway = false;
        Assert.Equal(HttpStatusCode.OK, (await _browser.Get(bot, back, cookie)).StatusCode);
    }

    [Fact]
    public async Task Whoever_comes_through_a_proxy_needs_the_code_that_the_log_prints()
    {
        await using var bot = await _browser.Start();
        using var asked = await Send(bot, HttpMethod.Get, null);
        Assert.Contains("name=\"code\"", await asked.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        var code = Code().Match(_browser.Log.ToString()).Value;

        Assert.Equal(HttpStatusCode.BadRequest, (await Send(bot, HttpMethod.Post, "guess")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(bot, HttpMethod.Post, code.ToLowerInvariant())).StatusCode);
    }

    [Fact]
    public async Task Another_sites_form_registers_nothing()
    {
        await using var bot = await _browser.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Url, "/setup"))
        {
            Content = new FormUrlEncodedContent([new("name", "sluice")]),
        };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(HttpStatusCode.BadRequest, (await _browser.Http.SendAsync(request, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("/", "GET and HEAD")]
    [InlineData("/setup/callback", "GET")]
    public async Task A_page_that_takes_no_form_says_so(string path, string answered)
    {
        await using var bot = await _browser.Start();
        using var answer = await _browser.Http.PostAsync(new Uri(bot.Url, path), new FormUrlEncodedContent([]), Stop);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains($"This address answers {answered} only.", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_that_every_replica_has_nothing_is_registered()
    {
        await using var bot = await _browser.Start("");

        Assert.Contains(
            "Data__EncryptionKey",
            await (await _browser.Get(bot, "/setup")).Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal
        );
        Assert.Equal(
            HttpStatusCode.MethodNotAllowed,
            (await _browser.Http.PostAsync(new Uri(bot.Url, "/setup"), new FormUrlEncodedContent([]), Stop)).StatusCode
        );
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Beside_a_private_database_a_key_is_made_once_that_only_its_owner_reads()
    {
        var settings = new BotSettings { GitHub = new(new Uri(_hub.Url), new Uri(_hub.Url), null, null), DataPath = _browser.Data };
        var made = SetupKey.Of(settings, isPrivate: true);

        Assert.Equal(made, SetupKey.Of(settings, isPrivate: true));
        Assert.Null(SetupKey.Of(settings, isPrivate: false));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_browser.Data, "encryption.key")));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _hub.DisposeAsync();
    }

    private async Task<HttpResponseMessage> Send(BotHost bot, HttpMethod method, string? code)
    {
        using var request = new HttpRequestMessage(method, new Uri(bot.Url, "/setup"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Content = code is null ? null : new FormUrlEncodedContent([new("code", code), new("name", "sluice")]);
        return await _browser.Http.SendAsync(request, Stop);
    }

    [GeneratedRegex("(?:[A-Z2-9]{5}-){3}[A-Z2-9]{5}")]
    private static partial Regex Code();
}
