using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Pages;

/// <summary>The frame of every page: light or dark as the reader's system is, narrow or wide, and without a script.</summary>
internal static class Page
{
    private const string Style = """
        :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.4rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        a { color: light-dark(#0b57d0, #8ab4f8); } nav { margin-bottom: 1rem; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
        .wide { overflow-x: auto; } .mark { border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; white-space: nowrap; }
        .quiet { opacity: .7; } code { font-size: .9em; }
        """;

    public static IResult Answer(string title, string trusted) => Answer(title, new Html(trusted));

    /// <param name="lively">Seconds until the browser asks again; null: it does not.</param>
    public static IResult Answer(string title, Html body, int? lively = null, int status = 200) => new Sent(
        Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {(lively is { } seconds ? Html.Of($"<meta http-equiv=\"refresh\" content=\"{seconds}\">") : Html.Empty)}
            <title>{title} · Sluice</title>
            <style>{new Html(Style)}</style>
            </head>
            <body>
            <nav><a href="/">Sluice</a></nav>
            <h1>{title}</h1>
            {body}
            </body>
            </html>
            """),
        status);

    public static IResult NotFound() => Answer("Nothing here", new Html("<p>There is no such page, or it is not public.</p>"), status: 404);

    private sealed class Sent(Html page, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["Referrer-Policy"] = "no-referrer";
            return response.WriteAsync(page.Text, httpContext.RequestAborted);
        }
    }
}
