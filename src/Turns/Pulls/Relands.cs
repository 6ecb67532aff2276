using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Origin;
using Sluice.Flow.Repo;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>Finds out whose work a pull of the bot's own lands again.</summary>
internal sealed class Relands(IStore store, IGit git)
{
    /// <summary>What came back more often than this stays whose it was by then.</summary>
    private const int Deepest = 10;

    private readonly Landings _landings = new(store, git);

    /// <summary>Null: it lands nothing again.</summary>
    public async Task<Relanded?> Of(Repository repo, PullRequest pull, Self self, CancellationToken stop)
    {
        if (!pull.Open || pull.Author.Id != self.Bot.Id)
        {
            return null;
        }

        var facts = await store.Under<RelandFact>(repo.Id, "", stop);
        Relanded? known = null;
        for (var (at, depth) = (Again(pull.Number), 0); at is { } number && depth < Deepest; (at, depth) = (Again(number), depth + 1))
        {
            var one = await First(repo, pull.Base, number, stop);
            known = known is null
                ? one
                : new([.. known.Authors, .. one.Authors], [.. known.Makers, .. one.Makers], Relanded.Over(one, known.Origin));
        }

        return known;

        int? Again(int number) => facts.FirstOrDefault(fact => fact.Number == number)?.Again;
    }

    private async Task<Relanded> First(Repository repo, string lane, int number, CancellationToken stop)
    {
        var landed = await _landings.Find(repo, lane, number, stop);
        var author = (await store.Find<PullFact>(repo.Id, "", Numbers.Key(number), stop))?.Pull.Author;
        var makers =
            landed is { From: { } from, Head: var head } && await git.Has(repo, from, stop) && await git.Has(repo, head, stop)
                ? await git.Makers(repo, from, head, stop)
                : [];
        var ledger = (await store.Ledger<PullLedger>(new PullSubject(repo.Id, number), stop)).Value;
        return new Relanded(author is null ? [] : [author], makers, ledger?.Assessment?.Origin ?? OriginAssessment.None);
    }
}
