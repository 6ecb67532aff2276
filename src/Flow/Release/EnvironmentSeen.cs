using System.Text.Json.Serialization;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>Everything about one canary-and-production pair at one instant.</summary>
public sealed record EnvironmentSeen
{
    public required DateTimeOffset Now { get; init; }

    public required Repository Repo { get; init; }

    public required CanaryPolicy Policy { get; init; }

    public required EnvironmentLedger Ledger { get; init; }

    /// <summary>What landed after <see cref="EnvironmentLedger.Cursor"/>, oldest first.</summary>
    public Row<LandedPull> Landed { get; init; } = [];

    /// <summary>The bot's own deployments to the two environments, ascending by id.</summary>
    public Row<Deployment> Deployments { get; init; } = [];

    /// <summary>
    /// Deployments that GitHub would not make, and those whose deployer could not be told, among what the canary in the ledger waits for.
    /// </summary>
    public Row<RefusedDeploy> Refusals { get; init; } = [];

    /// <summary>The counts read for the canary in the ledger, by metric; ascending by tick.</summary>
    public Row<MetricReadings> Readings { get; init; } = [];

    /// <summary>Revert pull requests that the bot opened: which canary they answer, and where they stand.</summary>
    public Row<RevertPull> Reverts { get; init; } = [];

    /// <summary>What is left of the error budget; null: the policy has none.</summary>
    public ErrorBudget? Budget { get; init; }

    /// <summary>What people with the right last said of each of the canary's pulls: to let it go on, and to take it off.</summary>
    public Row<CanaryOrder> Orders { get; init; } = [];

    /// <summary>What the baseline counts while a canary is about to begin; none: it was not asked for.</summary>
    public Row<MetricTraffic> Traffic { get; init; } = [];

    /// <summary>
    /// Why the revert of the canary in the ledger could not be opened when that was last tried; null: it was not, or was made.
    /// </summary>
    public RevertRefusal? RevertRefused { get; init; }

    /// <summary>Where a regressed canary fails, as its metrics' sources tell; empty: nothing is to be known; null: not read yet.</summary>
    public Row<Symptom>? Symptoms { get; init; }

    /// <summary>Pulls of the canary in the ledger, or of the case, that carry the policy's label against reverts by the bot now.</summary>
    public Row<int> OptedOut { get; init; } = [];

    /// <summary>What came of composing the part in the ledger; null: nothing yet.</summary>
    public ComposedPart? Composed { get; init; }

    /// <summary>What people told this environment and is not obeyed yet, ascending by comment.</summary>
    public Row<OrderSeen> Asks { get; init; } = [];

    /// <summary>What came of <see cref="EnvironmentLedger.Asked"/>, as far as it is known.</summary>
    public Row<AskedAnswer> Answers { get; init; } = [];

    /// <summary>When somebody with the right last let a lane of the repository go on.</summary>
    public DateTimeOffset? Resumed { get; init; }

    /// <summary>The bot's own issues, as it last wrote them.</summary>
    public Row<IssueSeen> Issues { get; init; } = [];

    /// <summary>Branches of the ledger that are deleted.</summary>
    public Row<string> Gone { get; init; } = [];

    /// <summary>
    /// What of the regressed canary was taken back past the queue; null: nothing, or its lane has yet to take in where the base stands.
    /// </summary>
    public Undone? Undone { get; init; }
}

/// <summary>
/// Pulls that the canary's commit holds and the base does not any more, by whatever way: somebody pushed, or GitHub's button merged.
/// </summary>
/// <param name="Head">Where the base stands without them, with everything that landed.</param>
/// <param name="Pulls">Ascending.</param>
public sealed record Undone(Sha Head, Row<int> Pulls);

/// <summary>One pull on the base, as the lane noted its landing.</summary>
/// <param name="Seq">Rises with every landing of the installation.</param>
/// <param name="Before">The base just before the push that brought it.</param>
/// <param name="Tip">The base after that push: what is deployed.</param>
/// <param name="Commit">The commit that merged this pull.</param>
/// <param name="Reverts">The pulls that it takes back, when it is a revert.</param>
public sealed record LandedPull(
    long Seq,
    int Number,
    string Title,
    string Author,
    Sha Head,
    Sha Before,
    Sha Tip,
    Sha Commit,
    string Base,
    Band Band,
    double Fails,
    Row<int> Reverts,
    DateTimeOffset At
)
{
    /// <summary>The base just before this pull's own commits; null: <see cref="Commit"/>'s first parent.</summary>
    public Sha? From { get; init; }

    /// <summary>The files that it changed; at most some hundreds.</summary>
    public Row<string> Paths { get; init; } = [];

    /// <summary>As it was queued: an urgent one is what a maintainer calls a hotfix or security.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>The policy was defensive for it when it was queued.</summary>
    public bool Defensive { get; init; }

    /// <summary>As it was queued.</summary>
    public OriginClass Origin { get; init; }

    /// <summary>Who owns them by CODEOWNERS.</summary>
    public Row<string> Owners { get; init; } = [];
}

/// <param name="Landed">The pull as it landed, where the order is about that; null: it never did.</param>
public sealed record OrderSeen(CanaryOrder Order, LandedPull? Landed);

/// <param name="Number">The pull request that was opened; null: <paramref name="Refused"/> says why not.</param>
public sealed record AskedAnswer(string Id, int? Number, RevertRefusal? Refused);

/// <param name="At">When it was last tried.</param>
public sealed record RevertRefusal(string Why, RefusalKind Kind, DateTimeOffset At);

/// <summary>
/// Whether trying again may help: never (it conflicts); once somebody allowed it (a rule, a permission); by itself (GitHub was at work on
/// something there).
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<RefusalKind>))]
public enum RefusalKind
{
    Lasts,
    MayBeAllowed,
    Passes,
}

/// <param name="Commit">Null: it cannot be composed.</param>
/// <param name="Pulls">Those that are in it; what builds on others that are not is left out.</param>
public sealed record ComposedPart(string Canary, Sha? Commit, Row<int> Pulls, string? Why);

public sealed record MetricReadings(string Metric, Row<Tick> Ticks, string? Trouble)
{
    /// <summary>How the check stands that it is; null: it counts.</summary>
    public Gate? Gate { get; init; }
}

/// <param name="PerMinute">Events on the baseline; null: not known.</param>
public sealed record MetricTraffic(string Metric, double? PerMinute, string? Trouble)
{
    /// <summary>Requests on the baseline in a minute; null: not known.</summary>
    public double? Requests { get; init; }
}

/// <summary>The counts of one tick.</summary>
/// <param name="Index">From 0 at the start of the stage that <paramref name="Deployment"/> names.</param>
/// <param name="Canary">Events on the canary, such as errors.</param>
/// <param name="Share">The canary's share of the exposure in this tick, 0 to 1; null: nothing was exposed.</param>
public sealed record Tick(string Deployment, int Index, double Canary, double Baseline, double? Share)
{
    /// <summary>More events or requests in one tick are no count but a fault of their source.</summary>
    public const double Most = 1e15;

    /// <summary>Requests on the baseline in this tick, so that more traffic is not taken for scatter; null: not known.</summary>
    public double? Exposure { get; init; }
}

/// <param name="Open">And for the branch that it was composed for; one that somebody aimed elsewhere counts as closed.</param>
public sealed record RevertPull(string Canary, int Number, bool Open, bool Merged)
{
    /// <summary>What it takes back, ascending.</summary>
    public Row<int> Pulls { get; init; } = [];

    /// <summary>How it stands outside the queue, where it waits for somebody's word; null: it is in it, or on its way there.</summary>
    public OutOfQueue? Out { get; init; }
}

/// <param name="State">Ejected, Left or Held.</param>
/// <param name="Reason">One sentence.</param>
public sealed record OutOfQueue(PullState State, Code Code, string Reason);

/// <param name="Asked">The id in the deployment's payload.</param>
/// <param name="Why">With what is to be done about it.</param>
/// <param name="Made">The deployment is there; whoever makes it could not be told.</param>
public sealed record RefusedDeploy(string Asked, string Why, bool Made)
{
    /// <summary>It is not the last word: whoever makes it is told again, and this is the reason only where time is over before.</summary>
    public bool IsTriedAgain { get; init; }
}
