using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>How many pulls of one agent, or of one author, may be in the queue at a time.</summary>
internal static class Limits
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(2);

    public static Obstacle.OverLimit? Of(PullSeen seen, PullLedger ledger)
    {
        if (seen.Revert is { Certain: true })
        {
            return null;
        }

        var again = ledger.Standing is { Code: Code.WipLimit, RetryAfter: { } told } && told > seen.Now ? told : seen.Now + LookAgain;
        var agents = seen.Policy.Flow.Agents.Queued;
        var authors = seen.Policy.Flow.AuthorsQueued;
        return ledger.Assessment?.Origin is { Class: OriginClass.Agent, Agent: { } agent } && seen.QueuedByAgent >= agents
                ? new Obstacle.OverLimit(agent, seen.QueuedByAgent, agents, again)
            : seen.QueuedByAuthor >= authors
                ? new Obstacle.OverLimit(seen.Pull.Author.Login, seen.QueuedByAuthor, authors, again)
                : null;
    }
}
