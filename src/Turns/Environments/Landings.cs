using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>What landed, from the lane's journal, with what git tells of it.</summary>
public sealed class Landings(IStore store, IGit git)
{
    /// <summary>Of a change that touches more, these are enough to tell it from others.</summary>
    private const int MostPaths = 300;

    /// <summary>What landed after the ledger's cursor, oldest first.</summary>
    public async Task<Row<LandedPull>> After(
        Repository repo,
        CanaryPolicy policy,
        EnvironmentLedger ledger,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var lane = new LaneSubject(repo.Id, repo.DefaultBranch).Key;
        var landed = new List<LandedPull>();
        var rows = (await store.Journal(repo.Id, LandedPulls.Kind, ledger.Cursor, stop))
            .Where(row => row.Subject == lane && row.Line.Data is not null)
            .ToList();
        foreach (var row in rows.Where(row => row == rows[^1] || !ledger.IsHistory(row.At, now)))
        {
            var push = LandedPulls.Read(row.Line.Data!);
            var owners = policy.Metrics.Any(metric => metric.Owner is not null)
                ? await CodeOwnersFile.At(git, repo, push[0].Tip, stop)
                : null;
            foreach (var (index, pull) in push.Index())
            {
                var from = index == 0 ? pull.Before : push[index - 1].Commit;
                var paths = await Paths(repo, from, pull.Commit, stop);
                var mapped = Map(row.Seq, pull) with { From = from, Paths = paths, Owners = owners?.Of(paths) ?? [] };
                landed.Add(await Recognised(repo, ledger, mapped, stop));
            }
        }

        return landed.ToRow();
    }

    /// <summary>A pull as it last landed; null: it never did through this queue.</summary>
    public Task<LandedPull?> Find(Repository repo, int number, CancellationToken stop) => Find(repo, repo.DefaultBranch, number, stop);

    internal async Task<LandedPull?> Find(Repository repo, string onto, int number, CancellationToken stop)
    {
        var lane = new LaneSubject(repo.Id, onto).Key;
        var newestFirst = (await store.Story(repo.Id, number, stop))
            .Reverse()
            .Where(row => row.Line.Kind == LandedPulls.Kind && row.Subject == lane && row.Line.Data is not null);
        foreach (var row in newestFirst)
        {
            if (Of(row).LastOrDefault(landed => landed.Number == number) is { } landed)
            {
                return landed;
            }
        }

        return null;
    }

    /// <summary>The pulls of one push, by a line of the lane's journal.</summary>
    internal static IEnumerable<LandedPull> Of(JournalRow row)
    {
        var push = LandedPulls.Read(row.Line.Data!);
        return push.Index()
            .Select(pair => Map(row.Seq, pair.Item) with { From = pair.Index == 0 ? pair.Item.Before : push[pair.Index - 1].Commit });
    }

    private async Task<Row<string>> Paths(Repository repo, Sha from, Sha commit, CancellationToken stop) =>
        await git.Has(repo, from, stop) && await git.Has(repo, commit, stop)
            ? (await git.Change(repo, from, commit, stop))
                .Files.SelectMany(file => file.Paths)
                .Distinct(StringComparer.Ordinal)
                .Take(MostPaths)
                .ToRow()
            : [];

    /// <summary>
    /// A revert that somebody made by hand: its tree is the one that taking back a locked pull, or all that was named, would give; where
    /// the judge only watches, a pull of what it would have rolled back.
    /// </summary>
    private async Task<LandedPull> Recognised(Repository repo, EnvironmentLedger ledger, LandedPull landed, CancellationToken stop)
    {
        var sets =
            landed.Reverts.Count > 0 ? []
            : (ledger.Case ?? ledger.Canary) is { Taken.Count: > 0 } locked ? Suspected(locked, landed)
            : Shadowing.Suspects(ledger).Where(pull => pull.Number != landed.Number).Select(pull => Row.Of([pull])).ToRow();
        if (sets.Count == 0 || !await git.Has(repo, landed.Commit, stop))
        {
            return landed;
        }

        var tree = await git.Tree(repo, landed.Commit, stop);
        foreach (var undone in sets)
        {
            if (
                await TakenBack.Without(git, repo, undone, landed.From!.Value, stop) is { } commit
                && commit != landed.From
                && await git.Tree(repo, commit, stop) == tree
            )
            {
                return landed with { Reverts = undone.Select(pull => pull.Number).Order().ToRow() };
            }
        }

        return landed;
    }

    private static Row<Row<LandedPull>> Suspected(Canary locked, LandedPull landed)
    {
        var suspects = locked
            .Pulls.Where(pull => locked.Taken.Contains(pull.Number) && pull.Paths.Intersect(landed.Paths).Any())
            .Reverse()
            .ToList();
        return suspects.Select(pull => Row.Of([pull])).Append(suspects.ToRow()).Where(undone => undone.Count > 0).ToRow();
    }

    private static LandedPull Map(long seq, Landed pull) =>
        new(
            seq,
            pull.Number,
            pull.Title,
            pull.Author,
            pull.Head,
            pull.Before,
            pull.Tip,
            pull.Commit,
            pull.Base,
            pull.Band,
            pull.Fails,
            pull.Reverts,
            pull.At
        )
        {
            Priority = pull.Priority,
            Defensive = pull.Defensive,
            Origin = pull.Origin,
        };
}
