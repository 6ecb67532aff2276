using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>
/// A pull as the books tell it, but with no head that GitHub does not have any more: what is asked for is asked for a head, and ends when
/// another one comes. Webhooks of one second come in any order, and one that tells a head may be long behind it.
/// </summary>
internal sealed class HeadInDoubt(IStore store, Mirror mirror, OnePull onGitHub)
{
    /// <summary>Null: nobody ever told of it.</summary>
    /// <exception cref="NotNowException">Its head is in doubt, and neither git nor GitHub can be asked now.</exception>
    public async Task<PullRequest?> Resolve(Repository repo, int number, PullLedger ledger, CancellationToken stop)
    {
        var told = await Told(repo, number, stop);
        if (
            told is null or { Pull.Open: false }
            || (
                told.Word != HeadWord.Contested
                && (await IsKnown(told, ledger, stop) || await mirror.IsHead(repo, number, told.Pull.Head, stop))
            )
        )
        {
            return told?.Pull;
        }

        // Git may be a moment behind, GitHub's own word is believed, unless what was told is newer by GitHub's own time.
        (await onGitHub.Ask(repo, told, stop)).OrThrow();
        return (await Told(repo, number, stop))?.Pull;
    }

    private Task<PullFact?> Told(Repository repo, int number, CancellationToken stop) =>
        store.Find<PullFact>(repo.Id, "", Numbers.Key(number), stop);

    /// <summary>A turn took it in already, or it is what the bot itself made of such a one.</summary>
    private async Task<bool> IsKnown(PullFact told, PullLedger ledger, CancellationToken stop) =>
        ledger.HeadSeen is { Head: var head }
        && (told.Pull.Head == head || (await store.Find<OwnHeadFact>(told.Repo, told.Key, told.Pull.Head.Hex, stop))?.Head == head);
}
