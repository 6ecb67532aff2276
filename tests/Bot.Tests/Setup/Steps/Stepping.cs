using System.Net;

namespace Sluice.Bot.Tests.Setup.Steps;

/// <summary>The browser that registered the App, on the page of what is left.</summary>
internal sealed class Stepping(BotHost bot, Registrant browser, string cookie, string repo)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public BotHost Bot { get; } = bot;

    public string Cookie { get; } = cookie;

    public async Task<string> Read()
    {
        using var answer = await browser.Http.SendAsync(Request(HttpMethod.Get, "/setup"), Stop);
        return answer.StatusCode == HttpStatusCode.OK
            ? WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop))
            : $"{answer.StatusCode}";
    }

    public async Task Until(string says)
    {
        var last = "";
        try
        {
            await Registrant.Until(async () => (last = await Read()).Contains(says, StringComparison.Ordinal));
        }
        catch (Xunit.Sdk.XunitException)
        {
            Assert.Fail($"'{says}' is not in: {last}");
        }
    }

    /// <returns>What is said where it did not work.</returns>
    public async Task<string> Press(string what, string which)
    {
        using var answer = await browser.Http.SendAsync(Form(what, which, "same-origin"), Stop);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
    }

    public async Task<HttpStatusCode> Post(string what, string which, string site)
    {
        using var answer = await browser.Http.SendAsync(Form(what, which, site), Stop);
        return answer.StatusCode;
    }

    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(Bot.Url, path));
        request.Headers.Add("Cookie", Cookie);
        return request;
    }

    private HttpRequestMessage Form(string what, string which, string site)
    {
        var request = Request(HttpMethod.Post, "/setup");
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Content = new FormUrlEncodedContent([new("do", what), new("repo", repo), new("which", which)]);
        return request;
    }
}
