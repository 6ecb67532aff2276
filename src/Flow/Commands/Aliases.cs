namespace Sluice.Flow.Commands;

/// <summary>
/// What people type to other queues, where the policy lets them go on typing it. A word of theirs that has no counterpart here is left
/// alone: it may be meant for them.
/// </summary>
internal static class Aliases
{
    /// <summary>What one of their lines begins with.</summary>
    private static readonly string[] Marks = ["bors", "@bors", "@mergify", "/merge", "/hold", "/unhold", "/remove-hold", "/retest"];

    /// <summary>Cheap, and never false for a comment that holds any.</summary>
    public static bool MayHold(string body) => Array.Exists(Marks, mark => body.Contains(mark, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null: the line is none of those that are switched on.</summary>
    public static Command? Read(string line, Row<string> switchedOn)
    {
        var words = line.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["bors" or "@bors", .. var rest] when switchedOn.Contains("bors") => Bors(rest),
            ["@mergifyio" or "@mergify", .. var rest] when switchedOn.Contains("mergify") => Mergify(rest),
            [['/', ..], ..] when switchedOn.Contains("prow") => Prow(words),
            _ => null,
        };
    }

    private static Command? Bors(string[] words) =>
        words switch
        {
            ["r+" or "merge" or "merge+"] or [['r', '=', ..] or ['m', 'e', 'r', 'g', 'e', '=', ..]] => new Command.Queue(null),
            ["r-" or "merge-" or "cancel"] => new Command.Dequeue(),
            ["retry"] => new Command.Retry(),
            ["try" or "try+"] => new Command.Try(),
            ["ping"] => new Command.Status(),
            _ => null,
        };

    private static Command? Mergify(string[] words) =>
        words switch
        {
            ["queue"] or ["queue", "default"] => new Command.Queue(null),
            ["dequeue" or "unqueue"] => new Command.Dequeue(),
            ["requeue"] => new Command.Retry(),
            _ => null,
        };

    private static Command? Prow(string[] words) =>
        words switch
        {
            ["/merge"] => new Command.Queue(null),
            ["/hold", "cancel"] or ["/unhold" or "/remove-hold"] => new Command.Release(),
            ["/hold"] => new Command.Hold("/hold"),
            ["/retest"] => new Command.Retry(),
            _ => null,
        };
}
