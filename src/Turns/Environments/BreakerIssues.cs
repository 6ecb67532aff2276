using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>The issue of each breaker: one, updated in place, closed when the breaker is.</summary>
public sealed class BreakerIssues(IStore store, IGitHub github, Books books)
{
    public async Task<Row<IssueSeen>> Of(Repository repo, CancellationToken stop) =>
        (await store.Under<IssueFact>(repo.Id, "", stop)).Select(fact => fact.Issue).ToRow();

    public async Task<Made> Put(Repository repo, EnvironmentMove.PutIssue move, CancellationToken stop)
    {
        var known = (await store.Find<IssueFact>(repo.Id, "", BreakerWords.Name(move.Kind), stop))?.Issue;
        var answer = await github.PutIssue(repo, known?.Number, $"{BreakerWords.Marker} {BreakerWords.Name(move.Kind)} -->", move.Title, move.Body, move.Open, stop);
        // What GitHub refuses it will refuse again: the same text is not tried twice.
        var number = answer is Answer<int>.Made made ? made.Value : known?.Number;
        if (answer is not Answer<int>.Later)
        {
            await books.Keep(new IssueFact(repo.Id, books.Stamp, new IssueSeen(move.Kind, number, move.Body, move.Open)), stop);
        }

        return Made.Of(answer);
    }
}
