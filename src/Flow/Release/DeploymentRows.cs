using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>
/// The rows that GitHub shows of deployments: none looks abandoned while it is waited for, none stays open, and what was replaced is not
/// active.
/// </summary>
internal static class DeploymentRows
{
    /// <summary>GitHub calls a deployment abandoned that nobody touched for half an hour.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(20);

    /// <summary>
    /// GitHub's times are whole seconds of its own clock. That time is over is said of what is waited for by our clock alone, elsewhere: a
    /// row that was closed before would read as a failure of the deployer's.
    /// </summary>
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(5);

    /// <summary>Rows that were never closed may be many.</summary>
    private const int MostReplaced = 5;

    /// <param name="canary">As it stands after this look.</param>
    public static IEnumerable<EnvironmentMove> Moves(EnvironmentSeen seen, Canary? canary)
    {
        var awaited = canary is null ? [] : Stages.Awaited(canary, seen.Policy);
        var open = seen.Deployments.Where(each => each.Payload is not null && Stages.IsUnfinished(each.State)).ToList();
        return open.Select(each => Close(seen, each, awaited.Any(asked => Stages.Find([each], asked) is not null)))
            .OfType<EnvironmentMove>()
            .Concat(
                open.Where(each => awaited.Any(asked => Stages.Find([each], asked) is not null))
                    .Select(each => Tell(seen, each))
                    .OfType<EnvironmentMove>()
            )
            .Concat(Replaced(seen, canary));
    }

    private static EnvironmentMove.Close? Close(EnvironmentSeen seen, Deployment row, bool isAwaited) =>
        row switch
        {
            _ when Refusal(seen, row) is { } refused => new EnvironmentMove.Close(row.Id, DeploymentState.Error, refused.Why),
            _ when !isAwaited && seen.Now - row.Created + Grain >= seen.Policy.Deploy.Timeout => new EnvironmentMove.Close(
                row.Id,
                DeploymentState.Error,
                Refusal(seen, row, triedAgain: true)?.Why ?? RowWords.NoAnswer(seen.Policy.Deploy.Timeout)
            ),
            _ when !isAwaited => new EnvironmentMove.Close(row.Id, DeploymentState.Inactive, RowWords.NotAwaited()),
            _ when seen.Now - row.Updated >= Quiet => new EnvironmentMove.Close(
                row.Id,
                row.State,
                RowWords.StillAwaited(seen.Now - row.Created)
            ),
            _ => null,
        };

    /// <summary>Where it takes more than the deployment to make a deployer begin.</summary>
    private static EnvironmentMove.Dispatch? Tell(EnvironmentSeen seen, Deployment row) =>
        seen.Policy.Deploy.By == DeployBy.Deployment || Refusal(seen, row) is not null
            ? null
            : new EnvironmentMove.Dispatch(row.Id, row.Sha, row.Environment, row.Payload!, seen.Policy.Deploy);

    /// <summary>
    /// GitHub does this by itself only where nobody told it not to, and never in production. A canary's own weights stay until it is over:
    /// it may come back to one.
    /// </summary>
    private static IEnumerable<EnvironmentMove> Replaced(EnvironmentSeen seen, Canary? canary) =>
        seen
            .Deployments.Where(each => each is { State: DeploymentState.Success, Payload: not null })
            .GroupBy(each => each.Environment, StringComparer.Ordinal)
            .SelectMany(rows =>
                rows.SkipLast(1)
                    .Where(each => canary is null || !each.Payload!.Id.StartsWith(canary.Id, StringComparison.Ordinal))
                    .Select(each => new EnvironmentMove.Close(each.Id, DeploymentState.Inactive, RowWords.Replaced(rows.Last().Sha)))
            )
            .Take(MostReplaced);

    private static RefusedDeploy? Refusal(EnvironmentSeen seen, Deployment row, bool triedAgain = false) =>
        seen.Refusals.FirstOrDefault(each => each.Made && each.IsTriedAgain == triedAgain && each.Asked == row.Payload!.Id);
}
