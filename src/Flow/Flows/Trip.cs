namespace Sluice.Flow.Flows;

/// <summary>What a pull request waits for.</summary>
public enum Stage
{
    People,
    Queue,
    Ci,
    Deploy,
}

/// <summary>
/// A pull request's way from its opening into production, and how long it waited for what: the stages add up to all of it.
/// </summary>
/// <param name="Queued">When it first was in line; null: never.</param>
/// <param name="Landed">When it landed; null: not yet.</param>
/// <param name="Live">When it was in production for good; null: not yet, or nothing is deployed.</param>
public sealed record Trip(
    int Number,
    string Author,
    DateTimeOffset Opened,
    DateTimeOffset? Queued,
    DateTimeOffset? Landed,
    DateTimeOffset? Live
)
{
    public string Origin { get; init; } = "none";

    public string? Agent { get; init; }

    public string? Model { get; init; }

    /// <summary>The agent with its model and version; null: they are not both known.</summary>
    public string? AgentAndModel => Agent is not null && Model is not null ? $"{Agent}, {Model}" : null;

    public string Band { get; init; } = "low";

    public TimeSpan People { get; init; }

    public TimeSpan Queue { get; init; }

    public TimeSpan Ci { get; init; }

    public TimeSpan Deploy { get; init; }

    /// <summary>Times that it was put out of the queue.</summary>
    public int Ejected { get; init; }

    /// <summary>Times that a person was asked about it: to approve, to settle what was asked for, to lift a hold.</summary>
    public int Questions { get; init; }

    /// <summary>When it was found to be bad in production; null: it was not.</summary>
    public DateTimeOffset? Failed { get; init; }

    /// <summary>When it left the line last, landed or not; null: it is in it, or never was.</summary>
    public DateTimeOffset? Out { get; init; }

    /// <summary>What it waits for now, and since when; null: it is done, or out and nobody asked for it again.</summary>
    public Waiting? Now { get; init; }

    /// <summary>From its opening into production, or to the landing where nothing is deployed; null: it has not landed.</summary>
    public TimeSpan? Lead => Landed is { } landed ? (Live ?? landed) - Opened : null;

    public TimeSpan In(Stage stage) =>
        stage switch
        {
            Stage.People => People,
            Stage.Queue => Queue,
            Stage.Ci => Ci,
            _ => Deploy,
        };

    /// <param name="told">Its lines and those that name it, ascending by time.</param>
    public static Trip Of(Opened opened, IEnumerable<Happening> told) =>
        told.Aggregate(new Walk(opened), (walk, line) => walk.Take(line)).End();
}

/// <summary>Where a pull request stands still.</summary>
public sealed record Waiting(Stage For, DateTimeOffset Since);
