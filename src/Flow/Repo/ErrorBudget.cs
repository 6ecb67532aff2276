using System.Text.Json.Serialization;

namespace Sluice.Flow.Repo;

/// <summary>How much of a repository's error budget is left, and so what may still go on.</summary>
/// <param name="Left">Share of the window's budget: 1 untouched, 0 spent, below that overdrawn; null: not known.</param>
/// <param name="Allowed">Errors that the whole window may hold at its traffic.</param>
/// <param name="At">When it was counted.</param>
public sealed record ErrorBudget(BudgetLevel Level, double? Left, double Allowed, Row<BurnRate> Burns, DateTimeOffset At)
{
    /// <summary>Why it could not be counted anew; null: it was.</summary>
    public string? Trouble { get; init; }

    /// <summary>Errors come so fast that nobody can wait for the window to tell.</summary>
    public bool IsBurning => Burns.Any(burn => burn.Freezes && burn.Burns);
}

/// <summary>
/// Normal: everything. Careful: what is not low-risk in small batches. Repairs: fixes and reverts. Frozen: reverts and security.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<BudgetLevel>))]
public enum BudgetLevel
{
    Normal,
    Careful,
    Repairs,
    Frozen,
}

/// <summary>
/// How many times faster than the objective allows errors came, over a long window and, so that it ends soon after they do, a short one.
/// </summary>
/// <param name="Limit">Burns when both are above.</param>
/// <param name="Freezes">Worth waking somebody: freezes at once, whatever is left.</param>
public sealed record BurnRate(TimeSpan Long, TimeSpan Short, double OverLong, double OverShort, double Limit, bool Freezes)
{
    public bool Burns => OverLong > Limit && OverShort > Limit;
}
