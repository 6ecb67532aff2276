using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Who sends a request: "Bearer x", "token x", or Basic with the token as password (or as user name).</summary>
internal static class Authentication
{
    public static Answer<Caller> Of(World world, HttpRequest request)
    {
        if (Token(request) is not { } token)
            return new Caller.Anonymous();
        return AppTokens.LooksLikeOne(token) ? AppTokens.Authenticate(world, token) : world.People.Authenticate(token);
    }

    public static string? Token(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var (scheme, value) = header.Split(' ', 2) is [var s, var v] ? (s.ToLowerInvariant(), v.Trim()) : ("", "");
        return scheme switch
        {
            "bearer" or "token" => value,
            "basic" => Basic(value),
            _ => header.Length > 0 ? header : null,
        };
    }

    private static string? Basic(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
            return "";
        var (user, password) = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var u, var p] ? (u, p) : ("", "");
        return password is "" or "x-oauth-basic" ? user : password;
    }
}
