using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Notifying;

/// <summary>Brings notices to a channel.</summary>
/// <param name="network">Is disposed with it.</param>
internal sealed class Messenger(HttpMessageHandler network, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly HttpClient _http = new(network, disposeHandler: true)
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 64 * 1024,
    };

    public void Dispose() => _http.Dispose();

    /// <returns>Why it did not arrive, without the address, which is a secret of Slack's; null: it did.</returns>
    public Task<string?> Slack(Channel channel, Notice notice, CancellationToken stop) =>
        Send(
            channel,
            JsonSerializer.SerializeToUtf8Bytes(
                new { text = $"*{Plain(notice.Repository)}*: {Plain(notice.Says)} <{notice.Url}|Details>", unfurl_links = false },
                Json
            ),
            _ => { },
            stop
        );

    /// <summary>With the id and, where the channel has a secret, the HMAC of the body, as GitHub signs its own.</summary>
    /// <returns>Why it did not arrive; null: it did.</returns>
    public Task<string?> Webhook(Channel channel, Notice notice, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(notice, Json);
        return Send(
            channel,
            body,
            headers =>
            {
                headers.Add("X-Sluice-Delivery", notice.Id.ToString(CultureInfo.InvariantCulture));
                headers.Add("X-Sluice-Event", JsonNamingPolicy.SnakeCaseLower.ConvertName(notice.Event.ToString()));
                if (channel.Secret is { } secret)
                {
                    headers.Add(
                        "X-Sluice-Signature-256",
                        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}"
                    );
                }
            },
            stop
        );
    }

    /// <summary>Nothing in it can call anybody, or hide where a link leads: Slack's own rules.</summary>
    private static string Plain(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private async Task<string?> Send(Channel channel, byte[] body, Action<HttpRequestHeaders> adorn, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, channel.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new(MediaTypeNames.Application.Json) } },
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Sluice", null));
        adorn(request.Headers);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return response.IsSuccessStatusCode
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return "no answer within ten seconds";
        }
        catch (HttpRequestException fault)
        {
            return $"it could not be reached ({fault.HttpRequestError})";
        }
    }
}
