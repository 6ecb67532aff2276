using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>Facts as turns learn them: folded, and whoever they concern is rung.</summary>
public sealed class Books(IStore store, IBell bell, TimeProvider clock)
{
    /// <summary>Now, as a stamp for facts that have no time of GitHub's own.</summary>
    public long Stamp => Stamps.Of(clock.GetUtcNow());

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Folds, and rings whoever the news concern.</summary>
    public async Task Tell(IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        await RingFor(await store.Fold(facts, stop), stop);
    }

    /// <summary>Takes in what one webhook delivery told, once.</summary>
    /// <returns>False when the delivery had come before.</returns>
    public async Task<bool> Receive(string delivery, IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        if (await store.Receive(delivery, facts, stop) is not { } news)
        {
            return false;
        }

        await RingFor(news, stop);
        return true;
    }

    private async Task RingFor(IReadOnlyList<Fact> news, CancellationToken stop)
    {
        var concerned = news.SelectMany(fact => fact.Concerns()).ToHashSet();
        foreach (var repo in news.OfType<DeploymentFact>().Select(fact => fact.Repo).Distinct())
        {
            // A deployment names its environment, and the subject is the pair of environments: ask who is deploying there.
            concerned.UnionWith((await store.Ledgers<EnvironmentSubject, EnvironmentLedger>(repo, stop)).Select(pair => pair.Key));
        }

        foreach (var check in news.OfType<CheckFact>().Where(check => !check.Concerns().Any()))
        {
            // Of a fork's head GitHub does not say whose it is, nor of any commit with a status.
            concerned.UnionWith((await store.WithHead(check.Repo, check.Sha, stop)).SelectMany(pull => pull.Concerns()));
            if (check.Branch is { } branch && (await store.Ledger<LaneLedger>(new LaneSubject(check.Repo, branch), stop)).Value is { IsAlive: true } lane && lane.Head == check.Sha)
            {
                // Whether the base is green by itself tells what failures on top of it mean.
                concerned.Add(new LaneSubject(check.Repo, branch));
            }
        }

        if (concerned.Count > 0)
        {
            await bell.Ring([.. concerned.OrderBy(subject => subject.Key, StringComparer.Ordinal)], stop);
        }
    }

    /// <summary>Folds what a turn itself did and has no need to be rung for.</summary>
    public Task Keep(Fact fact, CancellationToken stop) => store.Fold([fact], stop);

    public async Task<Repository?> Repository(long repo, CancellationToken stop) =>
        (await store.Find<RepositoryFact>(repo, "", "", stop))?.Repository is { Alive: true } found ? found : null;
}
