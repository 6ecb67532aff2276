using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake;

/// <summary>The head that a pull was last seen with.</summary>
/// <param name="Since">GitHub's time of the pull's last change when this head was first seen: it was there by then.</param>
/// <param name="Moved">True when another head was seen before it.</param>
public sealed record HeadSeen(Sha Head, DateTimeOffset Since, bool Moved)
{
    /// <summary>Whoever pushes more often is taken to come back each time.</summary>
    private const int Remembered = 20;

    /// <summary>It stood there before, and when another did. Null: it never left.</summary>
    public DateTimeOffset? Back { get; init; }

    /// <summary>The lane that it was for, which begins anew where that is another; null: not noted.</summary>
    public string? Base { get; init; }

    /// <summary>Those that stood there before it, the last of them last.</summary>
    public Row<Sha> Former { get; init; } = [];

    internal static HeadSeen Next(HeadSeen? known, Sha head, DateTimeOffset since) =>
        known is null
            ? new HeadSeen(head, since, false)
            : new HeadSeen(head, since, true)
            {
                Back = known.Former.Contains(head) || known.Former.Count == Remembered ? known.Since : null,
                Former = known.Former.Append(known.Head).TakeLast(Remembered).ToRow(),
            };
}
