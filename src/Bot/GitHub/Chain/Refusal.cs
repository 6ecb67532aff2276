using System.Net;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>Tells a limit from a lack of rights: GitHub answers both with 403.</summary>
internal static class Refusal
{
    public static async Task<bool> IsLimit(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.StatusCode is HttpStatusCode.TooManyRequests)
        {
            return true;
        }

        if (response.StatusCode is HttpStatusCode.Forbidden)
        {
            await response.Content.LoadIntoBufferAsync(stop);
            return IsLimit(response, await response.Content.ReadAsStringAsync(stop));
        }

        // GraphQL says so in an answer that succeeded; of its secondary limits only the time to wait tells.
        return response.StatusCode is HttpStatusCode.OK
            && response.RequestMessage?.IsGraph() == true
            && (
                response.Headers.RetryAfter is not null
                || (
                    response.Headers.TryGetValues("x-ratelimit-remaining", out var left)
                    && left.First() == "0"
                    && await Says(response, "RATE_LIMITED", stop)
                )
            );
    }

    public static bool IsLimit(HttpResponseMessage response, string body) =>
        response.StatusCode is HttpStatusCode.TooManyRequests
        || (
            response.StatusCode is HttpStatusCode.Forbidden
            && (
                response.Headers.Contains("Retry-After")
                || body.Contains("rate limit", StringComparison.OrdinalIgnoreCase)
                || body.Contains("abuse detection", StringComparison.OrdinalIgnoreCase)
            )
        );

    private static async Task<bool> Says(HttpResponseMessage response, string word, CancellationToken stop)
    {
        await response.Content.LoadIntoBufferAsync(stop);
        return (await response.Content.ReadAsStringAsync(stop)).Contains(word, StringComparison.Ordinal);
    }
}
