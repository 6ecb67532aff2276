using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake;

/// <summary>A head that is tried on its base as that stood when somebody asked. Nothing lands by it.</summary>
/// <param name="Comment">Of the command: names this try.</param>
/// <param name="Permission">Of whoever asked, at that time.</param>
/// <param name="Onto">Where the base stood.</param>
/// <param name="At">When it was asked for; the date of the commit that is tried, so that composing twice gives one commit.</param>
public sealed record TryRun(long Comment, Actor By, Permission Permission, Sha Head, string Base, Sha Onto, DateTimeOffset At)
{
    /// <summary>The commit that is tested; null: not composed yet.</summary>
    public Sha? Candidate { get; init; }

    /// <summary>Since when it is tested.</summary>
    public DateTimeOffset? Started { get; init; }
}

/// <summary>A try that ended: kept until it is told and its branch is gone.</summary>
/// <param name="Says">The comment that answers it.</param>
public sealed record TryEnd(long Comment, Sha? Candidate, string Says, DateTimeOffset At);

/// <summary>What came of composing a try.</summary>
/// <param name="Candidate">Null when head and base conflict.</param>
/// <param name="Paths">On which they do.</param>
/// <param name="Refused">Set when the server refused the push: its own words.</param>
public sealed record TryComposed(long Comment, Sha? Candidate, Row<string> Paths, string? Refused);

/// <summary>What there is to see of the try that is under way.</summary>
/// <param name="Composed">Null: not composed yet.</param>
/// <param name="Checks">The newest of each name on the candidate.</param>
public sealed record TrySeen(TryComposed? Composed, Row<Check> Checks);
