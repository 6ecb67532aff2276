using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>Takes landed pulls back, newest first, a commit for each, whether they landed by merge, squash or rebase.</summary>
internal sealed class Reverting(Moving moving, Merging merging)
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

        return new Answer<Sha>.Made(tip);
    }

    private async Task<Answer<Sha>> Undo(Sha tip, LandedPull pull, DateTimeOffset at, CancellationToken stop)
    {
        if (await moving.Before(pull, stop) is not { } before)
        {
            return new Answer<Sha>.Refused($"#{pull.Number} landed as {pull.Commit.Short}, which has nothing before it here");
        }

        var merged = await moving.Over(tip, pull.Commit, before, at, stop);
        if (merged.Tree is not { } tree)
        {
            return new Answer<Sha>.Refused(
                $"#{pull.Number} cannot be taken back by itself: it conflicts in {string.Join(", ", merged.Paths)}"
            );
        }

        return new Answer<Sha>.Made(
            tree == await moving.Tree(tip, stop)
                ? tip
                : await merging.Commit(tree, [tip], CommitText.Revert(pull.Number, pull.Title, pull.Commit.Hex), at, stop)
        );
    }
}
