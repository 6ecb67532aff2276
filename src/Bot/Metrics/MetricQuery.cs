using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Sluice.Bot.Settings;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Metrics;

/// <summary>One query at one instant.</summary>
internal sealed class MetricQuery(HttpClient http, MetricSource source, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    public Task<Answer<double>> Ask(string text, DateTimeOffset at, CancellationToken stop) =>
        Ask<double>(text, at, source.IsJson ? JsonAnswer.Read : PrometheusAnswer.Read, stop);

    public Task<Answer<T>> Ask<T>(string text, DateTimeOffset at, Func<JsonElement, Answer<T>> read, CancellationToken stop) =>
        Ask("query", [new("query", text), new("time", RangeQuery.Seconds(at))], read, stop);

    /// <param name="path">Of Prometheus' API.</param>
    public async Task<Answer<T>> Ask<T>(
        string path,
        KeyValuePair<string, string>[] form,
        Func<JsonElement, Answer<T>> read,
        CancellationToken stop
    )
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            using var request = Request(path, form);
            using var response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            return Answer(response, body, read);
        }
        catch (InvalidOperationException)
        {
            return new Answer<T>.Refused(
                $"the source '{source.Name}' answered in another shape than it should, or with text that is no Unicode"
            );
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Later<T>($"no answer within {Patience.TotalSeconds:0} seconds");
        }
        catch (HttpRequestException exception)
        {
            // The exception's text may hold the address; its kind does not.
            return Later<T>($"the source '{source.Name}' could not be reached ({exception.HttpRequestError})");
        }
    }

    private HttpRequestMessage Request(string path, KeyValuePair<string, string>[] form)
    {
        // By POST, since queries may be longer than an address may be.
        var address = source.IsJson ? source.Url : new Uri(source.Url.AbsoluteUri.TrimEnd('/') + "/api/v1/" + path);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = source.BearerToken is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        return request;
    }

    private Answer<T> Answer<T>(HttpResponseMessage response, string body, Func<JsonElement, Answer<T>> read)
    {
        var status = (int)response.StatusCode;
        switch (response.StatusCode)
        {
            case HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return Later<T>($"the source '{source.Name}' answered {status}", Until(response));
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return new Answer<T>.Refused($"the source '{source.Name}' does not accept the bot's token ({status})", status);
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return status == 200
                ? read(document.RootElement)
                : new Answer<T>.Refused(
                    $"the source '{source.Name}' refused the query ({status}){PrometheusAnswer.Error(document.RootElement)}",
                    status
                );
        }
        catch (JsonException)
        {
            return new Answer<T>.Refused($"the source '{source.Name}' answered {status} with something that is no JSON", status);
        }
    }

    private DateTimeOffset? Until(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => clock.GetUtcNow() + delta,
            { Date: { } date } => date,
            _ => null,
        };

    private Answer<T>.Later Later<T>(string why, DateTimeOffset? until = null) => new(until ?? clock.GetUtcNow() + Pause, why);
}
