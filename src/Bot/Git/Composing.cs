using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>Merges the members of a candidate one after the other.</summary>
internal sealed class Composing(Merging merging)
{
    public async Task<Composition> Compose(LaneMove.Compose move, CancellationToken stop)
    {
        var (tip, tree) = (move.Onto, (Sha?)null);
        var included = new List<MergedAs>();
        var conflicts = new List<Conflict>();
        foreach (var member in move.Members)
        {
            var merged = await merging.Merge(tip, member.Head, stop);
            if (merged.Tree is not { } next)
            {
                conflicts.Add(new Conflict(member.Number, await With(move.Onto, included, member, stop), merged.Paths));
                continue;
            }

            (tip, tree) = (await merging.Commit(next, [tip, member.Head], CommitText.Merge(member.Number, member.Title), move.At, stop), next);
            included.Add(new MergedAs(member.Number, tip));
        }

        return new Composition(
            move.Build, included.Count > 0 ? tip : null, tree, included.Select(step => step.Number).ToRow(), conflicts.ToRow())
        {
            Merges = included.ToRow(),
        };
    }

    /// <summary>
    /// The first member whose coming made the conflict. Asked along the merges that were made rather than pair by pair: the answer then holds in
    /// the candidate, and there always is one.
    /// </summary>
    private async Task<int?> With(Sha onto, List<MergedAs> included, Member member, CancellationToken stop)
    {
        if (included.Count == 0 || (await merging.Merge(onto, member.Head, stop)).Tree is null)
        {
            return null;
        }

        foreach (var step in included.SkipLast(1))
        {
            if ((await merging.Merge(step.Commit, member.Head, stop)).Tree is null)
            {
                return step.Number;
            }
        }

        return included[^1].Number;
    }
}
