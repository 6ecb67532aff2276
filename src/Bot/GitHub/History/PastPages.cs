using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sluice.Bot.GitHub.Chain;

namespace Sluice.Bot.GitHub.History;

/// <summary>Pages of the API for somebody who only reads, with a token of theirs or none.</summary>
internal sealed class PastPages(Uri root, string? token, HttpMessageInvoker network)
{
    /// <summary>A page, and the address of the next; or why GitHub does not give it.</summary>
    public async Task<(T? Page, Uri? Next, string? Why)> Get<T>(Uri address, JsonTypeInfo<T> shape, CancellationToken stop)
        where T : class
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            Standard.Dress(request);
            if (token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            HttpResponseMessage response;
            try
            {
                response = await network.SendAsync(request, stop);
            }
            catch (Exception fault) when (fault is HttpRequestException or TimeoutException or IOException)
            {
                return (
                    null,
                    null,
                    $"{root.AbsoluteUri.TrimEnd('/')} cannot be reached ({fault.Message}): look at GitHub__ApiUrl and at the network"
                );
            }

            using (response)
            {
                // A renamed repository. The token goes nowhere else.
                if (
                    (int)response.StatusCode is 301 or 302 or 307 or 308
                    && redirects < 3
                    && response.Headers.Location is { } moved
                    && new Uri(address, moved) is var there
                    && there.GetLeftPart(UriPartial.Authority) == root.GetLeftPart(UriPartial.Authority)
                )
                {
                    address = there;
                    continue;
                }

                if (!response.IsSuccessStatusCode)
                {
                    return (null, null, Why(response));
                }

                try
                {
                    await using var body = await response.Content.ReadAsStreamAsync(stop);
                    var next =
                        Links.Next(response) is { } link && link.GetLeftPart(UriPartial.Authority) == root.GetLeftPart(UriPartial.Authority)
                            ? link
                            : null;
                    return (await JsonSerializer.DeserializeAsync(body, shape, stop), next, null);
                }
                catch (JsonException fault)
                {
                    return (
                        null,
                        null,
                        $"{address.AbsolutePath} answers with something else than GitHub's API does ({fault.Message}): GitHub__ApiUrl names its root, on Enterprise Server https://HOST/api/v3"
                    );
                }
            }
        }
    }

    private string Why(HttpResponseMessage response)
    {
        var isSpent = response.Headers.TryGetValues("x-ratelimit-remaining", out var left) && left.FirstOrDefault() == "0";
        var more = token is null ? " Set GITHUB_TOKEN: without one, GitHub answers 60 requests an hour." : "";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "GitHub does not accept the token in GITHUB_TOKEN.",
            HttpStatusCode.NotFound =>
                $"there is no such repository{(token is null ? ", or it is private: set GITHUB_TOKEN to read it" : ", or the token may not read it")}.",
            HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests when isSpent => $"GitHub's limit is reached{Reset(response)}.{more}",
            HttpStatusCode.Forbidden => $"GitHub forbids it: the token needs to read pull requests and Actions.{more}",
            var other => string.Create(CultureInfo.InvariantCulture, $"GitHub answers {(int)other}. Try again later."),
        };
    }

    private static string Reset(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-ratelimit-reset", out var at)
        && long.TryParse(at.FirstOrDefault(), CultureInfo.InvariantCulture, out var seconds)
            ? string.Create(CultureInfo.InvariantCulture, $" until {DateTimeOffset.FromUnixTimeSeconds(seconds):HH:mm} UTC")
            : "";
}
