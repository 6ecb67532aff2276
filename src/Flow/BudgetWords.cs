using Sluice.Flow.Repo;

namespace Sluice.Flow;

/// <summary>What is said of an error budget. Levels, not figures: what is said must not change with every count.</summary>
public static class BudgetWords
{
    /// <summary>Why something waits for the budget, and until what.</summary>
    public static string Keeps(BudgetLevel level, bool burning) =>
        (level, burning) switch
        {
            (BudgetLevel.Repairs, _) =>
                "less than a fifth of the error budget is left: only reverts and fixes land (what somebody else than its author queues with `priority=high`, or a maintainer with `priority=urgent`), until more than that is left",
            (BudgetLevel.Frozen, true) =>
                "errors come so fast that the error budget would soon be gone: only reverts and what a maintainer queues with `priority=urgent` land, until that is over",
            (BudgetLevel.Frozen, _) =>
                "the error budget is spent: only reverts and what a maintainer queues with `priority=urgent` land, until some of it is left again",
            _ =>
                "less than half of the error budget is left, or it is being spent faster than it lasts: what is not low-risk goes in small batches, until that is over",
        };

    /// <summary>What the journal says of a new level.</summary>
    public static string Level(BudgetLevel level, bool burning) =>
        level == BudgetLevel.Normal
            ? "More than half of the error budget is left: everything goes on as usual."
            : $"{char.ToUpperInvariant(Keeps(level, burning)[0])}{Keeps(level, burning)[1..]}.";

    /// <summary>The source of the budget does not answer.</summary>
    public static string Unknown(string why) => $"what is left of the error budget is not known, so nothing waits for it: {why}";

    public static string Spent(int number, double events, double? share) =>
        FormattableString.Invariant(
            $"#{number} caused about {events:0} errors on the canary{(share is { } part ? FormattableString.Invariant($", {part:0.##%} of the error budget") : "")}."
        );
}
