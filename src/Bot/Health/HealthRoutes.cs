using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;
using Sluice.Bot.GitHub;

namespace Sluice.Bot.Health;

/// <summary>Whether the process is up, and whether it can do its work.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder routes, bool hasApp)
    {
        routes.MapRead("/healthz", () => Results.Json(new { status = "up" }));
        routes.MapRead("/readyz", async (HttpContext http) =>
        {
            var services = http.RequestServices;
            var database = await Database(services.GetRequiredService<NpgsqlDataSource>(), http.RequestAborted);
            var scheduler = hasApp ? await Scheduler(services.GetRequiredService<ISchedulerFactory>(), http.RequestAborted) : "waits for an App, see /setup";
            // Another process would be answered no better: it is ready all the same.
            var github = services.GetService<Outages>()?.Says() is { Count: > 0 } says ? string.Join(' ', says) : "answers";
            var ready = database == "usable" && (scheduler == "usable" || !hasApp);
            return Results.Json(new { status = ready ? "ready" : "not ready", database, scheduler, github = hasApp ? github : null }, statusCode: ready ? 200 : 503);
        });
    }

    private static async Task<string> Database(NpgsqlDataSource source, CancellationToken stop)
    {
        try
        {
            await using var command = source.CreateCommand("select 1");
            command.CommandTimeout = 5;
            await command.ExecuteScalarAsync(stop);
            return "usable";
        }
        catch (NpgsqlException fault)
        {
            return $"not usable: {fault.GetType().Name}"; // the message may name hosts and users; it is in the log
        }
    }

    private static async Task<string> Scheduler(ISchedulerFactory schedulers, CancellationToken stop)
    {
        var status = (await schedulers.GetScheduler(stop)).Status;
        return status == SchedulerStatus.Running ? "usable" : $"not usable: {status}";
    }
}
