using System.Text.Json;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Setup;

/// <summary>Changes the code that a browser came back with for the App's credentials, once.</summary>
internal sealed class Registering(GitHubSettings github, HttpMessageInvoker network)
{
    /// <summary>Null: GitHub does not take the code.</summary>
    public async Task<Registered?> Redeem(string code, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{github.ApiUrl.AbsoluteUri.TrimEnd('/')}/app-manifests/{Uri.EscapeDataString(code)}/conversions");
        Standard.Dress(request);
        try
        {
            using var response = await network.SendAsync(request, stop);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
            var app = json.RootElement;
            return Text(app, "pem") is { } pem && Text(app, "webhook_secret") is { } secret && Text(app, "slug") is { } slug
                ? new(app.GetProperty("id").GetInt64(), slug, pem, secret, Text(app, "client_id"), Text(app, "client_secret")) { Page = Text(app, "html_url") }
                : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
