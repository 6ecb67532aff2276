using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>Checks on a canary's commit, as far as they are about the canary.</summary>
internal sealed class Gates(IStore store)
{
    /// <summary>
    /// The newest of that name which began since the canary's first deployment was made. What tested the commit before that says nothing of
    /// how it runs.
    /// </summary>
    public async Task<Gate> Of(
        Repository repo,
        CanaryPolicy policy,
        Canary canary,
        Row<Deployment> deployments,
        string check,
        CancellationToken stop
    )
    {
        var since = deployments
            .Where(made =>
                made.Sha == canary.Sha
                && made.Environment == policy.Environment
                && made.Payload?.Id.StartsWith(canary.Id, StringComparison.Ordinal) == true
            )
            .Select(made => (DateTimeOffset?)made.Created)
            .Min();
        var newest = (await store.Under<CheckFact>(repo.Id, canary.Sha.Hex, stop))
            .Select(fact => fact.Check)
            .Where(known => known.Name == check && (known.Started ?? known.Completed) >= since)
            .OrderBy(known => known.Started ?? known.Completed)
            .ThenBy(known => known.Id)
            .LastOrDefault();
        return new Gate(check, newest?.State);
    }
}
