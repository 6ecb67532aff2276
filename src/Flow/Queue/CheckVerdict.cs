using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What the checks on a candidate say together.</summary>
/// <param name="Told">The checks that say it: those that failed, or gave no verdict, or are not finished.</param>
/// <param name="Missing">Demanded checks that never reported.</param>
internal sealed record CheckVerdict(CheckVerdictKind Kind, Row<Check> Told, Row<string> Missing)
{
    /// <summary>Pending only because a check may still appear until then; null: not for that.</summary>
    public DateTimeOffset? SettledAt { get; init; }
}

/// <summary>Broken: finished, without a verdict about the code (cancelled, timed out, could not start).</summary>
internal enum CheckVerdictKind
{
    Pending,
    Green,
    Red,
    Broken,
}
