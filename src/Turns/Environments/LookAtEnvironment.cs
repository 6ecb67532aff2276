using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>Builds what an environment's decider sees. The policy is that of the default branch.</summary>
public sealed class LookAtEnvironment(
    IStore store,
    IGitHub github,
    IGit git,
    Mirror mirror,
    PoliciesInForce policies,
    Readings readings,
    Symptoms symptoms,
    Landings landings,
    Orders orders,
    Asked asked,
    Budgets budgets,
    BreakerIssues issues,
    Dispatches dispatches,
    Books books
)
{
    private readonly Undoing _undoing = new(store, git);

    public async Task<EnvironmentSeen?> At(EnvironmentSubject subject, Versioned<EnvironmentLedger> remembered, CancellationToken stop)
    {
        if (await books.Repository(subject.Repo, stop) is not { } repo || await mirror.Base(repo, repo.DefaultBranch, stop) is not { } head)
        {
            return null;
        }

        var whole = (await policies.At(repo, repo.DefaultBranch, head, stop)).Policy;
        var policy = whole.Canary;
        if (policy is null || policy.PromoteTo != subject.Name)
        {
            return null;
        }

        var ledger = remembered.Value ?? EnvironmentLedger.New;
        var landed = await landings.After(repo, policy, ledger, books.Now, stop);
        var deployments = await Deployments(repo, policy, ledger, landed, stop);
        var seen = new EnvironmentSeen
        {
            Now = books.Now,
            Repo = repo,
            Policy = policy,
            Ledger = ledger,
            Landed = landed,
            Deployments = deployments,
            Refusals = await dispatches.Refused(repo, policy, ledger.Canary, stop),
            Readings = ledger.Canary is { } canary ? await readings.Of(repo, policy, canary, deployments, books.Now, stop) : [],
            Orders = await Told(repo, subject.Name, ledger, stop),
            Resumed = ledger.Breakers.Count > 0 ? await Resumed(repo, stop) : null,
            Issues = ledger.Breakers.Count > 0 || ledger.Closed is not null ? await issues.Of(repo, stop) : [],
            Traffic =
                ledger.Canary is { Phase: CanaryPhase.Deploying, Weight: 0, Part: null, Foresight: null }
                || (ledger.Canary is null && ledger.Breakers.Any(breaker => breaker.Kind == BreakerKind.Metrics))
                    ? await readings.Traffic(repo, policy, books.Now, stop)
                    : [],
            Budget = await budgets.Of(repo, repo.DefaultBranch, whole.Budget, stop),
            Reverts = await Reverts(repo, stop),
            RevertRefused = (ledger.Case ?? ledger.Canary) is { } asking ? await orders.Refused(repo, asking.Id, stop) : null,
            OptedOut = await OptedOut(repo, policy, ledger, stop),
            Symptoms = await symptoms.Of(repo, policy, ledger.Canary, books.Now, stop),
            Composed = ledger.Canary is { Part: not null } part ? (await store.Find<PartFact>(repo.Id, "", part.Id, stop))?.Part : null,
            Asks = await orders.Open(repo, policy.PromoteTo, ledger, stop),
            Answers = await orders.Answers(repo, ledger, stop),
            Gone = await Gone(repo, ledger, stop),
            Undone = await _undoing.Of(repo, head, ledger, stop),
        };
        return Silence.IsAskedOnHarm(seen) ? seen with { Deployments = await AskedOnHarm(repo, policy, stop) } : seen;
    }

    /// <summary>On a pull of whichever lane: that there are several is nothing to who reads the breaker's issue.</summary>
    private async Task<DateTimeOffset?> Resumed(Repository repo, CancellationToken stop) =>
        (await store.Under<LaneOrderFact>(repo.Id, "", stop))
            .Where(fact => fact.Order.Reason is null)
            .Select(fact => (DateTimeOffset?)fact.Order.At)
            .Max();

    /// <summary>The branch of a part that is not pushed yet is not there either, and is not gone.</summary>
    private async Task<Row<string>> Gone(Repository repo, EnvironmentLedger ledger, CancellationToken stop)
    {
        var gone = new List<string>();
        var branches = ledger.Branches.Where(branch => ledger.Canary is not { Part: not null } part || branch != Stages.PartBranch(part));
        foreach (var branch in branches)
        {
            if (await git.Branch(repo, branch, stop) is null)
            {
                gone.Add(branch);
            }
        }

        return gone.ToRow();
    }

    /// <summary>The label may be put on, or taken off, while it bakes.</summary>
    private async Task<Row<int>> OptedOut(Repository repo, CanaryPolicy policy, EnvironmentLedger ledger, CancellationToken stop)
    {
        var marked = new List<int>();
        foreach (var number in (ledger.Case ?? ledger.Canary)?.Pulls.Select(pull => pull.Number) ?? [])
        {
            if (
                await store.Find<PullFact>(repo.Id, "", Numbers.Key(number), stop) is { } known
                && LabelNames.Hold(known.Pull.Labels, policy.OptOut)
            )
            {
                marked.Add(number);
            }
        }

        return marked.ToRow();
    }

    /// <summary>
    /// Before a deployment is given up GitHub is asked how it stands: its webhooks may have been lost, as while the bot was down.
    /// </summary>
    private async Task<Row<Deployment>> Deployments(
        Repository repo,
        CanaryPolicy policy,
        EnvironmentLedger ledger,
        Row<LandedPull> landed,
        CancellationToken stop
    )
    {
        var known = await Known(repo, policy, stop);
        var silent = ledger.Canary is { } canary ? Silence.AskedAfter(canary, policy, known, ledger.Waiting.Concat(landed), books.Now) : [];
        foreach (var environment in silent)
        {
            await books.Tell((await github.Deployments(repo, environment, stop)).OrThrow().Facts, stop);
        }

        return silent.Count > 0 ? await Known(repo, policy, stop) : known;
    }

    /// <summary>
    /// The way back is a request to GitHub as well, so that one more hardly delays it. But whoever is harmed waits for no answer: without
    /// one, what was told stands.
    /// </summary>
    private async Task<Row<Deployment>> AskedOnHarm(Repository repo, CanaryPolicy policy, CancellationToken stop)
    {
        if (await github.Deployments(repo, policy.Environment, stop) is Answer<FactPage>.Made { Value: var page })
        {
            await books.Tell(page.Facts, stop);
        }

        return await Known(repo, policy, stop);
    }

    private async Task<Row<Deployment>> Known(Repository repo, CanaryPolicy policy, CancellationToken stop)
    {
        var self = await asked.Self(stop);
        var canary = await store.Under<DeploymentFact>(repo.Id, policy.Environment, stop);
        var production = policy.PromoteTo == policy.Environment ? [] : await store.Under<DeploymentFact>(repo.Id, policy.PromoteTo, stop);
        return canary
            .Concat(production)
            .Select(fact => fact.Deployment)
            .Where(known => known.Payload is not null && known.Creator == self.Bot.Id)
            .OrderBy(known => known.Id)
            .ToRow();
    }

    private async Task<Row<CanaryOrder>> Told(Repository repo, string environment, EnvironmentLedger ledger, CancellationToken stop)
    {
        var orders = new List<CanaryOrder>();
        foreach (var pull in ledger.Canary?.Pulls ?? [])
        {
            foreach (var ask in new[] { CanaryAsk.Promote, CanaryAsk.Rollback })
            {
                if (
                    await store.Find<CanaryOrderFact>(repo.Id, environment, CanaryOrderFact.KeyOf(pull.Number, ask), stop) is
                    { Order: var order }
                )
                {
                    orders.Add(order);
                }
            }
        }

        return orders.ToRow();
    }

    private async Task<Row<RevertPull>> Reverts(Repository repo, CancellationToken stop)
    {
        var reverts = new List<RevertPull>();
        foreach (var fact in await store.Under<RevertFact>(repo.Id, "", stop))
        {
            var pull = await store.Find<PullFact>(repo.Id, "", Numbers.Key(fact.Number), stop);
            var isAimed = pull is null || pull.Pull.Base == (fact.Base ?? repo.DefaultBranch);
            var revert = new RevertPull(
                fact.Canary,
                fact.Number,
                isAimed && (pull?.Pull.Open ?? true),
                isAimed && pull?.Pull.Merged == true
            )
            {
                Pulls = fact.Reverts,
            };
            reverts.Add(revert.Open ? revert with { Out = await Out(repo, fact.Number, stop) } : revert);
        }

        return reverts.ToRow();
    }

    private async Task<OutOfQueue?> Out(Repository repo, int number, CancellationToken stop) =>
        (await store.Ledger<PullLedger>(new PullSubject(repo.Id, number), stop)).Value
            is { Admission: null, Standing: { State: PullState.Ejected or PullState.Left or PullState.Held } standing }
            ? new OutOfQueue(standing.State, standing.Code, standing.Reason)
            : null;
}
