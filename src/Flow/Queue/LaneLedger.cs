using System.Text.Json.Serialization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What the bot remembers of one lane.</summary>
public sealed record LaneLedger : ILedger
{
    public static LaneLedger New { get; } = new();

    [JsonIgnore]
    public bool IsAlive => Builds.Count + Reds.Count + Outcomes.Count + Ended.Count > 0 || Landing is not null || Halted is not null;

    /// <summary>The base as last taken in.</summary>
    public Sha? Head { get; init; }

    public Row<Build> Builds { get; init; } = [];

    /// <summary>Sets of pulls that failed together and are not cleared.</summary>
    public Row<RedSet> Reds { get; init; } = [];

    /// <summary>Ends of tickets that their pulls have not taken in yet, and landings.</summary>
    public Row<Outcome> Outcomes { get; init; } = [];

    /// <summary>The landing that was decided and is not yet seen on the base.</summary>
    public Landing? Landing { get; init; }

    /// <summary>Set when something happened that a person must look at (landed tree differs from tested tree): nothing moves until resumed.</summary>
    public string? Halted { get; init; }

    /// <summary>Estimates that the lane learns.</summary>
    public Estimates Learnt { get; init; } = new();

    /// <summary>Branches of builds that ended and are still to be dropped.</summary>
    public Row<EndedBuild> Ended { get; init; } = [];
}

/// <summary>A candidate from the decision to build it to its end.</summary>
/// <param name="Parent">The id of the build that it is stacked on; null: the base.</param>
/// <param name="Onto">The commit it is merged onto; null until the parent is composed.</param>
/// <param name="Members">The pulls that it adds, in merge order.</param>
/// <param name="Content">Every pull that it would land, those of its parents included, in merge order.</param>
public sealed record Build(
    string Id, string? Parent, Sha? Onto, Row<Member> Members, Row<Member> Content, BuildKind Kind, int Attempt, BuildState State,
    DateTimeOffset Since, Sha? Candidate, Sha? Tree, DateTimeOffset? Started);

/// <summary>Spine: stacked to land next. Side: probes a red set, or a pull too risky to stack on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BuildKind>))]
public enum BuildKind { Spine, Side }

[JsonConverter(typeof(JsonStringEnumConverter<BuildState>))]
public enum BuildState { Ordered, Running, Green }

/// <param name="Suspects">Ascending.</param>
/// <param name="Times">How often this very set failed.</param>
public sealed record RedSet(Row<Member> Suspects, int Times, Row<Check> Failed);

/// <summary>How one ticket ended.</summary>
public sealed record Outcome(
    int Number, int Ticket, Sha Head, PullState State, Code Code, string? Batch, Sha? LandedSha, Row<Check> Checks, double? Confidence,
    string? Because, Row<int> With, DateTimeOffset At);

public sealed record Landing(string Build, Sha Expected, Sha Candidate, Sha Tree, DateTimeOffset At);

public sealed record EndedBuild(string Id, string Branch, Sha? Candidate, bool Cancel);

/// <summary>Counts behind the lane's estimates.</summary>
public sealed record Estimates(
    int Green = 0, int Red = 0, int Flakes = 0, double BuildSeconds = 0, int Timed = 0, int Landings = 0);
