using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>Finds out whose work a pull takes back. That it does its lane knows by its tree, while it is in line.</summary>
internal sealed class Undoes(IStore store)
{
    public async Task<Row<RevertedPull>> Of(Repository repo, PullRequest pull, PullLedger ledger, CancellationToken stop)
    {
        if (
            ledger.Settled == ledger.Ticket
            || await Inverse(repo, pull.Number, stop) is not { } inverse
            || inverse.Head != pull.Head
            || inverse.Base != pull.Base
        )
        {
            return [];
        }

        var reverted = new List<RevertedPull>();
        foreach (var number in inverse.Reverts)
        {
            if (await store.Find<PullFact>(repo.Id, "", Numbers.Key(number), stop) is { Pull.Author.Login: var author })
            {
                var known = (await store.Ledger<PullLedger>(new PullSubject(repo.Id, number), stop)).Value?.Assessment?.Origin;
                var agents = known is { Class: OriginClass.Agent } ? known : null;
                var isRevert = await Inverse(repo, number, stop) is { Reverts.Count: > 0 };
                reverted.Add(new RevertedPull(number, author, agents?.Agent, agents?.Sponsor) { IsRevert = isRevert });
            }
        }

        return reverted.ToRow();
    }

    private Task<InverseFact?> Inverse(Repository repo, int number, CancellationToken stop) =>
        store.Find<InverseFact>(repo.Id, "", Numbers.Key(number), stop);
}
