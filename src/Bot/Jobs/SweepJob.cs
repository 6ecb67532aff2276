using Microsoft.Extensions.Logging;
using Quartz;

namespace Sluice.Bot.Jobs;

/// <summary>The sweep, once over all replicas.</summary>
[DisallowConcurrentExecution]
internal sealed partial class SweepJob(SweepAll sweep, ILogger<SweepJob> log) : IJob
{
    public static JobKey Key { get; } = new("sweep");

    public static TriggerKey Soon { get; } = new("soon", "sweep");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await sweep(context.Trigger.Key.Equals(Soon), cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Failed(log, fault); // the next one comes soon enough
        }
    }

    [LoggerMessage(LogLevel.Error, "The sweep failed; the next one tries again")]
    private static partial void Failed(ILogger log, Exception fault);
}
