namespace Sluice.Flow.Release;

/// <summary>What is known of telling a deployer.</summary>
/// <param name="At">When it was told last, or was about to be.</param>
/// <param name="Run">The run of the workflow; null: none, or not known.</param>
/// <param name="Tries">How often it was told, or was about to be.</param>
public sealed record Dispatched(DispatchState State, DateTimeOffset At, long? Run, int Tries);

/// <summary>
/// NotMade: GitHub would not make the deployment. Unsent: it is certain that nobody was told yet. Intended: somebody is about to be told,
/// or a crash came between. Sent: told. Unsure: nobody will ever know, and nobody is told again. Refused: GitHub would not.
/// </summary>
public enum DispatchState
{
    NotMade,
    Unsent,
    Intended,
    Sent,
    Unsure,
    Refused,
}
