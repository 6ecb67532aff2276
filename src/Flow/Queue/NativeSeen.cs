using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>GitHub's own merge queue of a branch, as it was read for this look.</summary>
/// <param name="Entries">In order of merging.</param>
/// <param name="Pulls">Of the pulls that the lane has or had there; ascending.</param>
public sealed record NativeSeen(Row<NativeEntry> Entries, Row<NativePull> Pulls)
{
    public NativeEntry? Entry(int number) => Entries.FirstOrDefault(entry => entry.Number == number);

    public NativePull? Pull(int number) => Pulls.FirstOrDefault(pull => pull.Number == number);
}

/// <param name="Position">From 1.</param>
/// <param name="State">GitHub's word, such as <c>AWAITING_CHECKS</c>.</param>
/// <param name="Group">The commit that is tested; null: it is not its turn yet.</param>
public sealed record NativeEntry(int Number, int Position, string State, Sha? Group);

/// <param name="Commit">As which it was merged; null: it was not.</param>
/// <param name="LeftFor">Why it last left the queue, in GitHub's word; null: it never did.</param>
public sealed record NativePull(int Number, bool Open, Sha? Commit, DateTimeOffset? MergedAt, string? LeftFor, DateTimeOffset? LeftAt)
{
    /// <summary>It is merged, and as which commit is not known yet, or not what that stands on: it is told of when it is.</summary>
    public bool Untold { get; init; }

    /// <summary>The base just before it was merged; null: not merged, or not known.</summary>
    public Sha? Onto { get; init; }

    /// <summary>In which order those of one look were merged: 0 is the first.</summary>
    public int Nth { get; init; }

    /// <summary>On the commit that was merged, or on the group that it left with.</summary>
    public Row<Check> Checks { get; init; } = [];

    /// <summary>GitHub's words when it would not take it in; null: it did not refuse.</summary>
    public string? Refused { get; init; }

    public DateTimeOffset? RefusedAt { get; init; }
}

/// <summary>A pull that the lane has in GitHub's queue, or wants there.</summary>
/// <param name="As">As what it will have landed, but for the commits.</param>
/// <param name="Since">When it was last asked to be put there.</param>
public sealed record DrivenPull(Landed As, bool Jump, DateTimeOffset Since)
{
    public int Number => As.Number;

    /// <summary>It was seen there since.</summary>
    public bool Entered { get; init; }

    /// <summary>The group that it was last seen in.</summary>
    public Sha? Group { get; init; }

    /// <summary>Its place and state when they last changed.</summary>
    public string Stood { get; init; } = "";

    public DateTimeOffset? Moved { get; init; }

    /// <summary>How often it was taken out and put in again because it stood still.</summary>
    public int Tries { get; init; }

    /// <summary>Why it is to be taken out; null: it may stay.</summary>
    public string? Out { get; init; }

    /// <summary>Who stood before it when it was last seen tested, ascending: its group held their work, too.</summary>
    public Row<int> Ahead { get; init; } = [];

    /// <summary>
    /// It left for what may be the fault of one of <see cref="Ahead"/>, and is not put in again before it is known whether they land.
    /// </summary>
    public bool Waits { get; init; }

    /// <summary>To be put in again.</summary>
    /// <param name="now">By our clock, which may be slow.</param>
    /// <param name="left">When it left, by GitHub's.</param>
    public DrivenPull Anew(DateTimeOffset now, DateTimeOffset? left) =>
        this with
        {
            Out = null,
            Waits = false,
            Entered = false,
            Group = null,
            Ahead = [],
            Stood = "",
            Moved = null,
            Since = left is { } known && known >= now ? known + Second : now,
        };

    /// <summary>GitHub's times have no fractions.</summary>
    internal static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
}
