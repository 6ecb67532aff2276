using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using Sluice.Bot.GitHub;
using Sluice.Bot.Jobs;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Visiting;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Operating;

/// <summary><c>/operator</c>: for those whom <c>Operators</c> names; to everybody else there is no such page.</summary>
internal static class OperatorRoutes
{
    public static void AddOperators(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Operators(
            provider.GetRequiredService<BotSettings>().Operators,
            provider.GetRequiredService<Visitors>(),
            provider.GetRequiredService<GitHubSight>()
        ));
        services.AddSingleton(provider => new OperatorBooks(
            provider.GetRequiredService<Npgsql.NpgsqlDataSource>(),
            provider.GetRequiredService<PostgresStore>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new Standstill(provider.GetRequiredService<ISchedulerFactory>()));
        services.AddSingleton(provider => new Acting(
            provider.GetRequiredService<Operators>(),
            provider.GetRequiredService<OperatorBooks>(),
            provider.GetRequiredService<PublicAddress>(),
            provider.GetRequiredService<ILogger<Acting>>()
        ));
    }

    /// <param name="rates">What GitHub told this replica of its limits.</param>
    public static void MapOperators(this IEndpointRouteBuilder routes, Func<IReadOnlyList<RateReading>> rates)
    {
        routes.MapRead(
            "/operator",
            async (
                HttpContext http,
                Operators operators,
                OperatorBooks books,
                Standstill standstill,
                Outages outages,
                CancellationToken stop
            ) =>
            {
                if (await operators.Of(http) is null)
                {
                    return Page.NotFound();
                }

                http.Response.Headers.CacheControl = "no-store";
                return Page.Answer(
                    "Operator",
                    OperatorPage.Of(await books.Read(await standstill.Holds(stop), rates(), stop) with { Outages = outages.Says() })
                );
            }
        );
        routes.MapWrite(
            "/operator/pause",
            (HttpContext http, Acting acting, Standstill standstill, CancellationToken stop) =>
                acting.Do(http, "pause", _ => standstill.Begin(stop), stop, wantsReason: true)
        );
        routes.MapWrite(
            "/operator/resume",
            (HttpContext http, Acting acting, Standstill standstill, CancellationToken stop) =>
                acting.Do(http, "resume", _ => standstill.End(stop), stop)
        );
        routes.MapWrite(
            "/operator/sweep",
            (HttpContext http, Acting acting, Bell bell, CancellationToken stop) => acting.Do(http, "sweep", _ => bell.Sweep(stop), stop)
        );
        routes.MapWrite(
            "/operator/ring",
            (HttpContext http, Acting acting, Bell bell, CancellationToken stop) =>
                acting.Do(http, "ring", about => bell.Wake(Subject.Parse(about), stop), stop, aboutSubject: true)
        );
    }
}
