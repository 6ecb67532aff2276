using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>Puts the members of a candidate one after the other onto a commit.</summary>
internal sealed class Composing(Merging merging, Moving moving, Mirror mirror)
{
    private readonly Replaying _replaying = new(merging, moving, mirror);

    public async Task<Composition> Compose(LaneMove.Compose move, CancellationToken stop)
    {
        var tip = move.Onto;
        var included = new List<MergedAs>();
        var conflicts = new List<Conflict>();
        foreach (var member in move.Members)
        {
            var step = await Step(move, tip, member, stop);
            if (step.Tip is not { } next)
            {
                conflicts.Add(new Conflict(member.Number, await With(move, included, member, stop), step.Paths));
                continue;
            }

            tip = next;
            included.Add(new MergedAs(member.Number, tip));
        }

        mirror.Lasting.Keep(move.Onto, tip, true); // each step stands on the one before
        return new Composition(
            move.Build,
            included.Count > 0 ? tip : null,
            included.Count > 0 ? await moving.Tree(tip, stop) : null,
            included.Select(step => step.Number).ToRow(),
            conflicts.ToRow()
        )
        {
            Merges = included.ToRow(),
        };
    }

    private async Task<Step> Step(LaneMove.Compose move, Sha tip, Member member, CancellationToken stop)
    {
        if (move.Method == MergeMethod.Rebase)
        {
            return await _replaying.Onto(tip, member, move.At, stop);
        }

        var merged =
            move.Method == MergeMethod.Squash && member.Upon is { } upon
                ? await moving.Over(tip, upon, member.Head, move.At, stop)
                : await merging.Merge(tip, member.Head, stop);
        return merged.Tree is not { } tree ? new Step(null, merged.Paths)
            : move.Method == MergeMethod.Squash ? new Step(await _replaying.Squash(tip, tree, member, move.Style, move.At, stop), [])
            : new Step(await merging.Commit(tree, [tip, member.Head], Messages.Merge(member, move.Style), move.At, stop), []);
    }

    /// <summary>
    /// The first member whose coming made the conflict. Asked along the steps that were made rather than pair by pair: the answer then
    /// holds in the candidate, and there always is one.
    /// </summary>
    private async Task<int?> With(LaneMove.Compose move, List<MergedAs> included, Member member, CancellationToken stop)
    {
        if (included.Count == 0 || (await Step(move, move.Onto, member, stop)).Tip is null)
        {
            return null;
        }

        foreach (var step in included.SkipLast(1))
        {
            if ((await Step(move, step.Commit, member, stop)).Tip is null)
            {
                return step.Number;
            }
        }

        return included[^1].Number;
    }
}

/// <param name="Tip">Null: it conflicts on <paramref name="Paths"/>.</param>
internal sealed record Step(Sha? Tip, Row<string> Paths);
