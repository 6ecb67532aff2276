using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Commands;

/// <summary>One line to one command.</summary>
internal static partial class Grammar
{
    /// <summary>Every word that follows <c>/sluice</c>, in the order that help lists them.</summary>
    private static readonly string[] Words =
    [
        "queue",
        "dequeue",
        "retry",
        "hold",
        "release",
        "try",
        "status",
        "explain",
        "help",
        "accept-risk",
        "pause",
        "resume",
        "promote",
        "rollback",
        "extend",
        "revert",
        "reland",
        "reset-limits",
    ];

    private const int LongestReason = 500;

    public static Command Read(string line)
    {
        var parts = line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        var word = parts.Length < 2 ? "help" : parts[1].ToLowerInvariant();
        var rest = parts.Length < 3 ? "" : parts[2].Trim();
        return word switch
        {
            "queue" => Queue(rest),
            "hold" => Hold(rest),
            "accept-risk" => Reasoned(word, rest, reason => new Command.AcceptRisk(reason)),
            "pause" => Reasoned(word, rest, reason => new Command.Pause(reason)),
            "revert" => new Command.Revert(rest.Length == 0 ? null : Cut(rest)),
            "dequeue" => Bare(word, rest, new Command.Dequeue()),
            "retry" => Bare(word, rest, new Command.Retry()),
            "release" => Bare(word, rest, new Command.Release()),
            "try" => Bare(word, rest, new Command.Try()),
            "status" => Bare(word, rest, new Command.Status()),
            "explain" => Bare(word, rest, new Command.Explain()),
            "help" => Bare(word, rest, new Command.Help()),
            "resume" => Bare(word, rest, new Command.Resume()),
            "promote" => Bare(word, rest, new Command.Promote()),
            "rollback" => Bare(word, rest, new Command.Rollback()),
            "extend" => Bare(word, rest, new Command.Extend()),
            "reland" => Bare(word, rest, new Command.Reland()),
            "reset-limits" => Bare(word, rest, new Command.ResetLimits()),
            _ => Unknown(word),
        };
    }

    private static Command Queue(string rest)
    {
        Priority? priority = null;
        foreach (var option in rest.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (!option.StartsWith("priority=", StringComparison.OrdinalIgnoreCase))
            {
                return No($"`queue` has one option, `priority=urgent|high|normal|low`, and {Shown(option)} is not it. Nothing was queued.");
            }

            if (priority is not null)
            {
                return No("`priority` is given twice. Nothing was queued.");
            }

            priority = option["priority=".Length..].ToLowerInvariant() switch
            {
                "urgent" => Priority.Urgent,
                "high" => Priority.High,
                "normal" => Priority.Normal,
                "low" => Priority.Low,
                _ => null,
            };
            if (priority is null)
            {
                return No($"{Shown(option)} is no priority: write `urgent`, `high`, `normal` or `low`. Nothing was queued.");
            }
        }

        return new Command.Queue(priority);
    }

    /// <summary><c>hold 3d because REASON</c>, <c>hold for 12h REASON</c>, <c>hold REASON</c>.</summary>
    private static Command Hold(string rest)
    {
        var found = Lasting().Match(rest);
        if (!found.Success)
        {
            return Reasoned(
                "hold",
                rest.Equals("because", StringComparison.OrdinalIgnoreCase) ? "" : rest,
                reason => new Command.Hold(reason)
            );
        }

        var count = double.Parse(found.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        var time =
            found.Groups["unit"].ValueSpan is "m" or "M" ? TimeSpan.FromMinutes(count)
            : found.Groups["unit"].ValueSpan is "h" or "H" ? TimeSpan.FromHours(count)
            : found.Groups["unit"].ValueSpan is "d" or "D" ? TimeSpan.FromDays(count)
            : TimeSpan.FromDays(7 * count);
        return time <= TimeSpan.Zero || time > LongestHold ? No("A hold lasts from a minute (`1m`) to 30 days (`30d`). Nothing was held.")
            : found.Groups["reason"].Length == 0 ? No("Say why: `/sluice hold 3d because REASON`. Whoever finds it later wants to know.")
            : new Command.Hold(Cut(found.Groups["reason"].Value)) { For = time };
    }

    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(30);

    [GeneratedRegex(
        @"^(?:for\s+)?(?<count>[0-9]{1,5})(?<unit>[mhdw])(?:\s+because\b)?(?:\s+(?<reason>.*))?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Lasting();

    private static Command Reasoned(string word, string rest, Func<string, Command> command) =>
        rest.Length > 0 ? command(Cut(rest)) : No($"Say why: `/sluice {word} REASON`. Whoever finds it later wants to know.");

    private static Command Bare(string word, string rest, Command command) =>
        rest.Length == 0 ? command : No($"`{word}` takes nothing after it. If you meant it, write `/sluice {word}` on a line of its own.");

    private static Command.Unclear Unknown(string word) =>
        Nearest.To(word, Words) is { } nearest
            ? No($"There is no command {Shown(word)}. Did you mean `/sluice {nearest}`?")
            : No($"There is no command {Shown(word)}. `/sluice help` lists what there is.");

    private static Command.Unclear No(string says) => new(says);

    /// <summary>A word of somebody else's in code quotes, without anything that could end them, mention anybody or run away.</summary>
    private static string Shown(string word)
    {
        var safe = new string([
            .. word.Take(30).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '=' or '.' ? letter : '?'),
        ]);
        return $"`{safe}{(word.Length > 30 ? "…" : "")}`";
    }

    private static string Cut(string reason) => Clipped.To(reason, LongestReason + 1);
}
