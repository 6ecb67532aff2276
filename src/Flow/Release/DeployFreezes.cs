using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>
/// What the windows of <c>canary.freeze</c> keep from being deployed. What takes something back goes in any, with what it stands on.
/// </summary>
internal static class DeployFreezes
{
    /// <summary>Whether the canary may not go on to more traffic, or to production, now; it bakes on where it is.</summary>
    public static bool Keeps(EnvironmentSeen seen, Canary canary) => Of(seen, canary.Pulls) is not null;

    /// <summary>How many of these may be deployed now, from the first on: a push goes whole or not at all.</summary>
    public static int Open(EnvironmentSeen seen, IReadOnlyList<LandedPull> waiting)
    {
        var open = 0;
        while (open < waiting.Count)
        {
            var push = waiting.Skip(open).TakeWhile(pull => pull.Tip == waiting[open].Tip).ToList();
            if (push.Any(pull => Of(seen.Policy, pull, seen.Now) is not null))
            {
                break;
            }

            open += push.Count;
        }

        return open;
    }

    /// <summary>What is kept now: the canary that would go on, or else what waits for one. Null: nothing.</summary>
    public static Frozen? Now(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        ledger switch
        {
            { Canary: { Taken.Count: 0, Part: null, Phase: CanaryPhase.Deploying or CanaryPhase.Baking or CanaryPhase.Asking } canary } =>
                Of(seen, canary.Pulls),
            { Canary: null, Case: null, Poison: null, Waiting.Count: > 0 }
                when DeployQueue.OfOneBase(ledger) is var same && Open(seen, same) == 0 => Of(seen, same),
            _ => null,
        };

    /// <summary>With several windows, the one that ends last.</summary>
    private static Frozen? Of(EnvironmentSeen seen, IReadOnlyList<LandedPull> pulls) =>
        pulls.Any(pull => pull.Reverts.Count > 0) ? null
        : pulls.Select(pull => Of(seen.Policy, pull, seen.Now)).OfType<Frozen>().MaxBy(window => window.Until) is { } last
            ? last with
            {
                Pulls = pulls.Select(pull => pull.Number).Distinct().Order().ToRow(),
            }
        : null;

    private static Frozen? Of(CanaryPolicy policy, LandedPull pull, DateTimeOffset now) =>
        policy.Freeze.Count == 0
            ? null
            : Freezes.Of(
                policy.Freeze,
                pull.Number,
                Marks.Of(pull.Band, pull.Origin, pull.Reverts.Count > 0, pull.Priority == Priority.Urgent),
                now
            );
}
