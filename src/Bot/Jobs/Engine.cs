using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>Quartz on the store's own database: what makes turns happen, once each, on any number of replicas.</summary>
public static class Engine
{
    /// <param name="alone">No other process can use this database: what a crash left behind is taken up at once.</param>
    public static IServiceCollection AddEngine(
        this IServiceCollection services,
        NpgsqlDataSource database,
        Pace pace,
        bool alone,
        Func<IServiceProvider, TakeTurn> take,
        Func<IServiceProvider, SweepAll> sweep
    )
    {
        services.AddSingleton(take);
        services.AddSingleton(sweep);
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "sluice";
                options.InstanceId = "alone";
                options.GenerateInstanceId = !alone;
                options.IdleWaitTime = pace.Idle;
                // Turns have ended by then, a sweep may be cut.
                options.ShutdownJobInterruption = ShutdownJobInterruption.WhenWaitingForJobs;
            });
            quartz.UseDefaultThreadPool(pace.Turns);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.DataSourceFactory = _ => database);
                store.ProvisionSchema();
                store.ConfigureStore(options =>
                {
                    options.MaxConsecutiveFireFailures = 0; // a subject is never given up
                    options.DbRetryInterval = pace.Idle;
                });
                store.UseClustering(cluster =>
                {
                    cluster.CheckinInterval = pace.Checkin;
                    cluster.CheckinMisfireThreshold = pace.Checkin * 2;
                });
            });
            quartz.AddJobListener(provider => provider.GetRequiredService<Orphans>());
            quartz.AddJob<SweepJob>(job => job.WithIdentity(SweepJob.Key).StoreDurably());
            quartz.AddTrigger<SweepJob>(trigger =>
                trigger
                    .WithIdentity("every", "sweep")
                    .ForJob(SweepJob.Key)
                    .StartNow()
                    .WithSchedule(SimpleScheduleBuilder.Create().WithInterval(pace.Sweep).RepeatForever())
            );
        });

        if (alone)
        {
            // The last to stop.
            services.AddHostedService(provider => new SigningOff(database, provider.GetRequiredService<ILogger<SigningOff>>()));
        }

        // Hosted services stop in reverse: the bell while the scheduler can still store what the last turns ring.
        services.AddSingleton<Running>();
        services.AddSingleton<Bell>();
        services.AddSingleton<IBell>(provider => provider.GetRequiredService<Bell>());
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        services.AddHostedService(provider => provider.GetRequiredService<Bell>());
        services.AddSingleton(provider => new Orphans(
            database,
            provider.GetRequiredService<ISchedulerFactory>(),
            pace,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Orphans>>()
        ));
        services.AddHostedService(provider => provider.GetRequiredService<Orphans>());
        return services;
    }
}

/// <summary>How often, how fast, how much at once.</summary>
public sealed record Pace
{
    /// <summary>Between two sweeps.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Between two signs of life. A replica is given up after three without one, which another sees up to one later, and its turns are
    /// taken by others after one more, in case it lives: five at most.
    /// </summary>
    public TimeSpan Checkin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How late a turn may start that another replica rang.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Turns at once on this replica.</summary>
    public int Turns { get; init; } = 16;
}
