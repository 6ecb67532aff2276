using Sluice.Bot.GitHub;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>
/// Which turns stand still while GitHub does not answer: those of pull requests that nobody waits for. Lanes and environments never do, so
/// that no landing, rollback or revert is kept back; nor what is in line, what people said a word to, and what the bot itself opened.
/// </summary>
internal sealed class Waiting(Outages outages, IStore store)
{
    /// <returns>Null: it goes on.</returns>
    public async Task<DateTimeOffset?> Until(Subject subject, CancellationToken stop) =>
        outages.IsAnyOpen
        && subject is PullSubject pull
        && await store.Find<RepositoryFact>(pull.Repo, "", "", stop) is { } repo
        && await CanWait(pull, stop)
            ? outages.Stands(repo.Repository.Installation)
            : null;

    private async Task<bool> CanWait(PullSubject subject, CancellationToken stop)
    {
        var key = Numbers.Key(subject.Number);
        var pull = await store.Find<PullFact>(subject.Repo, "", key, stop);
        var ledger = await store.Ledger<PullLedger>(subject, stop);
        var said = await store.Under<CommentFact>(subject.Repo, key, stop);
        return Bystanders.CanWait(pull?.Pull, ledger.Value, said.Select(fact => fact.Comment));
    }
}
