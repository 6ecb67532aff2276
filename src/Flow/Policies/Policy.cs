using System.Text.Json.Serialization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Policies;

/// <summary>A repository's <c>.github/sluice.yml</c> as the base branch has it, every default filled in.</summary>
public sealed record Policy
{
    /// <summary>Where a repository has it.</summary>
    public const string Path = ".github/sluice.yml";

    /// <summary>What holds without a file: one lane on the default branch, labels and limits, no canary.</summary>
    public static Policy Default { get; } = new();

    public QueuePolicy Queue { get; init; } = new();

    public RiskPolicy Risk { get; init; } = new();

    public Mode Mode { get; init; } = Mode.Normal;

    public FlowPolicy Flow { get; init; } = new();

    /// <summary>Null: nothing is deployed.</summary>
    public CanaryPolicy? Canary { get; init; }

    /// <summary>Null: no error budget.</summary>
    public BudgetPolicy? Budget { get; init; }

    public NotifyPolicy Notify { get; init; } = new();

    public Row<string> CommandAliases { get; init; } = [];

    /// <summary>The lanes: the named branches, or the default branch where none is named.</summary>
    public bool HasLane(Repository repo, string branch) =>
        Queue.Branches.Count == 0 ? branch == repo.DefaultBranch : Queue.Branches.Contains(branch);
}

public enum Mode
{
    Normal,
    Defensive,
}

public sealed record QueuePolicy
{
    public Row<string> Branches { get; init; } = [];

    public Row<Admit> Admit { get; init; } = [Sluice.Flow.Policies.Admit.Label, Sluice.Flow.Policies.Admit.Command];

    public MergeMethod Method { get; init; } = MergeMethod.Merge;

    /// <summary>How squashes and rebases come onto the base.</summary>
    public LandBy LandBy { get; init; } = LandBy.Push;

    /// <summary>
    /// Globs of the checks that a candidate needs; empty: auto (the branch's required checks, or all that report and at least one).
    /// </summary>
    public Row<string> Checks { get; init; } = [];

    public HeadRule Head { get; init; } = HeadRule.NotFailed;

    public int BatchMax { get; init; } = 32;

    public TimeSpan BatchWait { get; init; } = TimeSpan.Zero;

    public Preset Preset { get; init; } = Preset.Default;

    public TimeSpan MaxWait { get; init; } = TimeSpan.FromHours(6);

    public Row<string> Barrier { get; init; } = [];

    public Row<ExtraCheck> ExtraChecks { get; init; } = [];

    public NativeQueue Native { get; init; } = NativeQueue.StandAside;

    public int Slots { get; init; } = 4;

    /// <summary>Of this lane, where all lanes of an installation share a limit.</summary>
    public int Weight { get; init; } = 1;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>The lane learns how long a build may take; until then <see cref="Timeout"/> holds.</summary>
    public bool TimeoutLearnt { get; init; }

    public int Retries { get; init; } = 1;

    public Row<Freeze> Freeze { get; init; } = [];
}

public enum Admit
{
    Label,
    Command,
    Approved,
    Auto,
}

[JsonConverter(typeof(JsonStringEnumConverter<MergeMethod>))]
public enum MergeMethod
{
    Merge,
    Squash,
    Rebase,
}

/// <summary>
/// Push: in batches; heads in the repository are moved to what lands of them. Button: GitHub merges one by one, and no head is touched.
/// </summary>
public enum LandBy
{
    Push,
    Button,
}

/// <summary>What the pull's own head must show: no failed required check, all green, or nothing.</summary>
public enum HeadRule
{
    NotFailed,
    Green,
    Any,
}

public enum Preset
{
    Default,
    Fast,
    Thrifty,
    Frugal,
}

public enum NativeQueue
{
    StandAside,
    Drive,
}

/// <param name="For">A label: <c>origin/agent</c>, <c>risk/high</c>, …</param>
public sealed record ExtraCheck(string For, Row<string> Checks);

/// <summary>Nothing lands, or is deployed, from each tick of the cron for the length, but for what is excepted.</summary>
/// <param name="Cron">Five fields.</param>
/// <param name="Except"><c>risk/low</c>, <c>revert</c>, …</param>
public sealed record Freeze(string Cron, string Zone, TimeSpan For, Row<string> Except, string Reason);

public sealed record RiskPolicy
{
    public bool Labels { get; init; } = true;

    public Row<RiskFloor> Floors { get; init; } = [];

    /// <summary>
    /// Share of those whose score alone asks for more approvals that needs one less, so that something is learnt of them.
    /// </summary>
    public double Audit { get; init; }

    /// <summary>From this band up a pull gets a batch of its own.</summary>
    public Band Alone { get; init; } = Band.High;
}

public sealed record RiskFloor(Row<string> Paths, Band AtLeast, string Because, Mode Mode = Mode.Normal);

public sealed record FlowPolicy
{
    public AgentLimits Agents { get; init; } = new();

    public int AuthorsQueued { get; init; } = 10;

    public Approvals Approvals { get; init; } = new();

    /// <summary>Null: limits stay as they are.</summary>
    public AdaptiveLimits? Adaptive { get; init; } = new();

    public Duplicates Duplicates { get; init; } = Duplicates.Hold;
}

/// <param name="Share">Of the queue while people wait, 0 to 1.</param>
/// <param name="CiMinutes">A day; 0: no limit.</param>
public sealed record AgentLimits(int Open = 20, int Queued = 5, double Share = 0.6, int CiMinutes = 0);

public sealed record Approvals(int Low = 0, int Medium = 1, int High = 2, int Agent = 1)
{
    public int Of(Band band) =>
        band switch
        {
            Band.Low => Low,
            Band.Medium => Medium,
            _ => High,
        };
}

public sealed record AdaptiveLimits(int Min = 1, int Max = 20);

public enum Duplicates
{
    Off,
    Comment,
    Hold,
}
