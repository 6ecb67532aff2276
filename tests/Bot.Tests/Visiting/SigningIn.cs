using System.Net;

namespace Sluice.Bot.Tests.Visiting;

/// <summary>A browser that signs in with GitHub.</summary>
internal static class SigningIn
{
    public static async Task<(string Cookie, string To)> SignIn(this Front front, string login, string to = "/")
    {
        using var answer = await front.Callback(login, to);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return (Cookie(answer, "sluice-session"), answer.Headers.Location!.OriginalString);
    }

    public static async Task<HttpResponseMessage> Callback(this Front front, string login, string to)
    {
        var (cookie, back) = await front.Ask(login, to);
        return await front.Get(back, cookie: cookie);
    }

    /// <summary>To GitHub, where somebody agrees, and back: where the browser is sent, and with which cookie.</summary>
    public static async Task<(string Cookie, string Back)> Ask(this Front front, string login, string to)
    {
        front.Hub.World.Do(() => front.Hub.World.SigningIn.AtBrowser = front.Hub.World.Accounts[login]);
        using var asked = await front.Get($"/signin?to={Uri.EscapeDataString(to)}");
        using var agreed = await front.Http.GetAsync(asked.Headers.Location, Front.Stop);
        Assert.StartsWith($"{front.Address}/signin/callback?", agreed.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        return (Cookie(asked, "sluice-asked"), agreed.Headers.Location.PathAndQuery);
    }

    private static string Cookie(HttpResponseMessage answer, string name) =>
        answer
            .Headers.GetValues("Set-Cookie")
            .Single(each =>
                each.StartsWith(name + "=", StringComparison.Ordinal) && !each.StartsWith(name + "=;", StringComparison.Ordinal)
            )
            .Split(';')[0];
}
