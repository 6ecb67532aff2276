using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>Answers that the chain itself gives in GitHub's form, so that everything is judged once and in one place.</summary>
internal static class Synthetic
{
    public static HttpResponseMessage NotBefore(HttpRequestMessage request, DateTimeOffset until, DateTimeOffset now, string why)
    {
        var response = Of(request, HttpStatusCode.TooManyRequests, why);
        var seconds = Math.Max(1, (long)Math.Ceiling((until - now).TotalSeconds));
        response.Headers.TryAddWithoutValidation("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    public static HttpResponseMessage Of(HttpRequestMessage request, HttpStatusCode status, string message) =>
        new(status)
        {
            RequestMessage = request,
            Content = new StringContent($$"""{"message":"{{JsonEncodedText.Encode(message)}}"}""", Encoding.UTF8, "application/json"),
        };
}
