namespace Sluice.Bot.Operating;

/// <summary>How the bot is, over all repositories.</summary>
/// <param name="Breakers">Repository and subject of each that is open.</param>
/// <param name="Trouble">Turns that fail, are late, or run for long.</param>
/// <param name="Deliveries">Taken in within the last hour.</param>
/// <param name="Acts">Newest first.</param>
internal sealed record OperatorView(
    DateTimeOffset Now,
    bool StandsStill,
    IReadOnlyList<(string Name, RepositoryState State)> Repositories,
    IReadOnlyList<(string Repository, string Subject)> Breakers,
    IReadOnlyList<TurnTrouble> Trouble,
    long Deliveries,
    DateTimeOffset? LastDelivery,
    IReadOnlyList<RateReading> Rates,
    IReadOnlyList<OperatorAct> Acts
)
{
    /// <summary>Of GitHub's own breakers that are open on this replica, what is to be said.</summary>
    public IReadOnlyList<string> Outages { get; init; } = [];
}

/// <param name="InLine">Pulls that are admitted to a lane.</param>
/// <param name="Builds">In flight.</param>
/// <param name="Halted">Lanes that stand still until somebody looks.</param>
/// <param name="Paused">Lanes that somebody paused.</param>
internal sealed record RepositoryState(long Repo, long InLine, long Held, long Builds, long Halted, long Paused);

/// <param name="What">fails, dead, late or runs.</param>
/// <param name="At">When it is due, or began; null: never.</param>
internal sealed record TurnTrouble(string Subject, string What, int Attempts, DateTimeOffset? At);

internal sealed record OperatorAct(DateTimeOffset At, string Login, string Act, string About);

/// <summary>What GitHub told of a caller's hourly limit.</summary>
/// <param name="Until">Null: nothing keeps it from asking.</param>
public sealed record RateReading(string Caller, string Resource, int Remaining, DateTimeOffset Reset, DateTimeOffset? Until);
