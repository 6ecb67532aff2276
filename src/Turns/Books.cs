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

    /// <summary>
    /// A stamp for what overwrites a fact that has none of GitHub's either: the replica that noted it may have a clock that is ahead.
    /// </summary>
    public long After(Fact known) => Math.Max(Stamp, known.Stamp + 1);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Folds, and rings whoever the news concern.</summary>
    public async Task Tell(IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        await RingFor(await store.Fold(facts, stop), stop);
    }

    /// <summary>Takes in what webhook deliveries told, each once; whoever takes it rings for the news (<see cref="RingFor"/>).</summary>
    /// <returns>For each delivery what was news of it; null: it had come before.</returns>
    public Task<IReadOnlyList<IReadOnlyList<Fact>?>> Take(IReadOnlyList<Delivery> deliveries, CancellationToken stop) =>
        store.Receive(deliveries, stop);

    /// <summary>Rings whoever the news concern.</summary>
    public async Task RingFor(IReadOnlyList<Fact> news, CancellationToken stop)
    {
        var concerned = news.SelectMany(fact => fact.Concerns()).ToHashSet();
        foreach (var repo in news.OfType<DeploymentFact>().Select(fact => fact.Repo).Distinct())
        {
            // A deployment names its environment, and the subject is the pair of environments: ask who is deploying there.
            concerned.UnionWith((await store.Ledgers<EnvironmentSubject, EnvironmentLedger>(repo, stop)).Select(pair => pair.Key));
        }

        var finished = news.OfType<CheckFact>()
            .Where(fact => fact.Check.State is not (CheckState.Queued or CheckState.Running))
            .GroupBy(fact => fact.Repo);
        foreach (var ended in finished)
        {
            // A canary may be judged by a check on its commit, whatever branch or pull that is on besides.
            var commits = ended.Select(fact => fact.Sha).ToHashSet();
            concerned.UnionWith(
                (await store.Ledgers<EnvironmentSubject, EnvironmentLedger>(ended.Key, stop))
                    .Where(pair => pair.Value.Canary is { } canary && commits.Contains(canary.Sha))
                    .Select(pair => pair.Key)
            );
        }

        var orphans = news.OfType<CheckFact>().Where(check => !check.Concerns().Any()).ToList();
        foreach (var checks in orphans.GroupBy(check => check.Repo))
        {
            // Of a fork's head GitHub does not say whose it is, nor of any commit with a status.
            concerned.UnionWith(
                (await store.WithHeads(checks.Key, [.. checks.Select(check => check.Sha).Distinct()], stop)).SelectMany(pull =>
                    pull.Concerns()
                )
            );
        }

        var byLane = orphans.Where(check => check.Branch is not null).GroupBy(check => new LaneSubject(check.Repo, check.Branch!));
        foreach (var checks in byLane)
        {
            // Whether the base is green by itself tells what failures on top of it mean.
            if (
                (await store.Ledger<LaneLedger>(checks.Key, stop)).Value is { IsAlive: true } lane
                && checks.Any(check => lane.Head == check.Sha)
            )
            {
                concerned.Add(checks.Key);
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
