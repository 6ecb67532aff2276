using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Sluice.Hub.Model;

namespace Sluice.Hub.Hooks;

/// <summary>
/// Posts deliveries to the Apps' addresses: a few at a time, each once, with ten seconds for the answer. Whatever goes wrong is
/// the delivery's outcome.
/// </summary>
public sealed class HookSender : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int AtOnce = 16;
    private const int LongestAnswer = 64 * 1024;

    private readonly World _world;
    private readonly HttpClient _http;
    private readonly IDisposable _carrying;
    private readonly SemaphoreSlim _slots = new(AtOnce);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<long, Task> _underWay = new();

    public HookSender(World world, Deliveries deliveries, HttpMessageHandler? handler = null)
    {
        _world = world;
        _http = new HttpClient(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        _carrying = deliveries.Carry(Take, app => app.WebhookUrl is { Length: > 0 });
    }

    /// <summary>Ends when everything that was handed over has been tried.</summary>
    public async Task Idle()
    {
        while (!_underWay.IsEmpty)
            await Task.WhenAll(_underWay.Values).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _carrying.Dispose();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Idle().ConfigureAwait(false);
        _http.Dispose();
        _slots.Dispose();
        _stopping.Dispose();
    }

    private void Take(Delivery delivery)
    {
        if (delivery.Outcome is not null || delivery.App.WebhookUrl is not { Length: > 0 } url)
            return;
        var sending = Task.Run(() => Send(delivery, url), CancellationToken.None);
        _underWay[delivery.Id] = sending;
        // Registered first, so that a send that ended in between is taken out again.
        _ = sending.ContinueWith(
            _ => _underWay.TryRemove(delivery.Id, out var _),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );
    }

    private async Task Send(Delivery delivery, string url)
    {
        var began = _world.Time.GetTimestamp();
        Outcome outcome;
        try
        {
            await _slots.WaitAsync(_stopping.Token).ConfigureAwait(false);
            try
            {
                began = _world.Time.GetTimestamp();
                outcome = await Post(delivery, url, began).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (HttpRequestException)
        {
            outcome = new Outcome("failed to connect to host", 502, _world.Time.GetElapsedTime(began));
        }
        catch (Exception fault) when (fault is UriFormatException or NotSupportedException)
        {
            outcome = new Outcome("invalid URL", 0, TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            outcome = Outcome.TimedOut;
        }

        lock (_world.Gate)
            delivery.Outcome = outcome;
    }

    private async Task<Outcome> Post(Delivery delivery, string url, long began)
    {
        using var patience = new CancellationTokenSource(Patience, _world.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stopping.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url)) { Content = new ByteArrayContent(delivery.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        foreach (var (name, value) in delivery.Headers())
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
        // By its bytes: whoever answers may name a character set that there is not.
        var bytes = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
        var answer = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, LongestAnswer)));
        var code = (int)response.StatusCode;
        return new Outcome(
            code is >= 200 and < 300 ? "OK" : response.ReasonPhrase ?? "Error",
            code,
            _world.Time.GetElapsedTime(began),
            answer
        );
    }
}
