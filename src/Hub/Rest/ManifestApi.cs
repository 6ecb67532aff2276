using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Rest;

/// <summary>
/// Registering an App by its manifest. The form's page is answered as if the person behind the browser had agreed at once: they
/// are sent back with a code.
/// </summary>
internal static class ManifestApi
{
    private const string Form = "/settings/apps/new";

    public static void Map(Routes routes) =>
        routes.Post(
            "/app-manifests/{code}/conversions",
            Need.Nothing,
            call => Reply.From(call.World.Registering.Redeem(call["code"]), registration => Reply.Created(Shape(call.Wire, registration)))
        );

    public static bool Serves(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value?.EndsWith(Form, StringComparison.Ordinal) == true;

    /// <summary>Takes the posted form: <c>manifest</c> as JSON, <c>state</c> in the query or the form.</summary>
    public static async Task Answer(World world, Account otherwise, HttpContext context)
    {
        if (await Forms.Read(context) is not { } form)
            return;
        var owner = Owner(world, context.Request.Path.Value!) ?? otherwise;
        if (Read(form["manifest"].ToString()) is not { } manifest)
        {
            context.Response.StatusCode = 422;
            await context.Response.WriteAsync("The manifest is not valid: it needs at least name, url and redirect_url.");
            return;
        }

        string code;
        lock (world.Gate)
            code = world.Registering.Agree(owner, manifest);
        var state = context.Request.Query.TryGetValue("state", out var found) ? found.ToString() : form["state"].ToString();
        var joint = manifest.RedirectUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        context.Response.Redirect($"{manifest.RedirectUrl}{joint}code={code}&state={Uri.EscapeDataString(state)}");
    }

    private static Account? Owner(World world, string path) =>
        path.Split('/') is ["", "organizations", var name, ..] ? world.Accounts.GetValueOrDefault(name) : null;

    private static Manifest? Read(string text)
    {
        if (!SentJson.TryRead(Encoding.UTF8.GetBytes(text), out var sent) || sent is not JsonObject shape)
            return null;
        if (
            shape.Text("name") is not { } name
            || shape.Text("url") is not { } url
            || shape.Text("redirect_url") is not { } redirect
            || !Names.IsWebAddress(redirect)
        )
            return null;
        var permissions = new SortedDictionary<string, Access>(StringComparer.Ordinal);
        foreach (var (permission, level) in shape["default_permissions"] as JsonObject ?? [])
            permissions[permission] = level.AsText() == "read" ? Access.Read : Access.Write;
        // As a header may hold it.
        return new Manifest(name, url, new Uri(redirect).AbsoluteUri)
        {
            HookUrl = shape["hook_attributes"].Text("url"),
            HookActive = shape["hook_attributes"].Flag("active") ?? true,
            Description = shape.Text("description") ?? "",
            Events = [.. (shape["default_events"] as JsonArray ?? []).Select(e => e.AsText() ?? "")],
            CallbackUrls = [.. (shape["callback_urls"] as JsonArray ?? []).Select(e => e.AsText() ?? "")],
            Permissions = permissions,
        };
    }

    private static JsonObject Shape(Wire wire, Registration registration)
    {
        var shape = wire.App(registration.App);
        shape["client_secret"] = registration.App.ClientSecret;
        shape["webhook_secret"] = registration.App.WebhookSecret;
        shape["pem"] = registration.PrivateKeyPem;
        return shape;
    }
}
