using Sluice.Flow;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>What the source of a branch's error budget last counted.</summary>
/// <param name="Of">The policy that it was counted for, as text.</param>
/// <param name="At">When; null: never yet.</param>
/// <param name="Trouble">Why it could not be counted since; null: it was.</param>
public sealed record BudgetFact(
    long Repo,
    long Stamp,
    string Branch,
    string Of,
    Row<BudgetCount> Counts,
    DateTimeOffset? At,
    string? Trouble
) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Branch;

    public override IEnumerable<Subject> Concerns() => [];
}
