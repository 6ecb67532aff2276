using System.Globalization;

namespace Sluice.Flow.Release.Blaming;

/// <summary>When the harm began. A change does harm from its deployment on; trouble under the canary comes when it likes.</summary>
internal static class Timing
{
    /// <summary>The canary was bad from the start when the first half of its time shows at least this part of the whole harm.</summary>
    private const double FromTheStart = 0.5;

    private const double Late = 0.2;

    public static Factor? Of(Evidence evidence, LandedPull? pull)
    {
        if (pull is not null || evidence.Failing.FirstOrDefault(each => each.Onset is { Whole: > 1 }) is not { } failing)
        {
            return null;
        }

        var onset = failing.Onset!;
        var part = (onset.Early - 1) / (onset.Whole - 1);
        return part >= FromTheStart ? new Factor("timing", 0.5, Says("from the deployment on", onset))
            : part <= Late ? new Factor("timing", 2, Says("only long after the deployment", onset))
            : null;
    }

    private static string Says(string when, Onset onset) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"it failed {when} ({onset.Early:0.0} times the baseline in the first half, {onset.Whole:0.0} times in all)"
        );
}
