using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;
using Sluice.Bot.GitHub;
using Sluice.Bot.Operating;

namespace Sluice.Bot.Health;

/// <summary>Whether the process is up, and whether it can do its work.</summary>
internal static class HealthRoutes
{
    /// <summary>A health check's own patience is a few seconds: it is to be told, not kept.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapHealth(this IEndpointRouteBuilder routes, bool hasApp)
    {
        routes.MapRead("/healthz", () => Results.Json(new { status = "up" }));
        routes.MapRead(
            "/readyz",
            async (HttpContext http) =>
            {
                var services = http.RequestServices;
                var (database, turns) = await Database(services.GetRequiredService<NpgsqlDataSource>(), http.RequestAborted);
                var scheduler = hasApp
                    ? await Scheduler(services.GetRequiredService<ISchedulerFactory>(), http.RequestAborted)
                    : "waits for an App, see /setup";
                // Another process would be answered no better: it is ready all the same.
                var github = services.GetService<Outages>()?.Says() is { Count: > 0 } says ? string.Join(' ', says) : "answers";
                var ready = database == "usable" && (scheduler == "usable" || !hasApp);
                return Results.Json(
                    new
                    {
                        status = ready ? "ready" : "not ready",
                        database,
                        scheduler,
                        github = hasApp ? github : null,
                        turns = hasApp ? turns : null,
                    },
                    statusCode: ready ? 200 : 503
                );
            }
        );
    }

    /// <summary>Of turns nothing is known where the database is not usable.</summary>
    private static async Task<(string Database, string? Turns)> Database(NpgsqlDataSource source, CancellationToken stop)
    {
        try
        {
            // A database that is frozen, or cut off, does not let go of whoever asks it.
            return ("usable", await Turns(source, stop).WaitAsync(Patience, stop));
        }
        catch (TimeoutException)
        {
            return ($"not usable: no answer within {Patience.TotalSeconds} s", null);
        }
        catch (NpgsqlException fault)
        {
            return ($"not usable: {fault.GetType().Name}", null); // the message may name hosts and users; it is in the log
        }
    }

    private static async Task<string> Turns(NpgsqlDataSource source, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        return await Standstill.Holds(connection, stop) ? Standstill.TurnsStandStill : Standstill.TurnsAreTaken;
    }

    private static async Task<string> Scheduler(ISchedulerFactory schedulers, CancellationToken stop)
    {
        var status = (await schedulers.GetScheduler(stop)).Status;
        return status == SchedulerStatus.Running ? "usable" : $"not usable: {status}";
    }
}
