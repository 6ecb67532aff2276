using System.Text.Json.Serialization;

namespace Sluice.Flow.Intake.Stacks;

/// <summary>A pull that another one stands on.</summary>
/// <param name="Number">0 where none can be named.</param>
public sealed record Parent(int Number, ParentKind Kind, ParentState State)
{
    /// <summary>What was named instead of a pull of this repository.</summary>
    public string? Said { get; init; }

    /// <summary>It has landed, or is in the same lane, ahead of the one that stands on it.</summary>
    public bool IsMet => State is ParentState.Landed or ParentState.InLane;

    /// <summary>It may be met without anybody's touching the one that stands on it.</summary>
    public bool MayGoOn => State is ParentState.Out or ParentState.Ejected or ParentState.Elsewhere or ParentState.AfterLanding;
}

/// <summary>Said: in the description. Branch: the one is aimed at the other's head branch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ParentKind>))]
public enum ParentKind
{
    Said,
    Branch,
}

/// <summary>
/// Out: open and in no queue. Elsewhere: in another lane. AfterLanding: in this lane, and the one on top of it can only follow when it has
/// landed. Foreign: not of this repository, or nothing that can be read. TooMany: more are named than are looked up.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<ParentState>))]
public enum ParentState
{
    Landed,
    InLane,
    AfterLanding,
    Elsewhere,
    Out,
    Ejected,
    Closed,
    Reverted,
    Unknown,
    Itself,
    Cycle,
    Foreign,
    TooMany,
}
