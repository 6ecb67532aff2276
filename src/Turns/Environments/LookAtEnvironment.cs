using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>Builds what an environment's decider sees. The policy is that of the default branch.</summary>
public sealed class LookAtEnvironment(IStore store, Mirror mirror, PoliciesInForce policies, Readings readings, Asked asked, Books books)
{
    public async Task<EnvironmentSeen?> At(EnvironmentSubject subject, Versioned<EnvironmentLedger> remembered, CancellationToken stop)
    {
        if (await books.Repository(subject.Repo, stop) is not { } repo || await mirror.Base(repo, repo.DefaultBranch, stop) is not { } head)
        {
            return null;
        }

        var policy = (await policies.At(repo, repo.DefaultBranch, head, stop)).Policy.Canary;
        if (policy is null || policy.PromoteTo != subject.Name)
        {
            return null;
        }

        var ledger = remembered.Value ?? EnvironmentLedger.New;
        var deployments = await Deployments(repo, policy, stop);
        return new EnvironmentSeen
        {
            Now = books.Now,
            Repo = repo,
            Policy = policy,
            Ledger = ledger,
            Landed = await Landed(repo, policy, ledger.Cursor, stop),
            Deployments = deployments,
            Readings = ledger.Canary is { } canary ? await readings.Of(repo, policy, canary, books.Now, stop) : [],
            Reverts = await Reverts(repo, stop),
            RevertRefused = ledger.Canary is { } asking ? (await store.Find<RevertRefusedFact>(repo.Id, "", asking.Id, stop))?.Why : null,
        };
    }

    private async Task<Row<LandedPull>> Landed(Repository repo, CanaryPolicy policy, long cursor, CancellationToken stop)
    {
        var lane = new LaneSubject(repo.Id, repo.DefaultBranch).Key;
        var landed = new List<LandedPull>();
        foreach (var row in (await store.Journal(repo.Id, LandedPulls.Kind, cursor, stop)).Where(row => row.Subject == lane && row.Line.Data is not null))
        {
            foreach (var pull in LandedPulls.Read(row.Line.Data!))
            {
                var known = await store.Find<PullFact>(repo.Id, "", Numbers.Key(pull.Number), stop);
                landed.Add(Map(row.Seq, pull) with { OptOut = known?.Pull.Labels.Contains(policy.OptOut) == true });
            }
        }

        return landed.ToRow();
    }

    private static LandedPull Map(long seq, Landed pull) => new(
        seq, pull.Number, pull.Title, pull.Author, pull.Head, pull.Before, pull.Tip, pull.Commit, pull.Base, pull.Band, pull.Fails, pull.Reverts, pull.At);

    private async Task<Row<Deployment>> Deployments(Repository repo, CanaryPolicy policy, CancellationToken stop)
    {
        var self = await asked.Self(stop);
        var canary = await store.Under<DeploymentFact>(repo.Id, policy.Environment, stop);
        var production = policy.PromoteTo == policy.Environment ? [] : await store.Under<DeploymentFact>(repo.Id, policy.PromoteTo, stop);
        return canary.Concat(production).Select(fact => fact.Deployment).Where(known => known.Payload is not null && known.Creator == self.Bot.Id).OrderBy(known => known.Id).ToRow();
    }

    private async Task<Row<RevertPull>> Reverts(Repository repo, CancellationToken stop)
    {
        var reverts = new List<RevertPull>();
        foreach (var fact in await store.Under<RevertFact>(repo.Id, "", stop))
        {
            var pull = await store.Find<PullFact>(repo.Id, "", Numbers.Key(fact.Number), stop);
            reverts.Add(new RevertPull(fact.Canary, fact.Number, pull?.Pull.Open ?? true, pull?.Pull.Merged ?? false));
        }

        return reverts.ToRow();
    }
}
