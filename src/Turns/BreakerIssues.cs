using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>The issue of each breaker: one, updated in place, closed when the breaker is.</summary>
public sealed class BreakerIssues(IStore store, IGitHub github, Books books)
{
    /// <summary>Those of an environment's breakers.</summary>
    public async Task<Row<IssueSeen>> Of(Repository repo, CancellationToken stop) =>
        (await store.Under<IssueFact>(repo.Id, "", stop)).Select(fact => fact.Issue).Where(issue => issue.Lane.Length == 0).ToRow();

    /// <summary>That of a lane's breaker; null: none was written.</summary>
    public async Task<IssueSeen?> Of(Repository repo, BreakerKind kind, string lane, CancellationToken stop) =>
        (await store.Find<IssueFact>(repo.Id, "", IssueFact.KeyOf(kind, lane), stop))?.Issue;

    /// <param name="lane">Empty: an environment's.</param>
    public async Task<Made> Put(
        Repository repo,
        BreakerKind kind,
        string lane,
        string title,
        string body,
        bool open,
        CancellationToken stop
    )
    {
        var known = await Of(repo, kind, lane, stop);
        var answer = await github.PutIssue(repo, known?.Number, BreakerWords.Mark(kind, lane), title, body, open, stop);
        var made = Made.Of(answer);
        var number = answer is Answer<int>.Made { Value: var written } ? written : known?.Number;
        // What GitHub refuses it will refuse again, but for what passes: the same text is not tried twice.
        if (made is Made.Done or Made.Refused { Passes: false })
        {
            await books.Keep(new IssueFact(repo.Id, books.Stamp, new IssueSeen(kind, number, body, open) { Lane = lane }), stop);
        }

        return made;
    }
}
