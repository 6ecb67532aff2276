using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>The deployments that GitHub keeps.</summary>
internal sealed class DeploymentTable
{
    private readonly SortedDictionary<long, Deployment> _rows = [];

    public Row<Deployment> Rows => _rows.Values.ToRow();

    public void Add(EnvironmentMove.Deploy move, DeploymentState state, DateTimeOffset at)
    {
        var id = _rows.Count + 1;
        _rows.Add(id, new Deployment(id, move.Sha, move.Environment, move.Payload, state, move.Description, at, at));
    }

    public void Close(EnvironmentMove.Close move, DateTimeOffset at) =>
        _rows[move.Deployment] = _rows[move.Deployment] with { State = move.State, Updated = at, Description = move.Description };

    public void Answer(long deployment, DeploymentState state, DateTimeOffset at) =>
        _rows[deployment] = _rows[deployment] with { State = state, Updated = at };

    public void Leave(string environment, int number, int fence, DateTimeOffset at) =>
        _rows.Add(
            number,
            new Deployment(
                number,
                Fleet.Commit(number),
                environment,
                new DeploymentPayload($"old-{number}", "production", 100, [number], null) { Fence = fence },
                DeploymentState.Success,
                "",
                at,
                at
            )
        );
}
