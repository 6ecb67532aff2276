using Sluice.Flow.Policies;

namespace Sluice.Flow.Release;

/// <summary>One tick that can be read: which stage's, which of it, and when it ended.</summary>
public sealed record DueTick(string Deployment, int Index, DateTimeOffset End);

/// <summary>When a canary is looked at.</summary>
public static class Ticks
{
    /// <summary>More than this is not caught up with after an outage: leaving ticks out unseen does no harm to the evidence.</summary>
    private const int Most = 500;

    /// <summary>
    /// Every tick of the current stage that is over by <paramref name="now"/>, ascending; a tick counts once, so those that were read are
    /// to be left out.
    /// </summary>
    public static Row<DueTick> Due(Canary? canary, CanaryPolicy policy, DateTimeOffset now)
    {
        if (canary is not { StageSince: { } since } || !IsWatched(canary))
        {
            return [];
        }

        var every = Length(canary, policy);
        var over = (int)Math.Min((now - since) / every, 1_000_000);
        var first = Math.Max(0, over - Most);
        var stage = Stage(canary, policy);
        return Enumerable
            .Range(first, Math.Max(0, over - first))
            .Select(index => new DueTick(stage, index, since + ((index + 1) * every)))
            .ToRow();
    }

    /// <summary>When the next tick ends; null: none is waited for.</summary>
    public static DateTimeOffset? Next(Canary canary, CanaryPolicy policy, DateTimeOffset now) =>
        canary.StageSince is { } since && IsWatched(canary)
            ? since + ((Math.Floor((now - since) / Length(canary, policy)) + 1) * Length(canary, policy))
            : null;

    /// <summary>The deployment whose traffic is counted, by the id in its payload.</summary>
    public static string Stage(Canary canary, CanaryPolicy policy) => canary.Stage ?? Stages.Watched(canary, policy).Payload.Id;

    /// <summary>How long one tick is.</summary>
    public static TimeSpan Length(Canary canary, CanaryPolicy policy) => canary.Every ?? policy.Every;

    /// <summary>
    /// For how long the baseline is counted before a canary: over the shortest bake, so that a quiet tick does not stand for the day.
    /// </summary>
    public static TimeSpan Before(CanaryPolicy policy) => policy.BakeMin > policy.Every ? policy.BakeMin : policy.Every;

    /// <summary>Ticks are over that a source which answers was not asked for yet: after a silence they are read in several looks.</summary>
    internal static bool IsBehind(EnvironmentSeen seen, Canary canary)
    {
        var due = Due(canary, seen.Policy, seen.Now);
        return due.Count > 0
            && seen.Policy.Metrics.Any(metric =>
                seen.Readings.FirstOrDefault(read => read.Metric == metric.Name) is { Trouble: null, Gate: null } read
                && due.Count > read.Ticks.Count(tick => tick.Deployment == due[0].Deployment && tick.Index >= due[0].Index)
            );
    }

    /// <summary>A canary that has a share of the traffic is on its way to more of it.</summary>
    internal static bool IsWidening(Canary canary) => canary is { Phase: CanaryPhase.Deploying, Weight: > 0, StageSince: not null };

    /// <summary>
    /// While it bakes, while a wider weight is deployed, and while a person is asked about a bake without a decision: a source that is
    /// repaired then still decides.
    /// </summary>
    internal static bool IsWatched(Canary canary) =>
        canary.Taken.Count == 0 && (canary.Phase is CanaryPhase.Baking or CanaryPhase.Asking || IsWidening(canary));
}
