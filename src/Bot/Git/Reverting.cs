using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>
/// What <c>git revert -m 1</c> does, without a working tree: the three-way merge of now and the commit's parent, with the commit as their base.
/// This git takes no base as an option; so both sides are set up as children of the commit, and then it is their merge base.
/// </summary>
internal sealed class Reverting(Mirror mirror, Merging merging)
{
    public async Task<Answer<Sha>> Revert(EnvironmentMove.OpenRevert move, Sha onto, CancellationToken stop)
    {
        var tip = onto;
        foreach (var pull in move.Pulls)
        {
            switch (await Undo(tip, pull, move.At, stop))
            {
                case Answer<Sha>.Made(var next):
                    tip = next;
                    break;
                case var refused:
                    return refused;
            }
        }

        return tip == onto
            ? new Answer<Sha>.Refused($"{move.Base} holds nothing of it any more: there is nothing to revert")
            : new Answer<Sha>.Made(tip);
    }

    private async Task<Answer<Sha>> Undo(Sha tip, LandedPull pull, DateTimeOffset at, CancellationToken stop)
    {
        if (!await Reading.Has(mirror, pull.Commit, stop) || await Reading.FirstParent(mirror, pull.Commit, stop) is not { } before)
        {
            return new Answer<Sha>.Refused($"#{pull.Number} landed as {pull.Commit.Short}, which has nothing before it here");
        }

        var (treeNow, treeBefore) = (await Reading.Tree(mirror, tip, stop), await Reading.Tree(mirror, before, stop));
        var now = await merging.Commit(treeNow, [pull.Commit], "now", at, stop);
        var without = await merging.Commit(treeBefore, [pull.Commit], "without", at, stop);
        var merged = await merging.Merge(now, without, stop);
        if (merged.Tree is not { } tree)
        {
            return new Answer<Sha>.Refused($"#{pull.Number} cannot be taken back by itself: it conflicts in {string.Join(", ", merged.Paths)}", 409);
        }

        return new Answer<Sha>.Made(
            tree == treeNow ? tip : await merging.Commit(tree, [tip], CommitText.Revert(pull.Number, pull.Title, pull.Commit.Hex), at, stop));
    }
}
