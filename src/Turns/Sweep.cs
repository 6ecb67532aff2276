using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>Repairs what webhooks lost: reads GitHub page by page into the books, and rings everything that is alive.</summary>
public sealed class Sweep(IStore store, IGitHub github, IGit git, Mirror mirror, PoliciesInForce policies, IBell bell, Books books)
{
    /// <summary>Comments older than this were seen by an earlier sweep.</summary>
    private static readonly TimeSpan Lookback = TimeSpan.FromHours(1);

    /// <summary>Learns which repositories there are. At start, and when an installation is news.</summary>
    public async Task Repositories(CancellationToken stop)
    {
        if (await github.Repositories(stop) is Answer<FactPage>.Made { Value: var page })
        {
            await store.Fold(page.Facts, stop);
        }
    }

    /// <summary>Reconciles every repository, then rings. One that cannot be read now does not keep the others waiting.</summary>
    /// <returns>What could not be done, for the log.</returns>
    public async Task<IReadOnlyList<string>> All(CancellationToken stop)
    {
        var troubles = new List<string>();
        foreach (var repo in (await store.Alive<RepositoryFact>(null, stop)).Select(fact => fact.Repository))
        {
            try
            {
                await Reconcile(repo, stop);
            }
            catch (NotNowException trouble)
            {
                troubles.Add($"{repo.FullName}: {trouble.Message}");
            }

            await RingAll(repo, stop);
        }

        return troubles;
    }

    private async Task Reconcile(Repository repo, CancellationToken stop)
    {
        (await git.Fetch(repo, stop)).OrThrow();
        var known = (await store.Alive<PullFact>(repo.Id, stop)).Select(fact => fact.Pull.Number).ToHashSet();
        string? cursor = null;
        do
        {
            var page = (await github.OpenPulls(repo, cursor, stop)).OrThrow();
            known.ExceptWith(page.Facts.OfType<PullFact>().Select(fact => fact.Pull.Number));
            await books.Tell(page.Facts, stop);
            cursor = page.Next;
        }
        while (cursor is not null);

        foreach (var closed in known.Order())
        {
            await books.Tell((await github.Pull(repo, closed, stop)).OrThrow().Facts, stop);
        }

        await books.Tell((await github.CommentsSince(repo, books.Now - Lookback, stop)).OrThrow().Facts, stop);
        await Candidates(repo, stop);
        await Deployments(repo, stop);
    }

    private async Task Candidates(Repository repo, CancellationToken stop)
    {
        foreach (var (lane, ledger) in await store.Ledgers<LaneSubject, LaneLedger>(repo.Id, stop))
        {
            foreach (var build in ledger.Builds.Where(build => build.State == BuildState.Running))
            {
                if (build.Candidate is { } candidate)
                {
                    var page = (await github.Checks(repo, candidate, Branches.Candidate(lane.Base, build.Id), stop)).OrThrow();
                    await books.Tell(page.Facts, stop);
                }
            }
        }
    }

    private async Task Deployments(Repository repo, CancellationToken stop)
    {
        if (await Canary(repo, stop) is not { } policy)
        {
            return;
        }

        var ledger = await store.Ledger<EnvironmentLedger>(new EnvironmentSubject(repo.Id, policy.PromoteTo), stop);
        if (ledger.Value?.Canary is not null)
        {
            foreach (var environment in new[] { policy.Environment, policy.PromoteTo }.Distinct())
            {
                await books.Tell((await github.Deployments(repo, environment, stop)).OrThrow().Facts, stop);
            }
        }
    }

    private async Task<CanaryPolicy?> Canary(Repository repo, CancellationToken stop) =>
        await mirror.Base(repo, repo.DefaultBranch, stop) is { } head
            ? (await policies.At(repo, repo.DefaultBranch, head, stop)).Policy.Canary
            : null;

    private async Task RingAll(Repository repo, CancellationToken stop)
    {
        var alive = new List<Subject>();
        alive.AddRange((await store.Alive<PullFact>(repo.Id, stop)).Select(fact => new PullSubject(repo.Id, fact.Pull.Number)));
        alive.AddRange((await store.Ledgers<PullSubject, PullLedger>(repo.Id, stop)).Select(pair => pair.Key));
        alive.AddRange((await store.Ledgers<LaneSubject, LaneLedger>(repo.Id, stop)).Select(pair => pair.Key));
        alive.Add(new LaneSubject(repo.Id, repo.DefaultBranch));
        alive.AddRange((await store.Ledgers<EnvironmentSubject, EnvironmentLedger>(repo.Id, stop)).Select(pair => pair.Key));
        if (await Canary(repo, stop) is { } policy)
        {
            alive.Add(new EnvironmentSubject(repo.Id, policy.PromoteTo));
        }

        await bell.Ring(alive.Distinct().ToList(), stop);
    }
}
