using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;

namespace Sluice.Bot;

/// <summary>The start of everything together, in whose midst the database may break off: then once more.</summary>
internal static partial class Starting
{
    /// <summary>Nobody of ours was let run for so long.</summary>
    private const string IdleInTransaction = "25P03";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="build">Told whether it is the first time.</param>
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    /// <exception cref="DatabaseException">It breaks off again and again.</exception>
    public static async Task<WebApplication> Of(Func<bool, WebApplication> build, TimeProvider clock, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            var app = build(isFirst);
            try
            {
                await Listening.Start(app, stop);
                return app;
            }
            catch (Exception fault)
            {
                var broken = BrokenOff(fault);
                if (broken is not null)
                {
                    Again(app.Services.GetRequiredService<ILogger<BotHost>>(), broken.Message);
                }

                app.Lifetime.StopApplication(); // what has begun already ends with it, and is no fault
                await app.DisposeAsync();
                if (broken is null)
                {
                    throw;
                }

                if (clock.GetElapsedTime(began) > Patience)
                {
                    throw new DatabaseException(
                        $"Database__ConnectionString: the database breaks off whenever the bot starts: {broken.Message}",
                        fault
                    );
                }
            }

            await Task.Delay(Pause, clock, stop);
        }
    }

    /// <returns>What the database or the way to it said; null: something else failed.</returns>
    private static NpgsqlException? BrokenOff(Exception? fault) =>
        fault switch
        {
            null => null,
            PostgresException
            {
                SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or IdleInTransaction
            } ended => ended,
            NpgsqlException { IsTransient: true } passing => passing,
            AggregateException several => several.InnerExceptions.Select(BrokenOff).FirstOrDefault(one => one is not null),
            _ => BrokenOff(fault.InnerException),
        };

    [LoggerMessage(LogLevel.Warning, "The database broke off while the bot started, which starts again: {Why}")]
    private static partial void Again(ILogger log, string why);
}
