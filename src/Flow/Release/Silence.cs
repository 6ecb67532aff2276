using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>
/// Deployments of which nothing was heard for long. What told that somebody took one up, or of its end, may have been lost: GitHub is asked
/// before it is given up.
/// </summary>
public static class Silence
{
    /// <summary>A deployer takes work up within seconds, or once a runner is free; a revert that waits longer waits for nobody.</summary>
    private static readonly TimeSpan Left = TimeSpan.FromMinutes(5);

    /// <summary>The environments to ask about.</summary>
    /// <param name="known">The bot's own deployments, as far as they were told of.</param>
    /// <param name="waiting">What has landed and is not deployed yet.</param>
    public static Row<string> AskedAfter(
        Canary canary,
        CanaryPolicy policy,
        Row<Deployment> known,
        IEnumerable<LandedPull> waiting,
        DateTimeOffset now
    )
    {
        var overdue = Stages
            .Awaited(canary, policy)
            .Where(asked =>
                Stages.Find(known, asked) is { } made && Stages.IsUnfinished(made.State) && now >= Stages.Due(canary, policy, made)
            );
        var left =
            canary.Phase == CanaryPhase.Deploying && IsLeft(canary, policy, known, now) && Revert(canary, waiting) is not null
                ? (Row<string>)[policy.Environment]
                : [];
        return overdue.Select(asked => asked.Environment).Concat(left).Distinct().ToRow();
    }

    /// <summary>
    /// Harm is about to take a canary off that is on its way to a wider weight: GitHub is asked first whether a deployer is at that, so
    /// that no second one is sent after it.
    /// </summary>
    public static bool IsAskedOnHarm(EnvironmentSeen seen) =>
        seen.Ledger is { Case: null, Canary: { } before }
        && Ticks.IsWidening(before)
        && !IsTakenUp(before, seen.Policy, seen.Deployments)
        && Baking.Judged(seen, seen.Ledger) is { Canary: { } judged } ledger
        && Baking.IsRegressedOnTheWay(seen, ledger, judged);

    /// <summary>Nobody has taken the current weight up, for so long that a revert need not wait for it.</summary>
    internal static bool IsLeft(Canary canary, CanaryPolicy policy, Row<Deployment> known, DateTimeOffset now) =>
        now - canary.Since >= Left && !IsTakenUp(canary, policy, known);

    /// <summary>A weight that is under way is waited for: two deployers at once would leave the environment as neither meant it.</summary>
    internal static bool IsTakenUp(Canary canary, CanaryPolicy policy, Row<Deployment> known) =>
        Stages.Find(known, Stages.AtWeight(canary, policy)) is { State: DeploymentState.InProgress };

    /// <summary>The revert that goes before the canary; null: none waits.</summary>
    internal static LandedPull? Revert(Canary canary, IEnumerable<LandedPull> waiting) =>
        waiting.FirstOrDefault(pull => pull.Reverts.Count > 0 && pull.Base == canary.Pulls[0].Base);
}
