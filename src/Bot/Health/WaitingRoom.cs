using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Health;

/// <summary>What answers while the database does not: the process is up, and says why it does nothing yet. GitHub is told to come again.</summary>
internal sealed partial class WaitingRoom : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WaitingRoom(WebApplication app) => _app = app;

    /// <param name="why">For the log alone: it may name hosts and users.</param>
    public static async Task<WaitingRoom> Open(WebApplicationBuilder builder, string why, CancellationToken stop)
    {
        var app = builder.Build();
        app.MapRead("/healthz", () => Results.Json(new { status = "up" }));
        app.MapRead("/readyz", () => Results.Json(new { status = "not ready", database = "does not answer yet", scheduler = "waits for the database" }, statusCode: 503));
        app.MapFallback(async http =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = "10";
            await http.Response.WriteAsync("Sluice waits for its database.\n", http.RequestAborted);
        });
        Waits(app.Services.GetRequiredService<ILogger<WaitingRoom>>(), why);
        try
        {
            await Listening.Start(app, stop);
            return new(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not answer yet ({Why}); it is asked again for a minute")]
    private static partial void Waits(ILogger logger, string why);
}
