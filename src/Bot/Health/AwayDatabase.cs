using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Pages;

namespace Sluice.Bot.Health;

/// <summary>While the database does not answer, whoever reads or hands in is told so, and when to come again.</summary>
internal static partial class AwayDatabase
{
    private const string AdminShutdown = "57P01";
    private const string CrashShutdown = "57P02";

    private const string Says = "The database does not answer now. Ask again in a while.";

    /// <summary>Around all that asks it.</summary>
    public static void UseAwayDatabase(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sluice.Health");
        var away = new Seldom(app.Services.GetRequiredService<TimeProvider>());
        app.Use(
            async (http, next) =>
            {
                try
                {
                    await next(http);
                }
                catch (DbException fault) when (IsAway(fault) && !http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
                {
                    away.Tell(untold => Away(log, fault.Message, untold));
                    http.Response.Clear();
                    http.Response.Headers.RetryAfter = "10";
                    await Answer(http.Request.Path).ExecuteAsync(http);
                }
            }
        );
    }

    private static IResult Answer(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/mcp")
            ? Problem.Of(StatusCodes.Status503ServiceUnavailable, Says)
            : Page.Answer("Not now", Html.Of($"<p class=\"lede\">{Says}</p>"), status: StatusCodes.Status503ServiceUnavailable);

    private static bool IsAway(DbException fault) => fault.IsTransient || fault.SqlState is AdminShutdown or CrashShutdown;

    [LoggerMessage(
        LogLevel.Warning,
        "The database does not answer, and whoever asks for something is told so ({Untold} more since this was told last): {Why}"
    )]
    private static partial void Away(ILogger log, string why, long untold);
}
