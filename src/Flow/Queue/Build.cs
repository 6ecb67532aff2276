using System.Text.Json.Serialization;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>A candidate from the decision to build it to its end.</summary>
/// <param name="Parent">The id of the build that it is stacked on; null: the base.</param>
/// <param name="Onto">The commit it is merged onto; null until the parent is composed.</param>
/// <param name="Members">The pulls that it adds, in merge order.</param>
/// <param name="Content">Every pull that it would land, those of its parents included, in merge order.</param>
/// <param name="Attempt">The lane's running count of builds: the same members on the same commit twice are two candidates.</param>
/// <param name="Started">When it was first seen composed.</param>
public sealed record Build(
    string Id,
    string? Parent,
    Sha? Onto,
    Row<Member> Members,
    Row<Member> Content,
    BuildKind Kind,
    int Attempt,
    BuildState State,
    DateTimeOffset Since,
    Sha? Candidate,
    Sha? Tree,
    DateTimeOffset? Started
)
{
    /// <summary>Where the base stood under it, or stands since what it is stacked on has landed.</summary>
    public Sha Root { get; init; }

    /// <summary>The ids of all that it is stacked on, lowest first.</summary>
    public Row<string> Below { get; init; } = [];

    /// <summary>Probability that it passes, as it was when it was ordered.</summary>
    public double Odds { get; init; } = 1;

    /// <summary>The ids of failed checks that CI was asked to run again on this very candidate: they say nothing any more.</summary>
    public Row<long> Retried { get; init; } = [];

    public MergeMethod Method { get; init; }

    /// <summary>GitHub made and signed its commits: the base demands that.</summary>
    public bool Signed { get; init; }

    /// <summary>Those of <see cref="Content"/> whose own commits are not all signed; ascending.</summary>
    public Row<int> Unsigned { get; init; } = [];

    /// <summary>
    /// What it, or a build below it, was stacked on landed as another commit than it was composed on, with the same tree: it is no
    /// descendant of the base.
    /// </summary>
    public bool Grafted { get; init; }

    /// <summary>The commit of each pull in <see cref="Content"/>.</summary>
    public Row<MergedAs> Merges { get; init; } = [];

    /// <summary>What landed while it ran and was not in it: green, it proves nothing beside those.</summary>
    public Row<int> Missed { get; init; } = [];

    /// <summary>Which of <see cref="Members"/> agents made, as it was known when it was ordered: they may be gone when it ends.</summary>
    public Row<OfAgent> Agents { get; init; } = [];
}

/// <summary>Spine: stacked to land next. Side: probes a red set, or a pull too risky to stack on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BuildKind>))]
public enum BuildKind
{
    Spine,
    Side,
}

[JsonConverter(typeof(JsonStringEnumConverter<BuildState>))]
public enum BuildState
{
    Ordered,
    Running,
    Green,
}

/// <param name="Cancel">CI may still be at work on it.</param>
public sealed record EndedBuild(string Id, string Branch, Sha? Candidate, bool Cancel, DateTimeOffset At = default);
