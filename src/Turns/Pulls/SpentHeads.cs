using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>
/// Head branches of pulls that landed, where the repository wants them deleted: GitHub does that for what its own button merged.
/// </summary>
internal sealed class SpentHeads(IStore store, IGit git, IGitHub github, Asked asked, Books books)
{
    /// <summary>Null: it is gone, or it is to stay.</summary>
    internal async Task<SpentHead?> Of(Repository repo, PullRequest pull, PullLedger ledger, Policy policy, CancellationToken stop)
    {
        // The batch tells that the lane landed it.
        if (
            !pull.Merged
            || ledger.Standing is not { Batch: not null, LandedSha: not null }
            || Heads.Stays(repo, policy, pull)
            || await store.Find<HeadDroppedFact>(repo.Id, "", Numbers.Key(pull.Number), stop) is not null
            || await git.Branch(repo, pull.HeadRef, stop) != pull.Head
            || !(await asked.Habits(repo, stop)).DeletesHeads
        )
        {
            return null;
        }

        return new SpentHead(pull.HeadRef, pull.Head, await IsInUse(repo, pull.HeadRef, pull.Number, stop));
    }

    internal async Task<Made> Drop(PullSeen seen, PullMove.DropHead move, CancellationToken stop)
    {
        var (repo, number) = (seen.Repo, seen.Pull.Number);
        if (await IsInUse(repo, move.Branch, number, stop))
        {
            return new Made.Refused($"{move.Branch} is an open pull's base or head by now");
        }

        switch (await github.Rules(repo, move.Branch, stop))
        {
            case Answer<RulesFact>.Made { Value.Rules.Guarded: true }:
                await books.Keep(new HeadDroppedFact(repo.Id, books.Stamp, number, "it is protected"), stop);
                return new Made.Refused($"{move.Branch} is protected");
            case Answer<RulesFact>.Made:
                break;
            case var other:
                return Made.Of(other);
        }

        var answer = await git.DropHead(repo, move.Branch, move.Expected, stop);
        if (answer is not PushAnswer.Later)
        {
            var kept = answer switch
            {
                PushAnswer.Refused refused => refused.Why,
                PushAnswer.Stale { Actual: { } actual } => $"somebody pushed {actual.Short} there",
                _ => null,
            };
            await books.Keep(new HeadDroppedFact(repo.Id, books.Stamp, number, kept), stop);
        }

        return Made.Of(answer);
    }

    private async Task<bool> IsInUse(Repository repo, string branch, int number, CancellationToken stop) =>
        (await store.Alive<PullFact>(repo.Id, stop)).Any(fact =>
            fact.Pull.Base == branch || (fact.Pull.Number != number && Heads.IsHead(repo, fact.Pull, branch))
        );
}
