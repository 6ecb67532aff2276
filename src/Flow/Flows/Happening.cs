namespace Sluice.Flow.Flows;

/// <summary>A line of the journal without its words: what measures are taken of.</summary>
/// <param name="Kind">The line's stable word.</param>
/// <param name="Pulls">Whom it is about, ascending.</param>
public sealed record Happening(DateTimeOffset At, Teller Teller, string Kind, Row<int> Pulls)
{
    /// <summary>The contract's code, where a pull request tells where it stands.</summary>
    public string? Code { get; init; }

    /// <summary>The class of the pull's origin, such as <c>agent</c>.</summary>
    public string? Origin { get; init; }

    /// <summary>Its agent; null: no evidence of any.</summary>
    public string? Agent { get; init; }

    /// <summary>The model that it worked with; null: none is known.</summary>
    public string? Model { get; init; }

    /// <summary>The band of its risk.</summary>
    public string? Band { get; init; }

    /// <summary>How a change ended, where the line notes an outcome.</summary>
    public string? Ending { get; init; }

    /// <summary>How long a build that ended ran; null: not told.</summary>
    public double? Ran { get; init; }

    /// <summary>What ran on a build that ended.</summary>
    public Row<CheckRan> Checks { get; init; } = [];
}

/// <summary>Whose line it is.</summary>
public enum Teller
{
    Pull,
    Lane,
    Environment,
}

/// <param name="Seconds">How long it took; null: it never said.</param>
public sealed record CheckRan(string Name, double? Seconds);

/// <summary>A pull request as it was opened.</summary>
public sealed record Opened(int Number, string Author, DateTimeOffset At);
