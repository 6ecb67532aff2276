using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;

namespace Sluice.Bot.Health;

/// <summary>
/// What answers while the database cannot be used: the process is up, and says why it does nothing yet. GitHub is told to come again.
/// </summary>
internal sealed partial class WaitingRoom : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile DatabaseWait _wait;

    private WaitingRoom(WebApplication app, DatabaseWait wait) => (_app, _wait) = (app, wait);

    public static async Task<WaitingRoom> Open(WebApplicationBuilder builder, DatabaseWait wait, CancellationToken stop)
    {
        var app = builder.Build();
        var room = new WaitingRoom(app, wait);
        app.MapRead("/healthz", () => Results.Json(new { status = "up" }));
        app.MapRead(
            "/readyz",
            () =>
                Results.Json(
                    new
                    {
                        status = "not ready",
                        database = room._wait.Says,
                        scheduler = "waits for the database",
                    },
                    statusCode: 503
                )
        );
        app.MapFallback(async http =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = "10";
            await http.Response.WriteAsync("Sluice waits for its database.\n", http.RequestAborted);
        });
        room.Tell(wait);
        try
        {
            await Listening.Start(app, stop);
            return room;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>It waits for something else now.</summary>
    public void Tell(DatabaseWait wait)
    {
        _wait = wait;
        var log = _app.Services.GetRequiredService<ILogger<WaitingRoom>>();
        if (wait.IsUsual)
        {
            Begins(log, wait.Why);
        }
        else
        {
            Waits(log, wait.Why);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The database cannot be used yet: {Why}. It is asked again, and nothing is taken in or done until then"
    )]
    private static partial void Waits(ILogger logger, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database: {Why}")]
    private static partial void Begins(ILogger logger, string why);
}
