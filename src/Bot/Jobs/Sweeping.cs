using Microsoft.Extensions.Logging;
using Sluice.Bot.Store;
using Sluice.Turns;

namespace Sluice.Bot.Jobs;

/// <summary>The sweep as the engine runs it, and the tidying that goes with it.</summary>
public sealed partial class Sweeping(SubjectTurns turns, PostgresStore store, TimeProvider clock, ILogger<Sweeping> log)
{
    /// <summary>GitHub offers deliveries again for three days, Enterprise Server for seven.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    public async Task All(CancellationToken stop)
    {
        await turns.Sweep.Repositories(stop);
        foreach (var trouble in await turns.Sweep.All(stop))
        {
            Trouble(log, trouble);
        }

        await store.Prune(clock.GetUtcNow() - Remembered, stop);
    }

    [LoggerMessage(LogLevel.Warning, "Could not be reconciled now: {Trouble}")]
    private static partial void Trouble(ILogger log, string trouble);
}
