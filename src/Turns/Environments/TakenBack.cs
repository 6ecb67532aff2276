using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>What a commit would be without what a pull landed.</summary>
internal static class TakenBack
{
    /// <summary>The tree, its own where it holds nothing of that; null: later changes stand in the way.</summary>
    public static async Task<Sha?> From(IGit git, Repository repo, LandedPull landed, Sha onto, CancellationToken stop)
    {
        var move = new EnvironmentMove.OpenRevert("", landed.Base, "", [landed], "", "", false, landed.At);
        return await git.ComposeRevert(repo, move, onto, stop) is Answer<Sha>.Made { Value: var commit }
            ? await git.Tree(repo, commit, stop)
            : null;
    }
}
