using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Bot.Telemetry;

/// <summary><c>GET /metrics</c>.</summary>
internal static class MetricsRoute
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    public static void AddTelemetry(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<Meters>();
        services.AddSingleton<Recorder>();
        services.AddSingleton<QueueGauges>();
    }

    public static void MapMetrics(this WebApplication app)
    {
        var services = app.Services;
        var (recorder, queues, clock) = (
            services.GetRequiredService<Recorder>(),
            services.GetRequiredService<QueueGauges>(),
            services.GetRequiredService<TimeProvider>()
        );
        var meters = services.GetRequiredService<Meters>();
        app.Use(
            async (http, next) =>
            {
                await next(http);
                if (http.Request.Path == "/webhooks" && HttpMethods.IsPost(http.Request.Method))
                {
                    meters.Delivered(http.Response.StatusCode);
                }
            }
        );
        var asking = new SemaphoreSlim(1);
        (DateTimeOffset At, IReadOnlyList<Family> Families) last = (DateTimeOffset.MinValue, []);
        app.MapRead(
            "/metrics",
            async (CancellationToken stop) =>
            {
                await asking.WaitAsync(stop);
                try
                {
                    if (clock.GetUtcNow() - last.At > Fresh)
                    {
                        last = (clock.GetUtcNow(), await queues.Read(stop)); // however many scrape, the database is asked once
                    }
                }
                finally
                {
                    asking.Release();
                }

                return Results.Text(Exposition.Write([.. recorder.Families(), .. last.Families, Version]), Exposition.ContentType);
            }
        );
    }

    private static Family Version { get; } =
        Family.Gauge(
            "sluice_build_info",
            "The version that runs.",
            Sample.Of(
                1,
                (
                    "version",
                    typeof(MetricsRoute)
                        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                        ?.InformationalVersion.Split('+')[0]
                        ?? ""
                )
            )
        );
}
