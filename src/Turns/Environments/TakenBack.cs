using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>What a commit would be without what pulls landed.</summary>
internal static class TakenBack
{
    /// <summary>The tree, its own where it holds nothing of that; null: later changes stand in the way.</summary>
    public static async Task<Sha?> From(IGit git, Repository repo, LandedPull landed, Sha onto, CancellationToken stop) =>
        await Without(git, repo, [landed], onto, stop) is { } commit ? await git.Tree(repo, commit, stop) : null;

    /// <summary>The commit, itself where it holds nothing of them; null: later changes stand in the way.</summary>
    /// <param name="pulls">The newest first.</param>
    public static async Task<Sha?> Without(IGit git, Repository repo, Row<LandedPull> pulls, Sha onto, CancellationToken stop)
    {
        var move = new EnvironmentMove.OpenRevert("", pulls[0].Base, "", pulls, "", "", false, pulls[0].At);
        return await git.ComposeRevert(repo, move, onto, stop) is Answer<Sha>.Made { Value: var commit } ? commit : null;
    }
}
