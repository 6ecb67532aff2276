using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Bot.Visiting;

/// <summary>
/// What every answer tells a browser: run nothing that is not ours, stand in nobody's frame, keep nothing that is somebody's alone. A page
/// may allow itself more.
/// </summary>
internal static class SecureHeaders
{
    private const string Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseSecureHeaders(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();
        app.Use(
            (http, next) =>
            {
                http.Response.OnStarting(() =>
                {
                    var headers = http.Response.Headers;
                    headers.XContentTypeOptions = "nosniff";
                    headers.XFrameOptions = "DENY";
                    headers["Referrer-Policy"] = "same-origin"; // with none, a browser hides from us too that our own form asks
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";
                    headers["Cross-Origin-Resource-Policy"] = "same-origin";
                    if (headers.ContentSecurityPolicy.Count == 0)
                    {
                        headers.ContentSecurityPolicy = Nothing;
                    }

                    if (address.IsSecure)
                    {
                        headers.StrictTransportSecurity = "max-age=31536000";
                    }

                    // What is shown depends on who asks.
                    if (headers.CacheControl.Count == 0)
                    {
                        headers.CacheControl = "private, no-cache";
                        headers.Append("Vary", "Authorization, Cookie");
                    }

                    return Task.CompletedTask;
                });
                return next(http);
            }
        );
    }
}
