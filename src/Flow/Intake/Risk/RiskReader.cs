using System.Globalization;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>What a change is worth worrying about: two probabilities, a band, and the reasons in words.</summary>
public static class RiskReader
{
    public static RiskAssessment Assess(Change change, RiskPolicy policy)
    {
        var sizes = Sizes.Of(change);
        var odds = ColdStart.Of(sizes);
        var score = ColdStart.Probability(odds.Value);
        var fails = ColdStart.Probability(odds.Value - ColdStart.Logit(ColdStart.Base) + ColdStart.Logit(ColdStart.BuildBase));
        var touched = Floors.Of(change, policy);
        var band = BandOf(score);
        if (touched.Count > 0 && touched[0].AtLeast > band)
        {
            band = touched[0].AtLeast;
        }

        return new RiskAssessment(band, Math.Round(score, 3), Math.Round(fails, 4), [.. touched.Select(Says), .. Reasons(sizes, odds)]);
    }

    /// <summary>Bands relative to the base rate: low is under half of it, high over twice.</summary>
    public static Band BandOf(double score) => score < ColdStart.Base / 2 ? Band.Low : score > ColdStart.Base * 2 ? Band.High : Band.Medium;

    private static string Says(Touched touched) =>
        $"touches {touched.Path} ({touched.Because}): at least {Word(touched.AtLeast)}";

    // Features that add nothing against an average change are no reason; a change smaller than average in all of them has one reason: that.
    private static List<string> Reasons(Sizes sizes, LogOdds odds)
    {
        var reasons = odds.Parts.Where(part => part.Adds > 0.02).OrderByDescending(part => part.Adds).Select(part => Says(part.Feature, sizes)).ToList();
        return reasons.Count > 0 ? reasons : [$"small: {Count(sizes.La + sizes.Ld, "line")} in {Count(sizes.Nf, "file")}"];
    }

    private static string Says(string feature, Sizes sizes) => feature switch
    {
        "la" => $"{Count(sizes.La, "line")} added",
        "ld" => $"{Count(sizes.Ld, "line")} deleted",
        "nf" => $"{Count(sizes.Nf, "file")} changed",
        "entropy" => "spread evenly over its files",
        "nd" => $"in {sizes.Nd.ToString(CultureInfo.InvariantCulture)} folders",
        _ => $"in {sizes.Ns.ToString(CultureInfo.InvariantCulture)} parts of the tree",
    };

    private static string Count(int count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");

    private static string Word(Band band) => band switch { Band.Low => "low", Band.Medium => "medium", _ => "high" };
}
