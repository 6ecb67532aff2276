using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Visiting;

/// <summary>
/// Who signed in, in a cookie that only this bot can write and read. Nothing of it is kept here, so that every replica knows it.
/// </summary>
/// <param name="sealing">Null: nobody can sign in.</param>
internal sealed class Sessions(Sealing? sealing, PublicAddress address, TimeProvider clock)
{
    /// <summary>As long as GitHub's token for it lives, where GitHub does not say.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromHours(8);

    /// <summary>Null: nobody signed in, or it is over.</summary>
    public Visitor.Person? Of(HttpRequest request)
    {
        if (sealing is null || request.Cookies[Name("session")] is not { } cookie || sealing.Open(cookie) is not { } plain)
        {
            return null;
        }

        return JsonSerializer.Deserialize<Session>(plain) is { } session && session.Until > clock.GetUtcNow()
            ? new(session.Login, session.Id, session.Token)
            : null;
    }

    public void Begin(HttpResponse response, Visitor.Person person, TimeSpan? life)
    {
        var until = clock.GetUtcNow() + (life is { } told && told < Life ? told : Life);
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Session(person.Login, person.Id, person.Token, until));
        response.Cookies.Append(Name("session"), sealing!.Seal(plain), Terms(until));
    }

    public void End(HttpResponse response) => response.Cookies.Delete(Name("session"), Terms(null));

    /// <summary>With HTTPS the browser itself sees to it that no other host writes it.</summary>
    public string Name(string what) => address.IsSecure ? $"__Host-sluice-{what}" : $"sluice-{what}";

    /// <summary>No script reads it, and no other site's request carries it but a link that is followed.</summary>
    public CookieOptions Terms(DateTimeOffset? until) =>
        new()
        {
            HttpOnly = true,
            Secure = address.IsSecure,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            Expires = until,
            IsEssential = true,
        };

    private sealed record Session(string Login, long Id, string Token, DateTimeOffset Until);
}
