using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release.Budgets;

/// <summary>From counts over several windows to what is left of the error budget.</summary>
public static class BurnRates
{
    /// <summary>Above it everything goes on as usual.</summary>
    public const double Half = 0.5;

    /// <summary>Below it only fixes and reverts do.</summary>
    public const double Little = 0.2;

    /// <summary>A rate below this is slower than the objective itself allows: no alarm.</summary>
    private const double LeastLimit = 0.9;

    /// <summary>
    /// Multi-window burn rates (Google's SRE workbook, chapter 5; Sloth has the same shares): so much of the budget in so long. Over 30
    /// days these are the rates 14.4, 6, 3 and 1.
    /// </summary>
    private static readonly Row<Alarm> Alarms =
    [
        new(0.02, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), true),
        new(0.05, TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), true),
        new(0.10, TimeSpan.FromDays(1), TimeSpan.FromHours(2), false),
        new(0.10, TimeSpan.FromDays(3), TimeSpan.FromHours(6), false),
    ];

    /// <summary>The windows that have to be counted, ascending; the longest is the budget's own.</summary>
    public static Row<TimeSpan> Windows(BudgetPolicy policy) =>
        Meant(policy).SelectMany(alarm => new[] { alarm.Long, alarm.Short }).Append(policy.Window).Distinct().Order().ToRow();

    /// <param name="counts">Of the windows; one that is missing says nothing.</param>
    public static ErrorBudget Of(BudgetPolicy policy, Row<BudgetCount> counts, DateTimeOffset at)
    {
        var whole = counts.FirstOrDefault(count => count.Window == policy.Window);
        double? left = whole is null ? null : 1 - Rate(policy, whole);
        var burns = Meant(policy).Select(alarm => Burn(policy, alarm, counts)).OfType<BurnRate>().ToRow();
        var level =
            left <= 0 || burns.Any(burn => burn.Freezes && burn.Burns) ? BudgetLevel.Frozen
            : left < Little ? BudgetLevel.Repairs
            : left <= Half || burns.Any(burn => burn.Burns) ? BudgetLevel.Careful
            : BudgetLevel.Normal;
        return new ErrorBudget(level, left, (whole?.Total ?? 0) * (1 - policy.Objective), burns, at);
    }

    /// <summary>The share of the budget that so many errors are; null: nothing is known to weigh them against.</summary>
    public static double? Share(ErrorBudget? budget, double errors) => budget is { Allowed: > 0 } ? errors / budget.Allowed : null;

    private static IEnumerable<Alarm> Meant(BudgetPolicy policy) =>
        Alarms.Where(alarm => alarm.Long < policy.Window && Limit(policy, alarm) >= LeastLimit);

    private static double Limit(BudgetPolicy policy, Alarm alarm) => alarm.Share * (policy.Window / alarm.Long);

    private static BurnRate? Burn(BudgetPolicy policy, Alarm alarm, Row<BudgetCount> counts) =>
        counts.FirstOrDefault(count => count.Window == alarm.Long) is { } longer
        && counts.FirstOrDefault(count => count.Window == alarm.Short) is { } shorter
            ? new BurnRate(alarm.Long, alarm.Short, Rate(policy, longer), Rate(policy, shorter), Limit(policy, alarm), alarm.Freezes)
            : null;

    /// <summary>1 spends the budget in exactly its window. Where nothing was asked, nothing failed.</summary>
    private static double Rate(BudgetPolicy policy, BudgetCount count) =>
        count.Total > 0 ? count.Errors / count.Total / (1 - policy.Objective) : 0;

    private sealed record Alarm(double Share, TimeSpan Long, TimeSpan Short, bool Freezes);
}

/// <summary>What the budget's source counted over a window that ends now.</summary>
public sealed record BudgetCount(TimeSpan Window, double Errors, double Total);
