using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Settings;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Pages;

/// <summary>Who reads the page, with the way out; or the way in. Nothing where nobody can sign in.</summary>
internal static class SignedIn
{
    public static Html Of(HttpContext http) =>
        http.RequestServices?.GetService<GitHubSignIn>() is null ? Html.Empty
        : http.RequestServices.GetRequiredService<Sessions>().Of(http.Request) is { } person
            ? Html.Of(
                $"<form class=\"who\" method=\"post\" action=\"/signout\">{(IsOperator(http, person.Login) ? Html.Of($"<a href=\"/operator\">Operator</a> ") : Html.Empty)}<span>{person.Login}</span> <button>Sign out</button></form>"
            )
        : Html.Of($"<a class=\"who\" href=\"/signin?to={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}\">Sign in</a>");

    private static bool IsOperator(HttpContext http, string login) =>
        http.RequestServices.GetService<BotSettings>()?.Operators.Contains(login, StringComparer.OrdinalIgnoreCase) == true;
}
