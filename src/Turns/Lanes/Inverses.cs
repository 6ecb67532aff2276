using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// A revert that somebody made by hand, before it lands: it says so, as GitHub's button and git do, and its tree is the one that taking
/// back a landed pull would give. What it says alone is nothing: titles are cheap.
/// </summary>
/// <param name="onto">Where the base stands.</param>
/// <param name="known">Where the lane took it in last: what landed up to there stands in its journal.</param>
internal sealed class Inverses(IStore store, IGit git, Books books, Repository repo, string lane, Sha onto, Sha? known)
{
    /// <summary>Of those that it does not name, the last that landed are tried.</summary>
    private const int Most = 20;

    public async Task<Row<int>> Of(PullRequest pull, Sha head, CancellationToken stop)
    {
        var told = $"{pull.Title}\n{pull.Body}\n{pull.HeadRef}";
        if (!told.Contains("revert", StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        if (
            await store.Find<InverseFact>(repo.Id, "", Numbers.Key(pull.Number), stop) is { } fact
            && fact.Head == head
            && fact.Base == lane
        )
        {
            return fact.Reverts;
        }

        // What landed in this very look is in the journal only after it.
        if (
            known is not { } last
            || !await git.Has(repo, head, stop)
            || !await git.Has(repo, last, stop)
            || await git.Change(repo, onto, head, stop) is not { Files.Count: > 0 } change
            || !await git.IsAncestor(repo, change.MergeBase, last, stop)
        )
        {
            return [];
        }

        var reverts = await Found(
            told,
            pull.Number,
            change.MergeBase,
            head,
            change.Files.SelectMany(file => file.Paths).ToHashSet(StringComparer.Ordinal),
            stop
        );
        await books.Keep(new InverseFact(repo.Id, books.Stamp, pull.Number, head, reverts) { Base = lane }, stop);
        return reverts;
    }

    private async Task<Row<int>> Found(string told, int number, Sha onto, Sha head, HashSet<string> paths, CancellationToken stop)
    {
        var tree = await git.Tree(repo, head, stop);
        var likely = (await Landed(stop))
            .Where(landed => landed.Number != number)
            .OrderByDescending(landed => IsNamed(landed, told))
            .ThenByDescending(landed => landed.Seq)
            .DistinctBy(landed => landed.Commit)
            .Take(Most);
        foreach (var landed in likely)
        {
            if (
                await git.Has(repo, landed.Commit, stop)
                && await git.Has(repo, landed.From!.Value, stop)
                && paths.SetEquals((await git.Change(repo, landed.From.Value, landed.Commit, stop)).Files.SelectMany(file => file.Paths))
                && await TakenBack.From(git, repo, landed, onto, stop) == tree
            )
            {
                return [landed.Number];
            }
        }

        return [];
    }

    private async Task<IEnumerable<LandedPull>> Landed(CancellationToken stop)
    {
        var subject = new LaneSubject(repo.Id, lane).Key;
        return (await store.Journal(repo.Id, LandedPulls.Kind, 0, stop))
            .Where(row => row.Subject == subject && row.Line.Data is not null)
            .SelectMany(Landings.Of);
    }

    private static bool IsNamed(LandedPull landed, string told) =>
        told.Contains(string.Create(CultureInfo.InvariantCulture, $"#{landed.Number}"), StringComparison.Ordinal)
        || told.Contains(landed.Commit.Hex, StringComparison.OrdinalIgnoreCase)
        || told.Contains(landed.Title, StringComparison.Ordinal);
}
