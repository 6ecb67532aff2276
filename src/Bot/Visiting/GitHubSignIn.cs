using System.Net.Http.Headers;
using System.Text.Json;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Visiting;

/// <summary>GitHub's OAuth, with PKCE: where a browser is sent, and what the code that it comes back with is worth.</summary>
internal sealed class GitHubSignIn(OAuthClient client, Uri web, Uri api, HttpMessageInvoker network, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _web = web.AbsoluteUri.TrimEnd('/');

    public string Ask(string callback, string state, string challenge) =>
        $"{_web}/login/oauth/authorize?client_id={Uri.EscapeDataString(client.Id)}&redirect_uri={Uri.EscapeDataString(callback)}&state={state}&code_challenge={challenge}&code_challenge_method=S256&allow_signup=false";

    /// <summary>Who it is, and how long their token lives; null: GitHub does not say so.</summary>
    public async Task<(Visitor.Person Person, TimeSpan? Life)?> Redeem(
        string callback,
        string code,
        string verifier,
        CancellationToken stop
    )
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            using var change = new HttpRequestMessage(HttpMethod.Post, $"{_web}/login/oauth/access_token")
            {
                Content = new FormUrlEncodedContent([
                    new("client_id", client.Id),
                    new("client_secret", client.Secret),
                    new("code", code),
                    new("redirect_uri", callback),
                    new("code_verifier", verifier),
                ]),
            };
            if (await Json(change, "application/json", either.Token) is not { } granted || Text(granted, "access_token") is not { } token)
            {
                return null;
            }

            using var who = new HttpRequestMessage(HttpMethod.Get, $"{api.AbsoluteUri.TrimEnd('/')}/user");
            who.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            return
                await Json(who, null, either.Token) is { } user
                && Text(user, "login") is { } login
                && user.TryGetProperty("id", out var id)
                && id.TryGetInt64(out var number)
                ? (
                    new Visitor.Person(login, number, token),
                    granted.TryGetProperty("expires_in", out var life) && life.TryGetInt32(out var seconds)
                        ? TimeSpan.FromSeconds(seconds)
                        : null
                )
                : null;
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or JsonException
                || (fault is OperationCanceledException && !stop.IsCancellationRequested)
            )
        {
            return null;
        }
    }

    private async Task<JsonElement?> Json(HttpRequestMessage request, string? accept, CancellationToken stop)
    {
        Standard.Dress(request);
        if (accept is not null)
        {
            request.Headers.Accept.Clear();
            request.Headers.Accept.ParseAdd(accept);
        }

        using var response = await network.SendAsync(request, stop);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
        return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
