using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Duplicates;

/// <summary>Another pull that is like one in some way.</summary>
/// <param name="IsIn">It is with its lane.</param>
/// <param name="IsAsked">Somebody wants it queued, and it waits for no other itself.</param>
/// <param name="Landed">When it landed; null: it did not, or was taken back.</param>
public sealed record Relative(int Number, Fingerprint Print, bool IsIn, bool IsAsked, DateTimeOffset? Landed)
{
    /// <summary>Null: none that another one could be a twin of, for it is neither in work nor has it landed.</summary>
    public static Relative? Of(int number, PullLedger ledger)
    {
        var landed = ledger.Standing
            is { State: PullState.Landed or PullState.Canary or PullState.Healthy or PullState.Inconclusive } standing
            ? standing.Since
            : (DateTimeOffset?)null;
        var (isIn, isAsked) = (ledger.Admission is not null, ledger.Request is not null && ledger.Standing.Code != Code.Duplicate);
        return ledger.Print is { } print && (isIn || isAsked || landed is not null) ? new(number, print, isIn, isAsked, landed) : null;
    }
}

/// <summary>The pull that another one doubles, and in what.</summary>
/// <param name="Issue">Of <see cref="TwinKind.Issue"/>: the issue that both close.</param>
/// <param name="Likeness">Of <see cref="TwinKind.Diff"/>: the share of lines in common, 0 to 1.</param>
public sealed record Twin(int Number, TwinKind Kind, bool HasLanded, int Issue = 0, double Likeness = 1);

public enum TwinKind
{
    Change,
    Diff,
    Issue,
}

/// <summary>
/// Whether a pull doubles one that is in work, or landed lately, on the same base. The older one wins, but for one that is in its lane
/// already.
/// </summary>
public static class Twins
{
    /// <summary>What landed longer ago is no longer looked at.</summary>
    public static TimeSpan Lately { get; } = TimeSpan.FromDays(14);

    /// <summary>Share of common lines from which two diffs are nearly the same.</summary>
    public const double Alike = 0.8;

    public static Twin? Of(int number, Fingerprint print, IEnumerable<Relative> relatives, DateTimeOffset now) =>
        relatives
            .Where(other => other.Number != number && other.Print.Base == print.Base && IsAhead(number, other, now))
            .Select(other => Likeness(print, other))
            .OfType<Twin>()
            .OrderBy(twin => twin.Kind)
            .ThenByDescending(twin => twin.Likeness)
            .ThenBy(twin => twin.Number)
            .FirstOrDefault();

    private static bool IsAhead(int number, Relative other, DateTimeOffset now) =>
        other.Landed is { } at ? now - at < Lately : other.IsIn || (other.IsAsked && other.Number < number);

    private static Twin? Likeness(Fingerprint print, Relative other) =>
        print.Same is not null && print.Same == other.Print.Same ? new Twin(other.Number, TwinKind.Change, other.Landed is not null)
        : print.Sketch is { } mine && other.Print.Sketch is { } its && MinHash.Likeness(mine, its) is >= Alike and var share
            ? new Twin(other.Number, TwinKind.Diff, other.Landed is not null, Likeness: share)
        : print.Issues.FirstOrDefault(other.Print.Issues.Contains) is > 0 and var issue && !IsOwnSeries(print, other.Print)
            ? new Twin(other.Number, TwinKind.Issue, other.Landed is not null, issue)
        : null;

    /// <summary>A person who mends one thing in several steps is no flood.</summary>
    private static bool IsOwnSeries(Fingerprint print, Fingerprint other) =>
        !print.IsMachine && !other.IsMachine && print.Author == other.Author;
}
