using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Setup.Steps;

/// <summary>
/// By which the browser that registered the App goes on with what is left: a cookie that only this bot can write, good for a day.
/// </summary>
internal sealed class StepsPass(byte[] key, TimeProvider clock)
{
    private const string Cookie = "sluice-steps";

    private static readonly TimeSpan Life = TimeSpan.FromDays(1);

    private readonly Sealing _sealing = new(key, "setup steps");

    public void Hand(HttpResponse response, bool secure)
    {
        var until = clock.GetUtcNow() + Life;
        response.Cookies.Append(
            Cookie,
            _sealing.Seal(Encoding.ASCII.GetBytes(until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))),
            new()
            {
                HttpOnly = true,
                Secure = secure,
                SameSite = SameSiteMode.Lax,
                Path = "/setup",
                MaxAge = Life,
                IsEssential = true,
            }
        );
    }

    public bool Holds(HttpRequest request) =>
        request.Cookies[Cookie] is { } cookie
        && _sealing.Open(cookie) is { } plain
        && long.Parse(Encoding.ASCII.GetString(plain), CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeSeconds();
}
