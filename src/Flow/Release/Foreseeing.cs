using Sluice.Flow.Policies;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>
/// What a canary will be able to see, told before it begins: a green that could not have been anything else is worth nothing.
/// </summary>
internal static class Foreseeing
{
    /// <summary>While its first deployment is under way. Told once, also when it is not known.</summary>
    public static Step? Tell(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        if (canary is not { Phase: CanaryPhase.Deploying, Weight: 0, Foresight: null } || seen.Traffic.Count == 0)
        {
            return null;
        }

        var traffic = seen.Traffic.Select(Counted).ToRow();
        var next = canary with { Foresight = Of(seen, traffic, canary) with { Before = traffic } };
        return new Step(ledger with { Canary = next }, Story.Line("foreseen", next, next.Foresight.Says));
    }

    /// <summary>
    /// How long it bakes at least: where more is at stake, until a change twice as bad would have shown; never longer than the longest
    /// bake, and so long where the policy is defensive.
    /// </summary>
    /// <param name="left">Of the error budget; null: there is none, or it is not known. The less there is, the longer it bakes, up to four
    /// times.</param>
    public static TimeSpan ShortestBake(CanaryPolicy policy, Canary canary, double? left)
    {
        if (canary.Pulls.Any(pull => pull.Defensive))
        {
            return policy.BakeMax;
        }

        var times = canary.Pulls.Max(pull => pull.Band) switch
        {
            Band.High => 2,
            Band.Medium => 1,
            _ => 0,
        };
        var told = (canary.Foresight?.Doubling ?? TimeSpan.Zero) * times;
        var wanted = (told < policy.BakeMin ? policy.BakeMin : told) / Math.Clamp(left ?? 1, 0.25, 1);
        return wanted > policy.BakeMax ? policy.BakeMax : wanted;
    }

    /// <summary>
    /// What is usual on the baseline in one tick, as it was before the canary, or before the one of which it is a part; null: not known.
    /// </summary>
    public static Usual? UsualOf(EnvironmentSeen seen, Canary canary, string metric) =>
        (canary.Foresight ?? seen.Ledger.Case?.Foresight)?.UsualOf(metric, seen.Policy, Ticks.Length(canary, seen.Policy));

    /// <summary>What no count can be is not known.</summary>
    private static MetricTraffic Counted(MetricTraffic traffic) =>
        traffic is { PerMinute: null or (>= 0 and <= Tick.Most), Requests: null or (>= 0 and <= Tick.Most) }
            ? traffic
            : new MetricTraffic(traffic.Metric, null, traffic.Trouble);

    private static Foresight Of(EnvironmentSeen seen, Row<MetricTraffic> all, Canary canary)
    {
        var known = all.Where(traffic => traffic.PerMinute is not null).ToList();
        if (known.Count == 0)
        {
            return new Foresight(null, CanaryWords.SeesNothingYet(all));
        }

        var first = known
            .Select(traffic => (traffic.Metric, PerMinute: traffic.PerMinute!.Value, Doubling: Doubling(seen.Policy, traffic)))
            .OrderBy(each => each.Doubling ?? TimeSpan.MaxValue)
            .ThenBy(each => each.Metric, StringComparer.Ordinal)
            .First();
        var foresight = new Foresight(first.Doubling, "");
        return foresight with
        {
            Says = CanaryWords.Sees(
                first.Metric,
                first.PerMinute,
                first.Doubling,
                ShortestBake(seen.Policy, canary with { Foresight = foresight }, seen.Budget?.Left),
                seen.Policy.BakeMax
            ),
        };
    }

    /// <summary>The metric's part of the weighted mean makes its bound higher.</summary>
    private static TimeSpan? Doubling(CanaryPolicy policy, MetricTraffic traffic)
    {
        var weight =
            policy.Metrics.First(metric => metric.Name == traffic.Metric).Weight
            / policy.Metrics.Where(metric => metric.Check is null).Sum(metric => metric.Weight);
        var stages = policy
            .Weights.Select(percent => new Stage(Math.Min(percent, 99) / 100.0, policy.BakeMin / policy.Weights.Count))
            .ToRow();
        return Power.TimeToSee(
            2,
            traffic.PerMinute!.Value,
            stages,
            new Bounds(policy.Alpha * weight, policy.Beta, policy.Tolerate),
            policy.Every
        );
    }
}
