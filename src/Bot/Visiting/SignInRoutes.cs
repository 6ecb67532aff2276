using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Pages;

namespace Sluice.Bot.Visiting;

/// <summary><c>/signin</c>, <c>/signin/callback</c> and <c>/signout</c>.</summary>
internal static class SignInRoutes
{
    private const string Callback = "/signin/callback";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        if (services.GetService<GitHubSignIn>() is not { } github)
        {
            return;
        }

        var (sessions, address, clock, sealing) = (
            services.GetRequiredService<Sessions>(),
            services.GetRequiredService<PublicAddress>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<SignInKeys>().Asking!
        );
        routes.MapOthers("/signin", [HttpMethods.Get]);
        routes.MapGet(
            "/signin",
            (HttpContext http, string? to) =>
            {
                var (state, verifier) = (Random(), Random());
                var asked = new Asked(state, verifier, Local(to), clock.GetUtcNow() + Patience);
                http.Response.Cookies.Append(
                    sessions.Name("asked"),
                    sealing.Seal(JsonSerializer.SerializeToUtf8Bytes(asked)),
                    sessions.Terms(asked.Until)
                );
                http.Response.Headers.CacheControl = "no-store";
                return Results.Redirect(
                    github.Ask(address.Root + Callback, state, Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))))
                );
            }
        );
        routes.MapOthers(Callback, [HttpMethods.Get]);
        routes.MapGet(
            Callback,
            async (HttpContext http, string? code, string? state, CancellationToken stop) =>
            {
                var asked = Read(sealing, http.Request.Cookies[sessions.Name("asked")]);
                http.Response.Cookies.Delete(sessions.Name("asked"), sessions.Terms(null));
                http.Response.Headers.CacheControl = "no-store";
                if (
                    asked is null
                    || asked.Until <= clock.GetUtcNow()
                    || code is null
                    || !Same(asked.State, state)
                    || await github.Redeem(address.Root + Callback, code, asked.Verifier, stop) is not var (person, life)
                )
                {
                    return Page.Answer(
                        "Not signed in",
                        new Html("<p>GitHub did not say who you are, or it took too long. <a href=\"/signin\">Try again</a>.</p>"),
                        status: 400
                    );
                }

                sessions.Begin(http.Response, person, life);
                return Results.LocalRedirect(asked.To);
            }
        );
        routes.MapWrite(
            "/signout",
            (HttpContext http) =>
            {
                if (!SameOrigin.Holds(http.Request, address))
                {
                    return Page.NotOurs(address.Root);
                }

                sessions.End(http.Response);
                return Results.LocalRedirect("/");
            }
        );
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static bool Same(string right, string? told) =>
        told is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(told));

    /// <summary>A path of ours, as a header holds it: nobody is sent elsewhere by a link that began here.</summary>
    private static string Local(string? to) =>
        to is ['/', ..] && to is not ['/', '/' or '\\', ..] && to.Length < 1000 && to.All(letter => letter is > ' ' and <= '~') ? to : "/";

    private static Asked? Read(Sealing sealing, string? cookie) =>
        cookie is not null && sealing.Open(cookie) is { } plain ? JsonSerializer.Deserialize<Asked>(plain) : null;

    private sealed record Asked(string State, string Verifier, string To, DateTimeOffset Until);
}
