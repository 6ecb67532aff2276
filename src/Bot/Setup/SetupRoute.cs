using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Bot.Pages;

namespace Sluice.Bot.Setup;

/// <summary><c>GET /setup</c>, while there is no App.</summary>
internal static class SetupRoute
{
    public static void MapSetup(this IEndpointRouteBuilder routes)
    {
        routes.Map("/api/{**path}", () => Results.Json(new { message = "Not Found: no GitHub App is registered yet, see /setup" }, statusCode: 404));
        routes.MapFallback(() => Page.Answer("Nothing here yet", new Html("<p>No GitHub App is registered: <a href=\"/setup\">set it up</a>.</p>"), status: 404));
        routes.MapRead("/setup", () => Page.Answer("Register the App", """
            <p>Sluice runs, and knows no GitHub App yet: it answers nothing but this page, its health and 503 at <code>/webhooks</code>.</p>
            <ol>
            <li>Register a GitHub App with the permissions and events of <code>app-manifest/manifest.json</code>; the file beside it gives the reason for each.</li>
            <li>Set its webhook to <code>/webhooks</code> of this address, content type <code>application/json</code>, with a secret of your choice.</li>
            <li>Start Sluice again with <code>GitHub__AppId</code>, <code>GitHub__PrivateKeyPath</code> (the downloaded <code>.pem</code>) and <code>GitHub__WebhookSecret</code>.</li>
            <li>Install the App on the repositories that it shall look after.</li>
            </ol>
            """));
    }
}
