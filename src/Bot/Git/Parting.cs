using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Release;

namespace Sluice.Bot.Git;

/// <summary>Puts some of the pulls that landed after a commit onto it, each as it landed, whether by merge, squash or rebase.</summary>
internal sealed class Parting(Moving moving, Merging merging)
{
    public async Task<ComposedPart> Compose(EnvironmentMove.ComposePart move, CancellationToken stop)
    {
        var (tip, pulls) = (move.Onto, new List<int>());
        foreach (var pull in move.Pulls)
        {
            if (
                await moving.Before(pull, stop) is { } before
                && (await moving.Over(tip, before, pull.Commit, move.At, stop)).Tree is { } tree
            )
            {
                tip = await merging.Commit(tree, [tip], Message(pull), move.At, stop);
                pulls.Add(pull.Number);
            }
        }

        return new ComposedPart(move.Canary, tip, pulls.ToRow(), null);
    }

    private static string Message(LandedPull pull) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{CommitText.Merge(pull.Number, pull.Title)}\n\nFor a canary of a part of what landed, from {pull.Commit.Hex}."
        );
}
