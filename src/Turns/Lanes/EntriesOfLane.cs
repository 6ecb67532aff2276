using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using Sluice.Turns.Stacks;

namespace Sluice.Turns.Lanes;

/// <summary>The pulls that Intake admitted to a lane, as the lane sees them.</summary>
internal sealed class EntriesOfLane(IStore store, Inverses inverses, Repository repo, string lane, Policy policy, Aims aims)
{
    public async Task<Row<Entry>> Read(CancellationToken stop)
    {
        if (!policy.HasLane(repo, lane))
        {
            return [];
        }

        var open =
            policy.Queue.Method == MergeMethod.Merge ? [] : (await store.Alive<PullFact>(repo.Id, stop)).Select(fact => fact.Pull).ToList();
        var entries = new SortedDictionary<int, Entry>();
        foreach (var (subject, ledger) in await store.Ledgers<PullSubject, PullLedger>(repo.Id, stop))
        {
            if (
                ledger.Admission is { } admission
                && admission.Base == lane
                && await store.Find<PullFact>(repo.Id, "", Numbers.Key(subject.Number), stop) is { Pull: { Open: true } pull } told
                && (pull.Base == lane || pull.Base == admission.Aim)
            )
            {
                entries[subject.Number] = await Of(ledger, admission, told, open, stop);
            }
        }

        return entries.Values.ToRow();
    }

    private async Task<Entry> Of(PullLedger ledger, Admission admission, PullFact told, List<PullRequest> open, CancellationToken stop)
    {
        var pull = told.Pull;

        // A head that somebody else pushed onto it is no revert of the bot's any more, nor is one that is aimed elsewhere.
        var known = await store.Find<RevertFact>(repo.Id, "", Numbers.Key(pull.Number), stop);
        var revert = known?.Holds(repo, admission.Head, lane) == true ? known : null;
        var isOwn =
            pull.Head != admission.Head
            && (await store.Find<OwnHeadFact>(repo.Id, Numbers.Key(pull.Number), pull.Head.Hex, stop))?.Head == admission.Head;

        // Which of two heads GitHub has is for the pull's own turn to find out, for which the second of them rang.
        var head = isOwn || told.Word == HeadWord.Contested ? admission.Head : pull.Head;
        return LookAtLane.Entry(
            pull.Number,
            ledger,
            head,
            pull.Title,
            revert?.Reverts ?? await inverses.Of(pull, admission.Head, stop)
        ) with
        {
            Exempt = revert is { Certain: true },
            Branch = IsMovable(pull, open) && !await Heads.WasBase(store, repo, pull.HeadRef, stop) ? pull.HeadRef : null,
            Own = isOwn ? pull.Head : null,
            After = await Ahead(admission, stop),
            Upon = admission.Upon,
            Aim = pull.Base == lane ? null : pull.Base,
            AimRefused = await aims.Refused(repo, pull.Number, pull.Base == lane ? null : pull.Base, lane, stop),
        };
    }

    /// <summary>What it stands on and has not landed.</summary>
    private async Task<Row<int>> Ahead(Admission admission, CancellationToken stop)
    {
        var ahead = new List<int>();
        foreach (var number in admission.After)
        {
            if (
                await store.Find<PullFact>(repo.Id, "", Numbers.Key(number), stop) is not { Pull.Merged: true }
                && (await store.Ledger<PullLedger>(new PullSubject(repo.Id, number), stop)).Value?.Standing.LandedSha is null
            )
            {
                ahead.Add(number);
            }
        }

        return ahead.ToRow();
    }

    /// <summary>
    /// Nobody works on a branch as such but its own pull: none that stays, no other pull's head, and no base of any that was ever looked
    /// at.
    /// </summary>
    private bool IsMovable(PullRequest pull, List<PullRequest> open) =>
        policy.Queue.Method != MergeMethod.Merge
        && !Heads.Stays(repo, policy, pull)
        && !open.Exists(other => other.Base == pull.HeadRef || (other.Number != pull.Number && Heads.IsHead(repo, other, pull.HeadRef)));
}
