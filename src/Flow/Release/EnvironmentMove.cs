using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>What an environment's turn does on GitHub.</summary>
public abstract record EnvironmentMove
{
    private EnvironmentMove() { }

    /// <summary>Asks for a deployment; found again by its payload's id.</summary>
    public sealed record Deploy(Sha Sha, string Environment, DeploymentPayload Payload, string Description) : EnvironmentMove;

    /// <summary>Says how a deployment stands or ended, where GitHub does not do so by itself.</summary>
    public sealed record Close(long Deployment, DeploymentState State, string Description) : EnvironmentMove;

    /// <summary>Sees to it that whoever deploys is told of a deployment once, and passes on how its run goes.</summary>
    /// <param name="Payload">That of the deployment, which is found again by its id.</param>
    public sealed record Dispatch(long Deployment, Sha Sha, string Environment, DeploymentPayload Payload, DeployPolicy By)
        : EnvironmentMove;

    /// <summary>Composes the revert in the mirror, pushes its branch and opens the pull request; found again by its branch.</summary>
    /// <param name="Pulls">Landed pulls to take back, newest first.</param>
    /// <param name="Certain">What the contract exempts from flow, freeze and budget.</param>
    public sealed record OpenRevert(
        string Canary,
        string Base,
        string Branch,
        Row<LandedPull> Pulls,
        string Title,
        string Body,
        bool Certain,
        DateTimeOffset At
    ) : EnvironmentMove;

    /// <summary>Puts a pull's change onto the base once more and opens a pull request for it; found again by its branch.</summary>
    public sealed record OpenReland(string Id, string Branch, LandedPull Pull, string Title, string Body, DateTimeOffset At)
        : EnvironmentMove;

    /// <summary>Composes a part of a canary's pulls on the last good commit in the mirror and pushes its branch.</summary>
    /// <param name="Pulls">Landed pulls, oldest first; one that does not apply without others is left out.</param>
    public sealed record ComposePart(string Canary, string Branch, Sha Onto, Row<LandedPull> Pulls, DateTimeOffset At) : EnvironmentMove;

    /// <summary>Writes the one issue of a breaker: opens, edits or closes it; found again by the beginning of its text.</summary>
    public sealed record PutIssue(BreakerKind Kind, string Title, string Body, bool Open) : EnvironmentMove;

    /// <summary>Deletes the branch of a part that is over.</summary>
    public sealed record DropPart(string Branch) : EnvironmentMove;

    /// <summary>Handles every case; a new case breaks every caller.</summary>
    public T Match<T>(
        Func<Deploy, T> deploy,
        Func<Close, T> close,
        Func<OpenRevert, T> openRevert,
        Func<ComposePart, T> composePart,
        Func<DropPart, T> dropPart,
        Func<OpenReland, T> openReland,
        Func<PutIssue, T> putIssue,
        Func<Dispatch, T> dispatch
    ) =>
        this switch
        {
            Deploy move => deploy(move),
            Close move => close(move),
            OpenRevert move => openRevert(move),
            ComposePart move => composePart(move),
            DropPart move => dropPart(move),
            OpenReland move => openReland(move),
            PutIssue move => putIssue(move),
            Dispatch move => dispatch(move),
            _ => throw new InvalidOperationException($"{GetType().Name} is no move of an environment"),
        };
}
