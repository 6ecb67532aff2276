using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Visiting;

/// <summary>Whether a browser sends a request because one of our own pages asked for it.</summary>
internal static class SameOrigin
{
    public static bool Holds(HttpRequest request, PublicAddress address)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return true; // changes nothing
        }

        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site == "same-origin";
        }

        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && Uri.TryCreate(address.Root, UriKind.Absolute, out var ours)
            && Uri.Compare(from, ours, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
    }
}
