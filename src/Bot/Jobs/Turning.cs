using Microsoft.Extensions.Logging;
using Sluice.Flow.Repo;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>A turn as the engine takes it: one that cannot be finished now is taken again when the other side said so.</summary>
public sealed partial class Turning(SubjectTurns turns, IBell bell, ILogger<Turning> log)
{
    public async Task Take(Subject subject, CancellationToken stop)
    {
        try
        {
            var end = await turns.Take(subject, stop);
            foreach (var refusal in end.Refusals)
            {
                Refused(log, subject.Key, refusal);
            }
        }
        catch (NotNowException trouble) when (trouble.Until is not null)
        {
            NotNow(log, subject.Key, trouble.Message);
            await bell.SetAlarm(subject, trouble.Until, stop);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Subject}: {Refusal}")]
    private static partial void Refused(ILogger log, string subject, string refusal);

    [LoggerMessage(LogLevel.Information, "{Subject} waits: {Why}")]
    private static partial void NotNow(ILogger log, string subject, string why);
}
