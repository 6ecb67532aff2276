using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Bot.Api;

/// <summary>The error budget of a lane.</summary>
/// <param name="Level"><c>normal</c>, <c>careful</c>, <c>repairs</c> or <c>frozen</c>.</param>
/// <param name="Left">Share of the budget, below zero when it is overdrawn; null: not known.</param>
internal sealed record BudgetView(string Level, double? Left, double Objective, double WindowSeconds, string Says, DateTimeOffset At)
{
    /// <summary>Why it could not be counted anew; null: it was.</summary>
    public string? Trouble { get; init; }

    public IReadOnlyList<BurnView> Burns { get; init; } = [];

    /// <summary>What pull requests cost that were taken back, newest last.</summary>
    public IReadOnlyList<SpentView> Spent { get; init; } = [];

    public IReadOnlyList<SpentBy> Authors { get; init; } = [];

    public IReadOnlyList<SpentBy> Origins { get; init; } = [];

    public static BudgetView Of(BudgetPolicy policy, ErrorBudget budget, IReadOnlyList<SpentView> spent) =>
        new(
            budget.Level.ToString().ToLowerInvariant(),
            budget.Left,
            policy.Objective,
            policy.Window.TotalSeconds,
            budget is { Left: null, Trouble: { } why } ? BudgetWords.Unknown(why) : BudgetWords.Level(budget.Level, budget.IsBurning),
            budget.At
        )
        {
            Trouble = budget.Trouble,
            Burns =
            [
                .. budget.Burns.Select(burn => new BurnView(
                    burn.Long.TotalSeconds,
                    burn.Short.TotalSeconds,
                    burn.OverLong,
                    burn.OverShort,
                    burn.Limit,
                    burn.Burns
                )),
            ],
            Spent = spent,
            Authors = SpentBy.Of(spent, one => one.Author),
            Origins = SpentBy.Of(spent, one => one.Origin),
        };
}

internal sealed record BurnView(double LongSeconds, double ShortSeconds, double OverLong, double OverShort, double Limit, bool Burns);

internal sealed record SpentView(int Pull, string Author, string Origin, double Events, double? Share, DateTimeOffset At)
{
    public static SpentView Of(Spending one, OriginClass origin, DateTimeOffset at) =>
        new(one.Pull, one.Author, Slugs.Of(origin), one.Events, one.Share, at);
}

/// <summary>What one author, or one origin, cost in all.</summary>
internal sealed record SpentBy(string Name, int Pulls, double Events, double? Share)
{
    public static IReadOnlyList<SpentBy> Of(IReadOnlyList<SpentView> spent, Func<SpentView, string> by) =>
        [
            .. spent
                .GroupBy(by, StringComparer.OrdinalIgnoreCase)
                .Select(all => new SpentBy(
                    all.Key,
                    all.Select(one => one.Pull).Distinct().Count(),
                    all.Sum(one => one.Events),
                    all.Any(one => one.Share is null) ? null : all.Sum(one => one.Share)
                ))
                .OrderByDescending(one => one.Events)
                .ThenBy(one => one.Name, StringComparer.Ordinal),
        ];
}
