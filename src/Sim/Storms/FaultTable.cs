using System.Globalization;
using System.Text;
using Sluice.Flow;

namespace Sluice.Sim.Storms;

/// <summary>Storms as a table in Markdown: each fault, how often it struck, in how many of the storms, and what was lost.</summary>
public static class FaultTable
{
    public const string Begin = "<!-- storms: begin -->";
    public const string End = "<!-- storms: end -->";

    /// <param name="ran">The command that ran them.</param>
    public static string Of(string ran, IReadOnlyList<StormReport> storms)
    {
        var lost = storms.Where(storm => storm.Violations.Count > 0).ToList();
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"`{ran}`: {storms.Count:#,0} {Plural.Word(storms.Count, "storm", "storms")}, {storms.Sum(storm => storm.Turns):#,0} turns, {storms.Sum(storm => storm.Landings):#,0} landings, {storms.Sum(storm => storm.Counts.Values.Sum()):#,0} faults. "
        );
        text.Append(
            lost.Count == 0 ? "Every invariant held, and every storm came to rest.\n\n" : $"Not every invariant held: see below.\n\n"
        );
        text.Append("| fault | how often | in storms | lost |\n|---|---:|---:|---|\n");
        foreach (var fault in Enum.GetValues<Fault>())
        {
            var struck = storms.Where(storm => storm.Counts.ContainsKey(fault)).ToList();
            var says =
                struck.Count == 0 ? "not tried"
                : struck.Any(storm => storm.Violations.Count > 0) ? "see below"
                : "nothing";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {Name(fault)} | {struck.Sum(storm => storm.Counts[fault]):#,0} | {struck.Count:#,0} | {says} |\n"
            );
        }

        foreach (var storm in lost)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- seed {storm.Seed}: {storm.Violations[0]}");
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>The text with this table in the place of the one that it holds; null: it marks no place.</summary>
    public static string? Within(string text, string table, string from = Begin, string to = End)
    {
        var begin = text.IndexOf(from, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : text.IndexOf(to, begin, StringComparison.Ordinal);
        return end < 0 ? null : $"{text[..(begin + from.Length)]}\n{table}{text[end..]}";
    }

    public static string Name(Fault fault) =>
        fault switch
        {
            Fault.Crash => "the process dies between any two awaits",
            Fault.Rival => "another replica takes the same turn in its midst, as when this one was frozen beyond its lease",
            Fault.WrongClock => "the machine's clock is up to ten seconds wrong, all the time",
            Fault.LostDelivery => "a delivery is lost",
            Fault.DoubledDelivery => "a delivery comes twice",
            Fault.OvertakenDelivery => "a delivery comes after a later one",
            Fault.ConnectionBroke => "the connection breaks before a call of a port took effect",
            Fault.AnswerLost => "a call took effect, and its answer is lost",
            Fault.AnsweredLater => "502, or the like, with a time to ask again",
            Fault.Refused => "409, gone when asked again",
            Fault.AppRefused => "a call while the App is suspended",
            Fault.HourSpent => "a request is refused until the hour's limit is reset",
            Fault.Limited => "a request is refused by a secondary limit, with a time or without one",
            Fault.TokenEnded => "a token ends before its time",
            Fault.Unprocessed => "422, gone when asked again",
            Fault.SentOn => "a request goes to a name that the repository had before",
            Fault.Renamed => "the repository gets another name, for good or for a while",
            Fault.ForkDeleted => "a fork is deleted whose pull requests are in line",
            Fault.MetricsDead => "the source of metrics answers nothing, for up to half an hour",
            Fault.MetricGap => "the source of metrics has no number for a tick: NaN, infinite, below zero, none",
            Fault.MetricLie =>
                "the source of metrics tells a number that is not so: none, half, a thousand to 10¹² times as many, an old one",
            Fault.Suspended => "the App is suspended and back",
            Fault.PushedToBase => "an outsider pushes to the base",
            Fault.PolicyBroken => "the policy is broken and mended",
            Fault.ForcePushed => "a head is force-pushed",
            Fault.Retargeted => "a pull request moves to another base and back",
            Fault.MadeDraft => "a pull request becomes a draft and ready again",
            Fault.Reopened => "a pull request is closed and opened again",
            Fault.HeadMoved => "a head moves on while it is in line",
            Fault.Closed => "a pull request is closed while it is in line",
            Fault.Flake => "a check fails by chance",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "it has no name"),
        };
}
