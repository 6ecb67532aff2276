using System.Text.Json.Serialization;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>One canary from its first deployment to its verdict.</summary>
/// <param name="Id">A digest of environment, commit and pulls.</param>
/// <param name="Previous">What runs on the stable track: the way back.</param>
/// <param name="Weight">Index into the policy's weights.</param>
/// <param name="Since">When this phase began.</param>
/// <param name="BakingSince">The first success status; null: not yet.</param>
public sealed record Canary(
    string Id,
    Sha Sha,
    Sha Previous,
    Row<LandedPull> Pulls,
    CanaryPhase Phase,
    int Weight,
    DateTimeOffset Since,
    DateTimeOffset? BakingSince,
    CanaryVerdict? Verdict
)
{
    public DateTimeOffset Created { get; init; }

    /// <summary>Its place among the canaries of the pair: what holds the environment now has the highest.</summary>
    public int Fence { get; init; }

    /// <summary>
    /// When the deployment of the current weight succeeded, or while a wider one is on its way that of the weight before: where its ticks
    /// are counted from.
    /// </summary>
    public DateTimeOffset? StageSince { get; init; }

    /// <summary>
    /// The deployment that <see cref="StageSince"/> is about, by the id in its payload: the policy may have other weights by now. Null:
    /// none yet.
    /// </summary>
    public string? Stage { get; init; }

    /// <summary>
    /// How long its ticks are, whatever the policy says by now: no event may count again in another tick. Null: it does not bake yet.
    /// </summary>
    public TimeSpan? Every { get; init; }

    /// <summary>It came off because a deployment failed or nobody took it up, not because of what it did.</summary>
    public bool DeployFailed { get; init; }

    /// <summary>Production was asked to run it.</summary>
    public bool Promoted { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Null: it has not ended.</summary>
    public CanaryEnd? End { get; init; }

    /// <summary>The pulls to take back, ascending, once it regressed.</summary>
    public Row<int> Taken { get; init; } = [];

    /// <summary>The bot opens that revert by itself.</summary>
    public bool OpensRevert { get; init; }

    /// <summary>The pull that is to blame, and how surely; null: nobody yet.</summary>
    public Blame? Blame { get; init; }

    /// <summary>The revert is exempt from flow, freeze and budget (contract, section 4).</summary>
    public bool Certain { get; init; }

    /// <summary>The metrics that spoke for harm, as they were read after the regression.</summary>
    public Row<FailingMetric> Failing { get; init; } = [];

    /// <summary>The places at which most of the harm is, such as <c>errors at route /pay</c>; empty: not known.</summary>
    public Row<string> Signature { get; init; } = [];

    /// <summary>What the heaviest of those metrics counted on it until the verdict; null: it did not regress.</summary>
    public double? Counted { get; init; }

    /// <summary>How much each pull is suspected, the most suspected first; empty: nothing was weighed yet.</summary>
    public Row<Suspicion> Suspects { get; init; } = [];

    /// <summary>Canaries of parts of its pulls, oldest first.</summary>
    public Row<Trial> Trials { get; init; } = [];

    /// <summary>What the bot would have done where it only watches; null: it acts, or there is nothing to say yet.</summary>
    public WouldHave? Would { get; init; }

    /// <summary>Of which regressed canary this is a part; null: it is a whole one.</summary>
    public string? Part { get; init; }

    /// <summary>The open or landed revert; null: none.</summary>
    public int? RevertPull { get; init; }

    /// <summary>What it will be able to see, as told before it began; null: not asked for yet.</summary>
    public Foresight? Foresight { get; init; }

    /// <summary>The errors that it caused until it was judged regressed; null: it was not, or none were beyond the usual.</summary>
    public Cost? Cost { get; init; }

    /// <summary>How the judge did on this canary's baseline against itself; null: it acted on no verdict yet.</summary>
    public SelfTest? SelfTest { get; init; }

    /// <summary>By how much people extended its longest bake.</summary>
    public TimeSpan Extra { get; init; }

    /// <summary>The newest comment of people that it heeded.</summary>
    public long Heeded { get; init; }

    /// <summary>Why it stands still or ended, for people.</summary>
    public string? Note { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<CanaryPhase>))]
public enum CanaryPhase
{
    Deploying,
    Baking,
    Promoting,
    RollingBack,
    Reverting,
    Asking,
    Done,
    Blaming,
    Splitting,
    Composing,
}

/// <summary>How a canary ended: in production; taken back by a revert; taken off without one; or overtaken by a revert.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CanaryEnd>))]
public enum CanaryEnd
{
    Promoted,
    Reverted,
    RolledBack,
    Superseded,
}

/// <param name="Doubling">How long a canary that is twice as bad takes to show; null: never, or not known.</param>
public sealed record Foresight(TimeSpan? Doubling, string Says)
{
    /// <summary>What the baseline counted then, by metric: what its health is measured by.</summary>
    public Row<MetricTraffic> Before { get; init; } = [];

    /// <summary>What a metric's baseline counted then in a time as long as a tick; null: not known.</summary>
    public Usual? UsualOf(string metric, CanaryPolicy policy, TimeSpan tick) =>
        Before.FirstOrDefault(each => each.Metric == metric) is not { PerMinute: { } perMinute } before
            ? null
            // Where nothing was counted, one more would have been the first.
            : new Usual(
                Math.Max(perMinute, 1 / Ticks.Before(policy).TotalMinutes) * tick.TotalMinutes,
                before.Requests * tick.TotalMinutes
            );
}
