using Microsoft.Extensions.Logging;
using Quartz;
using Sluice.Flow.Repo;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>A subject's turn as a job whose key is the subject's: never twice at once, on however many replicas.</summary>
/// <remarks>
/// One that ends in an exception is taken again after a second, then two, four, up to a minute; a ring in between is heard at once.
/// </remarks>
[DisallowConcurrentExecution]
[RetryPolicy(1_000_000, "00:00:01", 2, MaxDelay = "00:01:00")]
internal sealed partial class TurnJob(TakeTurn take, Running running, IBell bell, ILogger<TurnJob> log) : IJob
{
    public const string Group = "turn";

    public static JobKey Key(Subject subject) => new(subject.Key, Group);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var subject = Subject.Parse(context.JobDetail.Key.Name);
        if (!running.Enter())
        {
            await bell.Ring([subject], cancellationToken); // heard by another replica, or at the next start
            return;
        }

        try
        {
            await take(subject, cancellationToken);
        }
        catch (NotNowException trouble)
        {
            NotNow(log, subject.Key, trouble.Message, context.RetryAttempt + 1);
            throw;
        }
        catch (Exception fault)
        {
            Failed(log, fault, subject.Key, context.RetryAttempt + 1);
            throw;
        }
        finally
        {
            running.Leave();
        }
    }

    [LoggerMessage(LogLevel.Error, "The turn of {Subject} failed (attempt {Attempt}); it is taken again")]
    private static partial void Failed(ILogger log, Exception fault, string subject, int attempt);

    [LoggerMessage(LogLevel.Warning, "The turn of {Subject} cannot be finished now (attempt {Attempt}): {Why}")]
    private static partial void NotNow(ILogger log, string subject, string why, int attempt);
}

/// <summary>Takes one turn of a subject.</summary>
public delegate Task TakeTurn(Subject subject, CancellationToken stop);

/// <summary>Repairs what webhooks lost and rings everything that is alive.</summary>
/// <param name="everyOne">Whether no repository is to wait for its turn.</param>
public delegate Task SweepAll(bool everyOne, CancellationToken stop);
