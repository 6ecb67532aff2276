using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>Finds the pull that another one doubles: its diff is read once for each head, and others by an index.</summary>
internal sealed class Relatives(IStore store, IGit git)
{
    private readonly Landings _landings = new(store, git);

    internal async Task<(Fingerprint? Print, Twin? Twin)> Of(
        Repository repo,
        PullRequest pull,
        Change? change,
        PullLedger ledger,
        Policy policy,
        Sha onto,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (policy.Flow.Duplicates == Duplicates.Off || change is null || change.MergeBase == change.Head)
        {
            return (null, null);
        }

        var print =
            ledger.Print is { } known && known.Head == pull.Head && known.From == change.MergeBases ? known
            : await git.Patch(repo, change, stop) is { } diff ? Fingerprint.Of(pull, diff) with { From = change.MergeBases }
            : null;
        print = print?.With(pull, ledger.Assessment?.Origin.Class is OriginClass.Agent or OriginClass.Automation);
        if (print is null || print.Keys.Count == 0)
        {
            return (print, null);
        }

        var relatives = (await store.Alike(repo.Id, print.Keys, stop))
            .Select(pair => Relative.Of(pair.Key.Number, pair.Value))
            .OfType<Relative>()
            .ToList();
        while (Twins.Of(pull.Number, print, relatives, now) is { } twin)
        {
            if (!twin.HasLanded || await Holds(repo, pull.Base, onto, twin.Number, stop))
            {
                return (print, twin);
            }

            relatives.RemoveAll(other => other.Number == twin.Number);
        }

        return (print, null);
    }

    /// <summary>
    /// The base does not, where taking back what landed would change nothing: somebody took it back already, by whatever way.
    /// </summary>
    private async Task<bool> Holds(Repository repo, string lane, Sha onto, int number, CancellationToken stop) =>
        await _landings.Find(repo, lane, number, stop) is not { } landed
        || !await git.Has(repo, landed.Commit, stop)
        || !await git.Has(repo, landed.From!.Value, stop)
        || await TakenBack.From(git, repo, landed, onto, stop) != await git.Tree(repo, onto, stop);
}
