using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Tests.Telemetry;

/// <summary>A collector of traces on this machine: OTLP over HTTP.</summary>
internal sealed class TraceInbox : IAsyncDisposable
{
    private WebApplication _app = null!;

    private TraceInbox() { }

    /// <summary>Instead of taking anything.</summary>
    public int? Refuses { get; set; }

    /// <summary>How often it refused.</summary>
    public int Refused { get; private set; }

    public ConcurrentQueue<byte[]> Bodies { get; } = [];

    public ConcurrentQueue<TakenSpan> Spans { get; } = [];

    public ConcurrentQueue<string> Keys { get; } = [];

    public string Url => _app.Urls.Single();

    public static async Task<TraceInbox> Start()
    {
        var inbox = new TraceInbox();
        inbox._app = await LocalSite.Start(app => app.MapPost("/v1/traces", inbox.Take));
        return inbox;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        Assert.Equal("application/x-protobuf", http.Request.ContentType);
        Keys.Enqueue(http.Request.Headers["X-Key"].ToString());
        if (Refuses is { } status)
        {
            Refused++;
            http.Response.StatusCode = status;
            return;
        }

        Bodies.Enqueue(body.ToArray());
        foreach (var span in TakenSpan.Of(body.ToArray()))
        {
            Spans.Enqueue(span);
        }
    }
}
