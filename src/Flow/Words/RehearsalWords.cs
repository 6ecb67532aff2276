using System.Globalization;
using Sluice.Flow.Policies;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>What a replay of the last days says of a proposed policy.</summary>
public static class RehearsalWords
{
    public static string Says(Rehearsal rehearsal, string onto) =>
        rehearsal switch
        {
            { Now: { } now, Then: { } then } =>
                $"**Replayed on the last {Days(rehearsal)}** ({Plural.Of(rehearsal.Pulls, "pull request")} into {Code(onto)}): {Waits(now.MedianWait, then.MedianWait)}, "
                    + string.Create(CultureInfo.InvariantCulture, $"CI runs per pull {now.BuildsPerPull:0.0} → {then.BuildsPerPull:0.0}")
                    + Asked(rehearsal)
                    + ".\n\nWhen they came, which of them failed, how long builds took and how often one flaked is what the books tell; `queue.slots`, `preset`, `batch`, `retries` and `max_wait` are simulated, with both policies, "
                    + "and approvals counted by band and origin. What else changes is not in it.",
            { Pulls: < Rehearsal.LeastPulls } =>
                $"A replay on the last {Days(rehearsal)} says nothing yet: {Plural.Of(rehearsal.Pulls, "pull is", "pulls are")} too few to say.",
            _ =>
                $"A replay on the last {Days(rehearsal)} says nothing yet: {Plural.Of(rehearsal.Builds, "build is", "builds are")} too few to say.",
        };

    private static string Days(Rehearsal rehearsal) => Plural.Of(rehearsal.Days, "day");

    private static string Asked(Rehearsal rehearsal) =>
        (rehearsal.Asked > 0 ? $", {Plural.Of(rehearsal.Asked, "pull")} would have waited for approval" : "")
        + (rehearsal.Spared > 0 ? $", {Plural.Of(rehearsal.Spared, "pull")} that waited for approval would not have had to" : "");

    /// <summary>In one unit, so that they can be compared at a glance.</summary>
    private static string Waits(double now, double then)
    {
        var (unit, name) = Math.Max(now, then) switch
        {
            < 120 => (1.0, "s"),
            < 7200 => (60.0, "min"),
            _ => (3600.0, "h"),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"median wait {(now / unit).ToString(unit == 3600 ? "0.0" : "0", CultureInfo.InvariantCulture)} → {(then / unit).ToString(unit == 3600 ? "0.0" : "0", CultureInfo.InvariantCulture)} {name}"
        );
    }
}
