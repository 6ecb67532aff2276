using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>Asks GitHub for one pull request that is open by the books, and tells them what it says.</summary>
internal sealed class OnePull(IGitHub github, Books books)
{
    /// <summary>One that GitHub does not show any more (deleted, its author banned) is closed for good.</summary>
    public async Task<Answer<Nothing>> Ask(Repository repo, PullFact last, CancellationToken stop)
    {
        switch (await github.Pull(repo, last.Pull.Number, stop))
        {
            case Answer<FactPage>.Made { Value: var page }:
                await books.Tell([.. page.Facts.Select(fact => fact is PullFact pull ? pull with { Word = HeadWord.Asked } : fact)], stop);
                return new Answer<Nothing>.Made(default);
            case Answer<FactPage>.Refused { Status: 404 or 410 }:
                var closed = last.Pull with { Open = false };
                await books.Tell([new PullFact(repo.Id, Math.Max(last.Stamp, Stamps.Of(closed)), closed)], stop);
                return new Answer<Nothing>.Made(default);
            case var other:
                return other.Not<Nothing>();
        }
    }
}
