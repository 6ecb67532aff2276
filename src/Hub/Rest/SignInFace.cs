using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>
/// GitHub's OAuth pages. The page that asks for consent is answered as if whoever sits at the browser had agreed at once: they are sent
/// back with a code.
/// </summary>
internal sealed class SignInFace(World world)
{
    private const string Page = "/login/oauth/authorize";
    private const string Exchange = "/login/oauth/access_token";

    private static readonly SortedDictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["incorrect_client_credentials"] = "The client_id and/or client_secret passed are incorrect.",
        ["bad_verification_code"] = "The code passed is incorrect or expired.",
        ["redirect_uri_mismatch"] = "The redirect_uri MUST match the registered callback URL for this application.",
    };

    public static bool Serves(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) && request.Path == Page) || (HttpMethods.IsPost(request.Method) && request.Path == Exchange);

    public Task Answer(HttpContext context) => HttpMethods.IsGet(context.Request.Method) ? Ask(context) : Change(context);

    private async Task Ask(HttpContext context)
    {
        var query = context.Request.Query;
        var (location, status) = world.Do(() => Agreed(query));
        if (location is null)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(status == 404 ? "Not Found" : "Sign in to GitHub");
            return;
        }

        context.Response.Redirect(location);
    }

    private (string? Location, int Status) Agreed(IQueryCollection query)
    {
        if (world.Apps.Values.FirstOrDefault(each => each.ClientId.Length > 0 && each.ClientId == query["client_id"]) is not { } app)
            return (null, 404);
        var redirect = query.TryGetValue("redirect_uri", out var told) ? told.ToString() : app.CallbackUrls.FirstOrDefault() ?? "";
        var state = query.TryGetValue("state", out var shown) ? $"&state={Uri.EscapeDataString(shown.ToString())}" : "";
        if (!SigningIn.Allows(app, redirect))
        {
            var known = app.CallbackUrls.FirstOrDefault();
            return known is null
                ? (null, 404)
                : (
                    $"{known}?error=redirect_uri_mismatch&error_description={Uri.EscapeDataString(Words["redirect_uri_mismatch"])}{state}",
                    302
                );
        }

        if (world.SigningIn.AtBrowser is not { } person)
            return (null, 200);
        var challenge = query["code_challenge_method"] == "S256" ? query["code_challenge"].ToString() : null;
        var code = world.SigningIn.Agree(new SignInAsk(app, person, redirect, challenge));
        // As a header may hold it.
        return ($"{new Uri(redirect).AbsoluteUri}{(redirect.Contains('?', StringComparison.Ordinal) ? '&' : '?')}code={code}{state}", 302);
    }

    private async Task Change(HttpContext context)
    {
        if (await Forms.Read(context) is not { } form)
            return;
        string? Field(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
        var (token, error) = world.Do(() =>
            world.SigningIn.Redeem(
                Field("client_id") ?? "",
                Field("client_secret") ?? "",
                Field("code") ?? "",
                Field("redirect_uri"),
                Field("code_verifier")
            )
        );
        var shape = error is not null
            ? new JsonObject { ["error"] = error, ["error_description"] = Words[error] }
            : new JsonObject
            {
                ["access_token"] = token,
                ["expires_in"] = (int)SigningIn.TokenLives.TotalSeconds,
                ["scope"] = "",
                ["token_type"] = "bearer",
            };
        var isJson = context.Request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal);
        context.Response.ContentType = isJson ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded; charset=utf-8";
        await context.Response.WriteAsync(
            isJson
                ? shape.ToJsonString()
                : string.Join('&', shape.Select(each => $"{each.Key}={Uri.EscapeDataString(each.Value!.ToString())}"))
        );
    }
}
