using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Bot.GitHub;
using Sluice.Bot.Health;
using Sluice.Bot.Jobs;
using Sluice.Bot.Metrics;
using Sluice.Bot.Notifying;
using Sluice.Bot.Operating;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Setup.Steps;
using Sluice.Bot.Store;
using Sluice.Bot.Telemetry;
using Sluice.Bot.Tracing;
using Sluice.Bot.Visiting;
using Sluice.Bot.Webhooks;
using Sluice.Flow;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot;

/// <summary>What the bot is made of: the parts that every one has, and those that wait for an App.</summary>
internal static class Parts
{
    public static void Add(
        IServiceCollection services,
        BotSettings settings,
        Database database,
        Func<BotSettings, IServiceProvider, Outside> connect,
        Func<CancellationToken, Task<AppCredentials?>> credentials
    )
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(database.Source);
        services.AddSingleton(provider => new PostgresStore(database.Source, provider.GetRequiredService<TimeProvider>(), database.Door));
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<PostgresStore>());
        services.AddSingleton(provider => new PublicAddress(settings.PublicUrl, () => provider.GetRequiredService<IServer>()));
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        if (settings.GitHub.App is not { } app)
        {
            return;
        }

        services.AddSingleton(provider => new LiveApp(
            app,
            credentials,
            TimeProvider.System,
            provider.GetRequiredService<ILogger<LiveApp>>()
        ));
        services.AddHostedService(provider => provider.GetRequiredService<LiveApp>());
        services.AddSingleton(provider => new Progress(
            settings,
            provider.GetRequiredService<LiveApp>(),
            provider.GetRequiredService<PublicAddress>(),
            TimeProvider.System
        ));
        services.AddAccess(settings.GitHub);
        services.AddOperators();
        services.AddTelemetry();
        services.AddTracing(settings.Tracing);
        services.AddSingleton(provider => connect(settings, provider));
        services.AddSingleton(provider => Turns(provider, settings.Slots));
        services.AddSingleton(provider => new Rehearsing(
            provider.GetRequiredService<PostgresStore>(),
            provider.GetRequiredService<Outside>().Replay!,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Rehearsing>>()
        ));
        services.AddSingleton(provider => Missed(provider));
        services.AddSingleton(_ => new Messenger(MetricSources.Handler(), TimeProvider.System));
        services.AddSingleton<Notices>();
        services.AddSingleton(provider => provider.GetRequiredService<Outside>().Outages);
        services.AddSingleton(provider => new OutageNews(
            provider.GetRequiredService<Outages>(),
            provider.GetRequiredService<IStore>(),
            provider.GetRequiredService<SubjectTurns>().AfterOutage
        ));
        services.AddSingleton<Waiting>();
        services.AddSingleton<Sweeping>();
        services.AddSingleton<Turning>();
        services.AddEngine(
            database.Source,
            settings.Pace,
            database.IsPrivate,
            provider => provider.GetRequiredService<Turning>().Take,
            provider => provider.GetRequiredService<Sweeping>().All
        );

        // Stopped before the bell, which takes what it rings.
        services.AddSingleton(provider => new Ringing(
            new Books(
                provider.GetRequiredService<IStore>(),
                provider.GetRequiredService<IBell>(),
                provider.GetRequiredService<TimeProvider>()
            ).RingFor,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Ringing>>()
        ));
        services.AddHostedService(provider => provider.GetRequiredService<Ringing>());
    }

    private static Missed Missed(IServiceProvider provider)
    {
        var redelivery = provider.GetRequiredService<Outside>().Redelivery;
        return new(
            stop => redelivery?.Failed(stop) ?? Task.FromResult<Answer<Row<HookAttempt>>>(new Answer<Row<HookAttempt>>.Made([])),
            (attempt, stop) => redelivery!.Again(attempt, stop),
            provider.GetRequiredService<PostgresStore>().Unheard,
            provider.GetRequiredService<TimeProvider>()
        );
    }

    private static SubjectTurns Turns(IServiceProvider provider, int? slots)
    {
        var outside = provider.GetRequiredService<Outside>();
        return new(
            provider.GetRequiredService<IStore>(),
            outside.GitHub,
            outside.Git,
            outside.Metrics,
            provider.GetRequiredService<IBell>(),
            provider.GetRequiredService<TimeProvider>(),
            outside.Advisor,
            outside.Replay is null ? null : provider.GetRequiredService<Rehearsing>(),
            slots,
            provider.GetRequiredService<Standstill>().Holds
        );
    }
}
