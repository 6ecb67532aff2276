using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>
/// What came of asking for a deployment and of telling whoever makes it. Noted before that is done, so that a crash never does it twice.
/// </summary>
/// <param name="Pair">The environment whose turn asked.</param>
/// <param name="Asked">The id in the deployment's payload.</param>
/// <param name="Run">The run of the workflow; null: none, or not known.</param>
/// <param name="Why">Of a refusal: with what is to be done.</param>
public sealed record DispatchFact(
    long Repo,
    long Stamp,
    string Pair,
    string Asked,
    DispatchState State,
    DateTimeOffset At,
    long? Run,
    string? Why
) : Fact(Repo, Stamp)
{
    /// <summary>How often it was told, or was about to be.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>The workflow that was dispatched; null: an event was.</summary>
    public string? Workflow { get; init; }

    public Dispatched Known => new(State, At, Run, Tries);

    public override string Parent => "";

    public override string Key => Asked;

    public override IEnumerable<Subject> Concerns() =>
        State is DispatchState.Refused or DispatchState.NotMade ? [new EnvironmentSubject(Repo, Pair)] : [];
}
