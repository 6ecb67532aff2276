using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub;

namespace Sluice.Bot.Tests.Setup;

public sealed partial class SetupTests(TestPostgres server) : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly BotLog _log = new();
    private readonly string _data = Directory.CreateTempSubdirectory("sluice-setup-").FullName;
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private HubServer _hub = null!;
    private string _database = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_hub, _database) = (await HubServer.Start(), await server.Create());

    [Fact]
    public async Task A_browser_registers_the_App_and_the_running_bot_works_as_it()
    {
        await using var bot = await Start();
        using var done = await Register(bot);
        Assert.Contains("/apps/sluice-gate/installations/new", await done.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        await Until(async () => (await Get(bot, "/setup")).StatusCode == HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await Get(bot, "/readyz")).StatusCode);
        using var unsigned = await _http.PostAsync(new Uri(bot.Url, "/webhooks"), new StringContent("{}", null, "application/json"), Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Get(bot, "/signin")).StatusCode);
    }

    [Fact]
    public async Task What_is_stored_is_sealed_and_the_next_start_opens_it_with_the_same_key_only()
    {
        await using (var bot = await Start())
        {
            using var done = await Register(bot);
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        }

        await using var source = NpgsqlDataSource.Create(_database);
        await using var read = source.CreateCommand("select body from app");
        var body = (string)(await read.ExecuteScalarAsync(Stop))!;
        Assert.DoesNotContain("PRIVATE KEY", System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(body)), StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Start(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        Assert.StartsWith("Data__EncryptionKey: does not open", Assert.Single(refusal.Faults), StringComparison.Ordinal);
        await using var again = await Start();
        Assert.Contains("Sluice is up as App", again.Greeting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHubs_answer_counts_only_in_the_browser_that_asked()
    {
        await using var bot = await Start();
        var (action, manifest, cookie) = await Ask(bot);
        var back = await Agree(action, manifest);

        Assert.Equal(HttpStatusCode.BadRequest, (await Get(bot, back)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Get(bot, back + "x", cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Get(bot, back, cookie)).StatusCode);
    }

    [Fact]
    public async Task Whoever_comes_through_a_proxy_needs_the_code_that_the_log_prints()
    {
        await using var bot = await Start();
        using var asked = await Send(bot, HttpMethod.Get, null);
        Assert.Contains("name=\"code\"", await asked.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        var code = Code().Match(_log.ToString()).Value;

        Assert.Equal(HttpStatusCode.BadRequest, (await Send(bot, HttpMethod.Post, "guess")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send(bot, HttpMethod.Post, code.ToLowerInvariant())).StatusCode);
    }

    [Fact]
    public async Task Another_sites_form_registers_nothing()
    {
        await using var bot = await Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Url, "/setup")) { Content = new FormUrlEncodedContent([new("name", "sluice")]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        Assert.Equal(HttpStatusCode.BadRequest, (await _http.SendAsync(request, Stop)).StatusCode);
    }

    [Fact]
    public async Task Without_a_key_that_every_replica_has_nothing_is_registered()
    {
        await using var bot = await Start("");

        Assert.Contains("Data__EncryptionKey", await (await Get(bot, "/setup")).Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _http.PostAsync(new Uri(bot.Url, "/setup"), new FormUrlEncodedContent([]), Stop)).StatusCode);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Beside_a_private_database_a_key_is_made_once_that_only_its_owner_reads()
    {
        var settings = new BotSettings { GitHub = new(new Uri(_hub.Url), new Uri(_hub.Url), null, null), DataPath = _data };
        var made = SetupKey.Of(settings, isPrivate: true);

        Assert.Equal(made, SetupKey.Of(settings, isPrivate: true));
        Assert.Null(SetupKey.Of(settings, isPrivate: false));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_data, "encryption.key")));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _hub.DisposeAsync();
        DataFolder.Delete(_data);
    }

    private Task<BotHost> Start(string? key = null) => BotHost.Start(
        ["--urls=http://127.0.0.1:0"],
        new Dictionary<string, string?>
        {
            ["GitHub:ApiUrl"] = _hub.Url,
            ["GitHub:WebUrl"] = _hub.Url,
            ["Database:ConnectionString"] = _database,
            ["Data:Path"] = _data,
            ["Data:EncryptionKey"] = key ?? _key,
        },
        builder => builder.Logging.ClearProviders().AddProvider(_log), stop: Stop);

    private async Task<HttpResponseMessage> Register(BotHost bot)
    {
        var (action, manifest, cookie) = await Ask(bot);
        return await Get(bot, await Agree(action, manifest), cookie);
    }

    /// <summary>Fills in the form: where it leads, what it takes there, and the cookie that stays.</summary>
    private async Task<(string Action, string Manifest, string Cookie)> Ask(BotHost bot)
    {
        using var form = new FormUrlEncodedContent([new("organization", "acme"), new("name", "Sluice gate")]);
        using var answer = await _http.PostAsync(new Uri(bot.Url, "/setup"), form, Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        return (WebUtility.HtmlDecode(Action().Match(page).Groups[1].Value), WebUtility.HtmlDecode(Hidden().Match(page).Groups[1].Value), answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    private async Task<string> Agree(string action, string manifest)
    {
        using var form = new FormUrlEncodedContent([new("manifest", manifest)]);
        using var answer = await _http.PostAsync(new Uri(action), form, Stop);
        return answer.Headers.Location!.PathAndQuery;
    }

    private async Task<HttpResponseMessage> Get(BotHost bot, string path, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bot.Url, path));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await _http.SendAsync(request, Stop);
    }

    private async Task<HttpResponseMessage> Send(BotHost bot, HttpMethod method, string? code)
    {
        using var request = new HttpRequestMessage(method, new Uri(bot.Url, "/setup"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Content = code is null ? null : new FormUrlEncodedContent([new("code", code), new("name", "sluice")]);
        return await _http.SendAsync(request, Stop);
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var beats = 0; !await IsSo(isSo); beats++)
        {
            Assert.True(beats < 300, "it did not come to be");
            await beat.WaitForNextTickAsync(Stop);
        }
    }

    /// <summary>While the one hands over to the other nobody listens.</summary>
    private static async Task<bool> IsSo(Func<Task<bool>> isSo)
    {
        try
        {
            return await isSo();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"manifest\" value=\"([^\"]+)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("(?:[A-Z2-9]{5}-){3}[A-Z2-9]{5}")]
    private static partial Regex Code();
}
