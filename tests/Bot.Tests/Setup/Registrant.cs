using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub;

namespace Sluice.Bot.Tests.Setup;

/// <summary>Somebody with a browser who registers an App on a hub.</summary>
internal sealed partial class Registrant(HubServer hub, string database) : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public string Data { get; } = Directory.CreateTempSubdirectory("sluice-setup-").FullName;

    public string Key { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public BotLog Log { get; } = new();

    public HttpClient Http => _http;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Dictionary<string, string?> Settings(string? key = null) =>
        new()
        {
            ["GitHub:ApiUrl"] = hub.Url,
            ["GitHub:WebUrl"] = hub.Url,
            ["Database:ConnectionString"] = database,
            ["Data:Path"] = Data,
            ["Data:EncryptionKey"] = key ?? Key,
        };

    public Task<BotHost> Start(string? key = null, params (string Key, string Value)[] more)
    {
        var settings = Settings(key);
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return BotHost.Start(
            ["--urls=http://127.0.0.1:0"],
            settings,
            builder => builder.Logging.ClearProviders().AddProvider(Log),
            stop: Stop
        );
    }

    public async Task<HttpResponseMessage> Register(BotHost bot)
    {
        var (action, manifest, cookie) = await Ask(bot);
        return await Get(bot, await Agree(action, manifest), cookie);
    }

    /// <summary>Fills in the form: where it leads, what it takes there, and the cookie that stays.</summary>
    public async Task<(string Action, string Manifest, string Cookie)> Ask(BotHost bot)
    {
        using var form = new FormUrlEncodedContent([new("organization", "acme"), new("name", "Sluice gate")]);
        using var answer = await _http.PostAsync(new Uri(bot.Url, "/setup"), form, Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        return (
            WebUtility.HtmlDecode(Action().Match(page).Groups[1].Value),
            WebUtility.HtmlDecode(Hidden().Match(page).Groups[1].Value),
            answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]
        );
    }

    public async Task<string> Agree(string action, string manifest)
    {
        using var form = new FormUrlEncodedContent([new("manifest", manifest)]);
        using var answer = await _http.PostAsync(new Uri(action), form, Stop);
        return answer.Headers.Location!.PathAndQuery;
    }

    public async Task<HttpResponseMessage> Get(BotHost bot, string path, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bot.Url, path));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await _http.SendAsync(request, Stop);
    }

    public static async Task Until(Func<Task<bool>> isSo)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var beats = 0; !await IsSo(isSo); beats++)
        {
            Assert.True(beats < 300, "it did not come to be");
            await beat.WaitForNextTickAsync(Stop);
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        Log.Dispose();
        DataFolder.Delete(Data);
        return ValueTask.CompletedTask;
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
}
