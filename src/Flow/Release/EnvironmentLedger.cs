using System.Globalization;
using System.Text.Json.Serialization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>What the bot remembers of one canary-and-production pair.</summary>
public sealed record EnvironmentLedger : ILedger
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    public static EnvironmentLedger New { get; } = new();

    [JsonIgnore]
    public bool IsAlive =>
        Waiting.Count > 0
        || Canary is not null
        || Case is not null
        || Poison is not null
        || Branches.Count > 0
        || Asked.Count > 0
        || Breakers.Count > 0;

    /// <summary>
    /// What landed so long before the first look at an environment is none of its business: the newest push brings all of it.
    /// </summary>
    public bool IsHistory(DateTimeOffset landed, DateTimeOffset now) =>
        this is { Cursor: 0, Serial: 0, Past.Count: 0 } && now - landed > Fresh;

    /// <summary>The newest <see cref="LandedPull.Seq"/> that was taken in.</summary>
    public long Cursor { get; init; }

    /// <summary>What landed and waits for its turn, oldest first.</summary>
    public Row<LandedPull> Waiting { get; init; } = [];

    /// <summary>The number of the newest canary, or of a part of one: they rise.</summary>
    public int Serial { get; init; }

    /// <summary>The one that is being deployed or judged; null: none.</summary>
    public Canary? Canary { get; init; }

    /// <summary>
    /// A regressed canary whose culprit is looked for by canaries of its parts; <see cref="Canary"/> is such a part then. Null: none.
    /// </summary>
    public Canary? Case { get; init; }

    /// <summary>Branches of parts that were composed and are not deleted yet.</summary>
    public Row<string> Branches { get; init; } = [];

    /// <summary>The commit that production runs, as far as the bot knows; null: never deployed by it.</summary>
    public Sha? LastGood { get; init; }

    /// <summary>Ended canaries, newest last; the last fifty.</summary>
    public Row<Canary> Past { get; init; } = [];

    /// <summary>From a regressed canary until its revert landed: nothing that contains the culprit is deployed.</summary>
    public PoisonRange? Poison { get; init; }

    /// <summary>
    /// The newest <see cref="LandedPull.Seq"/> whose deployment failed: it goes again only with something that landed later.
    /// </summary>
    public long GivenUp { get; init; }

    /// <summary>What waits was taken off, and goes again only with something that lands.</summary>
    [JsonIgnore]
    public bool IsGivenUp => Waiting.Count > 0 && Waiting[^1].Seq <= GivenUp;

    /// <summary>How many wait to be deployed by themselves.</summary>
    [JsonIgnore]
    public int Undeployed => IsGivenUp ? 0 : Waiting.Count;

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

    /// <summary>Comments whose orders were obeyed, ascending.</summary>
    public Row<long> OrdersDone { get; init; } = [];

    /// <summary>What people asked to be taken back or landed again, and what is not opened yet.</summary>
    public Row<AskedPull> Asked { get; init; } = [];

    /// <summary>Reverts opened, for the day's limit.</summary>
    public Row<DateTimeOffset> RevertsOpened { get; init; } = [];
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
