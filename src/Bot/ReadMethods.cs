using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Bot.Pages;

namespace Sluice.Bot;

/// <summary>
/// What is only read answers GET, and HEAD with the same head and no body, as monitors and link checkers ask. Whoever asks otherwise is
/// told how to.
/// </summary>
internal static class ReadMethods
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <param name="also">Methods that are answered elsewhere.</param>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate answer, params string[] also)
    {
        routes.MapOthers(pattern, [.. Methods, .. also]);
        return routes.MapMethods(pattern, Methods, answer);
    }

    /// <summary>What is only handed in.</summary>
    public static RouteHandlerBuilder MapWrite(this IEndpointRouteBuilder routes, string pattern, Delegate answer)
    {
        routes.MapOthers(pattern, [HttpMethods.Post]);
        return routes.MapPost(pattern, answer);
    }

    /// <summary>
    /// All methods but these: before whatever else would find the address. It looks at nothing, so that it tells nothing of what is hidden.
    /// </summary>
    public static void MapOthers(this IEndpointRouteBuilder routes, string pattern, string[] answered)
    {
        var (allow, says) = (string.Join(", ", answered), $"This address answers {string.Join(" and ", answered)} only.");
        routes.Map(
            pattern,
            (HttpContext http) =>
            {
                http.Response.Headers.Allow = allow;
                var isPage = answered.Contains(HttpMethods.Get) && !http.Request.Path.StartsWithSegments("/api");
                return isPage
                    ? Page.Answer("Not like this", Html.Of($"<p class=\"lede\">{says}</p>"), status: 405)
                    : Problem.Of(StatusCodes.Status405MethodNotAllowed, says);
            }
        );
    }
}
