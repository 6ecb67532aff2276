using Quartz;

namespace Sluice.Bot.Operating;

/// <summary>
/// Everything stands still: no turn begins on any replica, and the sweep only reads, so that nothing is written to GitHub. Webhooks are taken in, and what
/// they ring waits; it is all heard at the end.
/// </summary>
internal sealed class Standstill(ISchedulerFactory schedulers)
{
    /// <summary>The groups of the triggers that begin turns; with the last one the engine takes a killed process's turns again.</summary>
    private static readonly string[] Groups = ["ring", "alarm", SchedulerConstants.DefaultRecoveryGroup];

    public async Task<bool> Holds(CancellationToken stop) =>
        (await (await schedulers.GetScheduler(stop)).GetPausedTriggerGroups(stop)).Intersect(Groups).Any();

    public async Task Begin(CancellationToken stop)
    {
        var scheduler = await schedulers.GetScheduler(stop);
        foreach (var group in Groups)
        {
            await scheduler.PauseTriggerGroups(GroupMatcher<TriggerKey>.GroupEquals(group), stop);
        }
    }

    public async Task End(CancellationToken stop)
    {
        var scheduler = await schedulers.GetScheduler(stop);
        foreach (var group in Groups)
        {
            await scheduler.ResumeTriggerGroups(GroupMatcher<TriggerKey>.GroupEquals(group), stop);
        }
    }
}
