using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Pages;

/// <summary>The frame of every page: light or dark as the reader's system is, narrow or wide, and whole without a script.</summary>
internal static class Page
{
    /// <summary>Nothing from elsewhere, and no script or style but the files that are served beside the pages.</summary>
    private const string Allowed =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Seconds until a browser without scripts asks again.</summary>
    private const int Slowly = 15;

    /// <param name="spot">Where it stands in the dashboard; null: outside of any repository.</param>
    /// <param name="lively">What changes on it is shown by itself; needs a repository, or <paramref name="events"/>.</param>
    /// <param name="events">Where news of it are told; null: where those of its repository are.</param>
    public static IResult Answer(string title, Html body, Spot? spot = null, bool lively = false, int status = 200, string? events = null) => new Sent(
        who => Html.Of($"""
            <!doctype html>
            <html lang="en"{(lively && (events ?? (spot is null ? null : $"/{Lists.Path(spot.Repo)}/events")) is { } source ? Html.Of($" data-events=\"{source}\"") : Html.Empty)}>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title} · Sluice</title>
            <link rel="icon" href="{Asset.Icon.Path}" type="image/svg+xml">
            <link rel="stylesheet" href="{Asset.Style.Path}">
            {(lively ? Html.Of($"<script src=\"{Asset.Live.Path}\" defer></script>\n<noscript><meta http-equiv=\"refresh\" content=\"{Slowly}\"></noscript>") : Html.Empty)}
            </head>
            <body>
            <a class="skip" href="#content">To the content</a>
            {Top(spot, lively, who)}
            <main id="content">
            <h1>{title}</h1>
            {body}
            </main>
            <footer><span>Sluice</span> <a href="/">Repositories</a> {(spot is null ? Html.Empty : Html.Of($"<a href=\"/api/v1/repos/{Lists.Path(spot.Repo)}/{spot.Data}\">This as JSON</a>"))}</footer>
            </body>
            </html>
            """),
        status);

    public static IResult NotFound() =>
        Answer("Nothing here", new Html("<p class=\"lede\">There is no such page, or it is not for you to see. <a href=\"/\">All repositories</a></p>"), status: 404);

    /// <summary>A button that, by what the browser says, was on no page of ours.</summary>
    /// <param name="root">Where ours are.</param>
    public static IResult NotOurs(string root) =>
        Answer("Nothing was done", Html.Of($"<p class=\"lede\">By what the browser says, no page of ours asked for this. Ours are at <a href=\"{root}\">{root}</a>: try it there. If that is not where Sluice is found, set <code>Web__PublicUrl</code> to where it is, and start it again.</p>"), status: 403);

    private static Html Top(Spot? spot, bool lively, Html who) => Html.Of($"""
        <header class="top"><div>
        <div class="brand"><a class="home" href="/">{Mark}Sluice</a>{(spot is null ? Html.Empty : Html.Of($"<a class=\"repo\" href=\"/{Lists.Path(spot.Repo)}\">{spot.Repo}</a>"))}{(lively ? Html.Of($"<span class=\"live end\" role=\"status\" data-live-status></span>") : Html.Empty)}{who}</div>
        {(spot is null ? Html.Empty : Html.Of($"<nav class=\"tabs\" aria-label=\"{spot.Repo}\">{Html.Join(Enum.GetValues<Tab>().Select(tab => Entry(spot, tab)))}</nav>"))}
        </div></header>
        """);

    private static Html Entry(Spot spot, Tab tab) => Html.Of(
        $"<a href=\"/{Lists.Path(spot.Repo)}/{tab.ToString().ToLowerInvariant()}\"{(tab == spot.Tab ? Html.Of($" aria-current=\"page\"") : Html.Empty)}>{tab}</a>");

    private static Html Mark { get; } = new(
        "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M4 3v18M20 3v18M8 7h8M8 12h8M10 17c1.5-1.6 2.5 1.6 4 0\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.4\" stroke-linecap=\"round\"/></svg>");

    private sealed class Sent(Func<Html, Html> page, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentSecurityPolicy = Allowed;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["Referrer-Policy"] = "no-referrer";
            return response.WriteAsync(page(SignedIn.Of(httpContext)).Text, httpContext.RequestAborted);
        }
    }
}
