using Microsoft.Extensions.Logging;
using Sluice.Bot.Notifying;
using Sluice.Bot.Store;
using Sluice.Bot.Tracing;
using Sluice.Turns;

namespace Sluice.Bot.Jobs;

/// <summary>The sweep as the engine runs it, and the tidying that goes with it.</summary>
internal sealed partial class Sweeping(SubjectTurns turns, PostgresStore store, Missed missed, Notices notices, TimeProvider clock, ILogger<Sweeping> log, PullTraces? traces = null)
{
    /// <summary>GitHub offers deliveries again for three days, Enterprise Server for seven.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    private static readonly TimeSpan BetweenTidying = TimeSpan.FromHours(1);

    private DateTimeOffset _tidied;

    public async Task All(CancellationToken stop)
    {
        await turns.Sweep.Repositories(stop);
        foreach (var trouble in await turns.Sweep.All(stop))
        {
            Trouble(log, trouble);
        }

        if (await missed.AskAgain(stop) is > 0 and var count)
        {
            AskedAgain(log, count);
        }

        await notices.Send(stop);
        await (traces?.Send(stop) ?? Task.CompletedTask);
        if (clock.GetUtcNow() - _tidied > BetweenTidying)
        {
            await store.Prune(clock.GetUtcNow() - Remembered, stop);
            _tidied = clock.GetUtcNow();
        }
    }

    [LoggerMessage(LogLevel.Information, "Webhooks that GitHub could not deliver, and was asked to deliver again: {Count}")]
    private static partial void AskedAgain(ILogger log, int count);

    [LoggerMessage(LogLevel.Warning, "Could not be reconciled now: {Trouble}")]
    private static partial void Trouble(ILogger log, string trouble);
}
