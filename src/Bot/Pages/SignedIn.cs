using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Pages;

/// <summary>Who reads the page, with the way out; or the way in. Nothing where nobody can sign in.</summary>
internal static class SignedIn
{
    public static Html Of(HttpContext http) =>
        http.RequestServices?.GetService<GitHubSignIn>() is null ? Html.Empty
        : http.RequestServices.GetRequiredService<Sessions>().Of(http.Request) is { } person
            ? Html.Of($"<form class=\"who\" method=\"post\" action=\"/signout\"><span>{person.Login}</span> <button>Sign out</button></form>")
            : Html.Of($"<a class=\"who\" href=\"/signin?to={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}\">Sign in</a>");
}
