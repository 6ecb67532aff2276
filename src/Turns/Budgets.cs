using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>The error budget of a branch, counted anew once a minute.</summary>
public sealed class Budgets(IStore store, IMetrics metrics, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>What was counted longer ago says nothing any more: who cannot measure must not stop everybody for ever.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Null: the policy has none.</summary>
    public async Task<ErrorBudget?> Of(Repository repo, string branch, BudgetPolicy? policy, CancellationToken stop)
    {
        if (policy is null)
        {
            return null;
        }

        var (now, of) = (clock.GetUtcNow(), policy.ToString());
        var known = await store.Find<BudgetFact>(repo.Id, "", branch, stop) is { } fact && fact.Of == of ? fact : null;
        if (known is null || Stamps.At(known.Stamp) <= now - Fresh)
        {
            known = await Count(repo, branch, policy, known, now, stop);
            await store.Fold([known], stop);
        }

        return Read(policy, known, now);
    }

    /// <summary>What a fact says now.</summary>
    public static ErrorBudget Read(BudgetPolicy policy, BudgetFact fact, DateTimeOffset now)
    {
        var counts = fact.At is { } at && now - at < Kept ? fact.Counts : [];
        return BurnRates.Of(policy, counts, fact.At ?? now) with { Trouble = fact.Trouble };
    }

    private async Task<BudgetFact> Count(
        Repository repo,
        string branch,
        BudgetPolicy policy,
        BudgetFact? before,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var windows = BurnRates.Windows(policy);
        var errors = await Task.WhenAll(windows.Select(window => metrics.Count(repo, policy.Source, policy.Errors, now, window, stop)));
        var totals = await Task.WhenAll(windows.Select(window => metrics.Count(repo, policy.Source, policy.Total, now, window, stop)));
        var trouble = errors
            .Concat(totals)
            .Select(answer => answer.Match<string?>(_ => null, refused => refused.Why, later => later.Why))
            .FirstOrDefault(why => why is not null);
        return trouble is null
            ? new BudgetFact(
                repo.Id,
                Stamps.Of(now),
                branch,
                policy.ToString(),
                windows.Select((window, at) => new BudgetCount(window, Made(errors[at]), Made(totals[at]))).ToRow(),
                now,
                null
            )
            : new BudgetFact(repo.Id, Stamps.Of(now), branch, policy.ToString(), before?.Counts ?? [], before?.At, trouble);
    }

    private static double Made(Answer<double> answer) => ((Answer<double>.Made)answer).Value;
}
