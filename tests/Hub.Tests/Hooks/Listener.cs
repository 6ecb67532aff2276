using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Hub.Tests.Hooks;

/// <summary>A webhook that came in over HTTP.</summary>
public sealed record Received(string Event, string Guid, byte[] Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>An App's webhook address that notes what it gets and answers as it is told.</summary>
public sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<Received> _received = new();

    private Listener(WebApplication application) => _application = application;

    public IReadOnlyCollection<Received> Received => _received;

    /// <summary>What it answers; called after the webhook was noted.</summary>
    public Func<Task<int>> Answers { get; set; } = () => Task.FromResult(202);

    public string Url => _application.Urls.First() + "/webhooks";

    public static async Task<Listener> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var listener = new Listener(builder.Build());
        listener._application.Run(listener.Take);
        await listener._application.StartAsync(TestContext.Current.CancellationToken);
        return listener;
    }

    /// <summary>Waits until so many of these events came in; fails after a minute.</summary>
    public async Task<Received[]> Wait(string name, int count = 1)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var found = _received.Where(r => r.Event == name).ToArray();
            if (found.Length >= count)
                return found;
            Assert.True(
                TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60),
                $"Only {found.Length} of {count} {name} came."
            );
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _received.Enqueue(new Received(headers["X-GitHub-Event"], headers["X-GitHub-Delivery"], body.ToArray(), headers));
        context.Response.StatusCode = await Answers();
    }
}
