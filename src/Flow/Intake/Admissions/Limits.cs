using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>
/// How many pulls of one agent may be open: the oldest may queue, and the others move up. How many may be in the lane is the regulator's to
/// say.
/// </summary>
internal static class Limits
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(10);

    public static Obstacle.OverLimit? Of(PullSeen seen, PullLedger ledger)
    {
        var limit = seen.Policy.Flow.Agents.Open;
        if (
            seen.Revert is { Certain: true }
            || ledger.Request is { Priority: >= Priority.Urgent }
            || ledger.Assessment?.Origin is not { Class: OriginClass.Agent, Agent: { } agent }
            || seen.OpenBefore < limit
        )
        {
            return null;
        }

        var again = ledger.Standing is { Code: Code.WipLimit, RetryAfter: { } told } && told > seen.Now ? told : seen.Now + LookAgain;
        return new Obstacle.OverLimit(agent, limit, seen.OpenBefore - limit + 1, again);
    }
}
