using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.Settings;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Setup;

/// <summary>Changes the code that a browser came back with for the App's credentials, once.</summary>
internal sealed partial class Registering(GitHubSettings github, HttpMessageInvoker network, TimeProvider clock, ILogger log)
{
    private const string Delete =
        "If GitHub made an App, delete it there (Settings, Developer settings, GitHub Apps), then register again.";
    private const string Again = "Load this page again: GitHub gives the credentials out once, within an hour.";

    /// <summary>Why not is told to whoever registers, with what to do next.</summary>
    public async Task<Answer<Registered>> Redeem(string code, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"{github.ApiUrl.AbsoluteUri.TrimEnd('/')}/app-manifests/{Uri.EscapeDataString(code)}/conversions"
        );
        Standard.Dress(request);
        try
        {
            using var response = await network.SendAsync(request, stop);
            if (response.IsSuccessStatusCode)
            {
                return Read(await response.Content.ReadAsByteArrayAsync(stop));
            }

            NotFetched(log, null, $"GitHub answers {(int)response.StatusCode}");
            return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity
                ? new Answer<Registered>.Refused(
                    $"GitHub does not give the App's credentials out ({(int)response.StatusCode}): it does so once, within an hour. {Delete}",
                    (int)response.StatusCode
                )
                : new Answer<Registered>.Later(
                    clock.GetUtcNow(),
                    $"GitHub does not give the App's credentials out now (it answers {(int)response.StatusCode}). {Again}"
                );
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TimeoutException)
        {
            NotFetched(log, fault, fault.Message);
            return new Answer<Registered>.Later(
                clock.GetUtcNow(),
                $"GitHub cannot be reached for the App's credentials; the log says why. {Again}"
            );
        }
    }

    private Answer<Registered> Read(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var app = json.RootElement;
            if (
                app.ValueKind == JsonValueKind.Object
                && Text(app, "pem") is { } pem
                && Text(app, "webhook_secret") is { } secret
                && Text(app, "slug") is { } slug
                && app.TryGetProperty("id", out var number)
                && number.ValueKind == JsonValueKind.Number
                && number.TryGetInt64(out var id)
            )
            {
                return new Answer<Registered>.Made(
                    new(id, slug, pem, secret, Text(app, "client_id"), Text(app, "client_secret")) { Page = Text(app, "html_url") }
                );
            }

            NotFetched(log, null, "GitHub's answer lacks id, slug, pem or webhook_secret");
        }
        catch (JsonException fault)
        {
            NotFetched(log, fault, $"GitHub's answer is no JSON: {fault.Message}");
        }

        return new Answer<Registered>.Refused($"GitHub answers, and not with an App's credentials; the log says more. {Delete}");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(LogLevel.Error, "The new App's credentials could not be fetched: {Why}")]
    private static partial void NotFetched(ILogger log, Exception? fault, string why);
}
