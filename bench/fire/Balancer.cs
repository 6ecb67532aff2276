using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Sluice.Bench.Fire;

/// <summary>
/// One address for all replicas: each webhook goes to the next one that takes it, and whoever stands still is passed over.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(30) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
    private readonly WebApplication _app;
    private readonly IReadOnlyList<string> _replicas;
    private int _next;

    private Balancer(IReadOnlyList<string> replicas)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        (_replicas, _app) = (replicas, builder.Build());
        _app.Run(Pass);
    }

    public string Address => _app.Urls.First();

    public static async Task<Balancer> Start(IReadOnlyList<string> replicas)
    {
        var balancer = new Balancer(replicas);
        await balancer._app.StartAsync();
        return balancer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task Pass(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var first = Interlocked.Increment(ref _next) & int.MaxValue;
        foreach (var number in Enumerable.Range(first, _replicas.Count))
        {
            if (await Try(_replicas[number % _replicas.Count], context.Request, body.ToArray(), context.RequestAborted) is { } status)
            {
                context.Response.StatusCode = status;
                return;
            }
        }

        context.Response.StatusCode = StatusCodes.Status502BadGateway;
    }

    /// <returns>Null: somebody else is to be asked.</returns>
    private async Task<int?> Try(string replica, HttpRequest asked, byte[] body, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(replica + asked.Path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", (string?)asked.ContentType);
        foreach (var (name, value) in asked.Headers.Where(header => header.Key.StartsWith("X-", StringComparison.OrdinalIgnoreCase)))
        {
            request.Headers.TryAddWithoutValidation(name, (string?)value);
        }

        try
        {
            using var answer = await _http.SendAsync(request, patience.Token);
            return (int)answer.StatusCode < 500 ? (int)answer.StatusCode : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
