using System.Globalization;

namespace Sluice.Flow.Queue;

/// <summary>Lengths of time in words.</summary>
internal static class Spans
{
    public static string Say(TimeSpan span) => span switch
    {
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} hours"),
        { TotalMinutes: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} minutes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} seconds"),
    };
}
