using System.Globalization;
using System.Text.Json.Serialization;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>What the bot remembers of one canary-and-production pair.</summary>
public sealed record EnvironmentLedger : ILedger
{
    public static EnvironmentLedger New { get; } = new();

    [JsonIgnore]
    public bool IsAlive => Waiting.Count > 0 || Canary is not null || Case is not null || Poison is not null || Branches.Count > 0 || Asked.Count > 0 || Breakers.Count > 0;

    /// <summary>The newest <see cref="LandedPull.Seq"/> that was taken in.</summary>
    public long Cursor { get; init; }

    /// <summary>What landed and waits for its turn, oldest first.</summary>
    public Row<LandedPull> Waiting { get; init; } = [];

    /// <summary>Canaries ever begun here.</summary>
    public int Serial { get; init; }

    /// <summary>The one that is being deployed or judged; null: none.</summary>
    public Canary? Canary { get; init; }

    /// <summary>A regressed canary whose culprit is looked for by canaries of its parts; <see cref="Canary"/> is such a part then. Null: none.</summary>
    public Canary? Case { get; init; }

    /// <summary>Branches of parts that were composed and are not deleted yet.</summary>
    public Row<string> Branches { get; init; } = [];

    /// <summary>The commit that production runs, as far as the bot knows; null: never deployed by it.</summary>
    public Sha? LastGood { get; init; }

    /// <summary>Ended canaries, newest last; the last fifty.</summary>
    public Row<Canary> Past { get; init; } = [];

    /// <summary>From a regressed canary until its revert landed: nothing that contains the culprit is deployed.</summary>
    public PoisonRange? Poison { get; init; }

    /// <summary>The newest <see cref="LandedPull.Seq"/> whose deployment failed: it goes again only with something that landed later.</summary>
    public long GivenUp { get; init; }

    /// <summary>Those that are not closed, by kind.</summary>
    public Row<Breaker> Breakers { get; init; } = [];

    /// <summary>Since when no metric can be read; null: they can.</summary>
    public DateTimeOffset? Blind { get; init; }

    /// <summary>Up to when failures are forgiven: when the last breaker that was closed had last changed.</summary>
    public DateTimeOffset? Closed { get; init; }

    /// <summary>Why what waits may not be deployed now; null: it may.</summary>
    public string? Held { get; init; }

    /// <summary>What a window of <c>canary.freeze</c> keeps now, and until when; null: nothing.</summary>
    public Frozen? Frozen { get; init; }

    /// <summary>Comments whose orders were obeyed, ascending; a canary under way counts those that steer it by itself.</summary>
    public Row<long> OrdersDone { get; init; } = [];

    /// <summary>What people asked to be taken back or landed again, and what is not opened yet.</summary>
    public Row<AskedPull> Asked { get; init; } = [];

    /// <summary>Reverts opened, for the day's limit.</summary>
    public Row<DateTimeOffset> RevertsOpened { get; init; } = [];
}

/// <summary>One canary from its first deployment to its verdict.</summary>
/// <param name="Id">A digest of environment, commit and pulls.</param>
/// <param name="Previous">What runs on the stable track: the way back.</param>
/// <param name="Weight">Index into the policy's weights.</param>
/// <param name="Since">When this phase began.</param>
/// <param name="BakingSince">The first success status; null: not yet.</param>
public sealed record Canary(
    string Id, Sha Sha, Sha Previous, Row<LandedPull> Pulls, CanaryPhase Phase, int Weight, DateTimeOffset Since, DateTimeOffset? BakingSince,
    CanaryVerdict? Verdict)
{
    public DateTimeOffset Created { get; init; }

    /// <summary>Its place among the canaries of the pair: what holds the environment now has the highest.</summary>
    public int Fence { get; init; }

    /// <summary>When the deployment of the current weight succeeded, or while a wider one is on its way that of the weight before: where its ticks are counted from.</summary>
    public DateTimeOffset? StageSince { get; init; }

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
public enum CanaryPhase { Deploying, Baking, Promoting, RollingBack, Reverting, Asking, Done, Blaming, Splitting, Composing }

/// <summary>How a canary ended: in production; taken back by a revert; taken off without one; or overtaken by a revert.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CanaryEnd>))]
public enum CanaryEnd { Promoted, Reverted, RolledBack, Superseded }

/// <param name="Doubling">How long a canary that is twice as bad takes to show; null: never, or not known.</param>
public sealed record Foresight(TimeSpan? Doubling, string Says)
{
    /// <summary>What the baseline counted then, by metric: what its health is measured by.</summary>
    public Row<MetricTraffic> Before { get; init; } = [];
}

/// <summary>What a judge made of the counts.</summary>
/// <param name="Score">0 to 1: at most 0.2 promotes, at least 0.8 rolls back.</param>
/// <param name="At">When it first said so.</param>
public sealed record CanaryVerdict(Verdict Verdict, double Score, Row<MetricVerdict> Metrics, string Says, DateTimeOffset At)
{
    /// <summary>Evidence for harm over all metrics, natural logarithm.</summary>
    public double LogEHarm { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict { Healthy, Regressed, Inconclusive, Invalid }

/// <summary>Natural logarithms of the evidence for harm and for safety.</summary>
public sealed record MetricVerdict(string Name, Verdict Verdict, double LogEHarm, double LogESafe, string Reason)
{
    /// <summary>The first tick after which this metric alone showed harm, or safety; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Crossing? Crossed { get; init; }

    /// <summary>It is a check: its word, not evidence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Gate { get; init; }
}

/// <summary>A landed pull that somebody asked to be taken back or landed again.</summary>
public sealed record AskedPull(CanaryOrder Order, LandedPull Pull)
{
    /// <summary>What its pull request answers: no canary, but that comment.</summary>
    [JsonIgnore]
    public string Id => string.Create(CultureInfo.InvariantCulture, $"asked-{Order.Comment}");

    /// <summary>When it was heard of; null: before that was noted.</summary>
    public DateTimeOffset? Since { get; init; }
}

/// <param name="Confidence">Posterior that it is this pull, 0 to 1.</param>
public sealed record Blame(int Number, double Confidence, string Evidence)
{
    /// <summary>The strongest of the evidence alone, for a comment; null: there is but one.</summary>
    public string? Chief { get; init; }
}

/// <param name="From">The commit that brought the culprit.</param>
/// <param name="Pulls">Those that must be taken back before anything deploys.</param>
public sealed record PoisonRange(string Canary, Sha From, Row<int> Pulls, DateTimeOffset Since);
