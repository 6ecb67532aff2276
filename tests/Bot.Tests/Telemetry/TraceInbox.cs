using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sluice.Bot.Tests.Telemetry;

/// <summary>A collector of traces on this machine: OTLP over HTTP.</summary>
internal sealed class TraceInbox : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TraceInbox(WebApplication app) => _app = app;

    /// <summary>Instead of taking anything.</summary>
    public int? Refuses { get; set; }

    /// <summary>How often it refused.</summary>
    public int Refused { get; private set; }

    public ConcurrentQueue<byte[]> Bodies { get; } = [];

    public ConcurrentQueue<TakenSpan> Spans { get; } = [];

    public ConcurrentQueue<string> Keys { get; } = [];

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<TraceInbox> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var inbox = new TraceInbox(app);
        app.MapPost("/v1/traces", inbox.Take);
        await app.StartAsync(TestContext.Current.CancellationToken);
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
