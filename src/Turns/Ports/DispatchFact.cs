using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>What came of asking for a deployment and of telling whoever makes it. Noted before that is done, so that a crash never does it twice.</summary>
/// <param name="Pair">The environment whose turn asked.</param>
/// <param name="Asked">The id in the deployment's payload.</param>
/// <param name="Run">The run of the workflow; null: none, or not known.</param>
/// <param name="Why">Of a refusal: with what is to be done.</param>
public sealed record DispatchFact(long Repo, long Stamp, string Pair, string Asked, DispatchState State, DateTimeOffset At, long? Run, string? Why) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Asked;

    public override IEnumerable<Subject> Concerns() => State is DispatchState.Refused or DispatchState.NotMade ? [new EnvironmentSubject(Repo, Pair)] : [];
}

/// <summary>
/// NotMade: GitHub would not make the deployment. Unsent: it is certain that nobody was told yet. Intended: somebody is about to be told, or a crash came between.
/// Sent: told. Unsure: nobody will ever know, and nobody is told again. Refused: GitHub would not.
/// </summary>
public enum DispatchState { NotMade, Unsent, Intended, Sent, Unsure, Refused }
