using Microsoft.Extensions.Logging;
using Sluice.Bot.Telemetry;
using Sluice.Bot.Tracing;
using Sluice.Flow.Repo;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>A turn as the engine takes it: one that cannot be finished now is taken again when the other side said so.</summary>
internal sealed partial class Turning(
    SubjectTurns turns,
    IBell bell,
    Waiting waiting,
    Meters meters,
    TimeProvider clock,
    ILogger<Turning> log,
    LiveSpans? live = null
)
{
    public async Task Take(Subject subject, CancellationToken stop)
    {
        var (began, at, outcome) = (clock.GetTimestamp(), clock.GetUtcNow(), "failed");
        TurnEnd? end = null;
        try
        {
            if (await waiting.Until(subject, stop) is { } until)
            {
                outcome = "waits";
                await bell.SetAlarm(subject, until, stop);
                return;
            }

            end = await turns.Take(subject, stop);
            outcome =
                end.Blind ? "blind"
                : end.Lost ? "lost"
                : "done";
            meters.Took(end);
            foreach (var refusal in end.Refusals)
            {
                Refused(log, subject.Key, refusal);
            }
        }
        catch (NotNowException trouble) when (trouble.Until is not null)
        {
            outcome = "waits";
            NotNow(log, subject.Key, trouble.Message);
            await bell.SetAlarm(subject, trouble.Until, stop);
        }
        finally
        {
            var took = clock.GetElapsedTime(began);
            meters.Took(subject, outcome, took);
            if (live is not null && TurnSpan.Of(subject, end, outcome, at, at + took) is { } span)
            {
                live.Add(span);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Subject}: {Refusal}")]
    private static partial void Refused(ILogger log, string subject, string refusal);

    [LoggerMessage(LogLevel.Information, "{Subject} waits: {Why}")]
    private static partial void NotNow(ILogger log, string subject, string why);
}
