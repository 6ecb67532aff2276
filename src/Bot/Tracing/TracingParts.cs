using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Metrics;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Tracing;

internal static class TracingParts
{
    /// <summary>Nothing of it where no collector is named.</summary>
    public static void AddTracing(this IServiceCollection services, TraceSettings? tracing)
    {
        if (tracing is null)
        {
            return;
        }

        services.AddSingleton(provider => new Collector(tracing, MetricSources.Handler(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PullTraces>();
        services.AddSingleton<LiveSpans>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveSpans>());
    }
}
