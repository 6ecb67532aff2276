using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>What people told an environment, and what came of it.</summary>
public sealed class Orders(IStore store, Landings landings)
{
    /// <summary>What is not obeyed yet, ascending by comment.</summary>
    public async Task<Row<OrderSeen>> Open(Repository repo, string environment, EnvironmentLedger ledger, CancellationToken stop)
    {
        var orders = new List<OrderSeen>();
        var forgotten = ledger.OrdersDone.Count > 100 ? ledger.OrdersDone[0] : 0;
        foreach (var fact in (await store.Under<CanaryOrderFact>(repo.Id, environment, stop)).OrderBy(fact => fact.Order.Comment))
        {
            if (fact.Order.Comment > forgotten && !ledger.OrdersDone.Contains(fact.Order.Comment))
            {
                var isOfPull = fact.Order.Ask is CanaryAsk.Revert or CanaryAsk.Reland;
                orders.Add(new OrderSeen(fact.Order, isOfPull ? await landings.Find(repo, fact.Order.Pull, stop) : null));
            }
        }

        return orders.ToRow();
    }

    public async Task<Row<AskedAnswer>> Answers(Repository repo, EnvironmentLedger ledger, CancellationToken stop)
    {
        var answers = new List<AskedAnswer>();
        var reverts = ledger.Asked.Count > 0 ? await store.Under<RevertFact>(repo.Id, "", stop) : [];
        foreach (var asked in ledger.Asked)
        {
            var number =
                (await store.Find<RelandFact>(repo.Id, "", asked.Id, stop))?.Number
                ?? reverts.FirstOrDefault(fact => fact.Canary == asked.Id)?.Number;
            var refused = number is null ? await Refused(repo, asked.Id, stop) : null;
            answers.AddRange(number is null && refused is null ? [] : [new AskedAnswer(asked.Id, number, refused)]);
        }

        return answers.ToRow();
    }

    /// <param name="answers">The canary, or the asking, that its pull request would answer.</param>
    public async Task<RevertRefusal?> Refused(Repository repo, string answers, CancellationToken stop) =>
        await store.Find<RevertRefusedFact>(repo.Id, "", answers, stop) is { } fact
            ? new RevertRefusal(fact.Why, fact.Kind, Stamps.At(fact.Stamp))
            : null;
}
