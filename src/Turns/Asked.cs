using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>What GitHub must be asked for, and is not asked again while the answer is fresh.</summary>
public sealed class Asked(IStore store, IGitHub github, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    private volatile Self? _self;

    /// <summary>Who the bot is; asked once in a process's life.</summary>
    /// <exception cref="NotNowException">GitHub could not be asked.</exception>
    public async Task<Self> Self(CancellationToken stop) => _self ??= (await github.WhoAmI(stop)).OrThrow();

    public async Task<Permission> Permission(Repository repo, string login, CancellationToken stop)
    {
        var known = await store.Find<PermissionFact>(repo.Id, "", login, stop);
        if (known is null || known.Stamp < Stamps.Of(clock.GetUtcNow() - Fresh))
        {
            known = (await github.Permission(repo, login, stop)).OrThrow();
            await store.Fold([known], stop);
        }

        return known.Permission;
    }

    public async Task<HabitsFact> Habits(Repository repo, CancellationToken stop)
    {
        var known = await store.Find<HabitsFact>(repo.Id, "", "", stop);
        if (known is null || known.Stamp < Stamps.Of(clock.GetUtcNow() - Fresh))
        {
            known = (await github.Habits(repo, stop)).OrThrow();
            await store.Fold([known], stop);
        }

        return known;
    }

    /// <summary>Whether an account is of a team, or has an address; null: GitHub does not tell.</summary>
    public async Task<bool?> StandsFor(Repository repo, string owner, string login, CancellationToken stop)
    {
        var known = await store.Find<StandsForFact>(repo.Id, owner, login, stop);
        if (known is null || known.Stamp < Stamps.Of(clock.GetUtcNow() - Fresh))
        {
            known = (await github.StandsFor(repo, owner, login, stop)).OrThrow();
            await store.Fold([known], stop);
        }

        return known.Is;
    }

    public async Task<BranchRules> Rules(Repository repo, string branch, CancellationToken stop)
    {
        var known = await store.Find<RulesFact>(repo.Id, "", branch, stop);
        if (known is null || known.Stamp < Stamps.Of(clock.GetUtcNow() - Fresh))
        {
            known = (await github.Rules(repo, branch, stop)).OrThrow();
            await store.Fold([known], stop);
        }

        return known.Rules;
    }
}
