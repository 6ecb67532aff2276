using Sluice.Flow;

namespace Sluice.Bot.Tracing;

/// <summary>A piece of a trace, as OpenTelemetry has them.</summary>
/// <param name="Trace">32 hexadecimal digits.</param>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="Parent">Null: it is the first of its trace.</param>
internal sealed record Span(string Trace, string Id, string? Parent, string Name, DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Whether somebody else asked for it over HTTP.</summary>
    public bool IsServer { get; init; }

    public Row<SpanTag> Tags { get; init; } = [];

    public Row<SpanEvent> Events { get; init; } = [];

    /// <summary>Spans of other traces that it has to do with.</summary>
    public Row<SpanLink> Links { get; init; } = [];

    /// <summary>What went wrong; null: nothing did.</summary>
    public string? Failed { get; init; }
}

/// <param name="Value">A string, a bool, a long, a double, or a row of strings.</param>
internal sealed record SpanTag(string Name, object Value);

internal sealed record SpanEvent(DateTimeOffset At, string Name, Row<SpanTag> Tags);

internal sealed record SpanLink(string Trace, string Id);
