using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>What a change is worth worrying about: two probabilities, a band, and the reasons in words.</summary>
public static class RiskReader
{
    /// <param name="advice">What a language model said of this head, if one was asked: a worry of it raises the band by one step, nothing
    /// lowers it.</param>
    /// <param name="history">Null: not known; the score is then by the change alone.</param>
    public static RiskAssessment Assess(Change change, RiskPolicy policy, History? history, Experience experience, Advice? advice = null)
    {
        var sizes = Sizes.Of(change);
        var features = Features.Of(sizes, history);
        var touched = Floors.Of(change, policy);
        var scored = experience.BandOf(features);
        var floored = touched.Count > 0 && touched[0].AtLeast > scored ? touched[0].AtLeast : scored;
        var worries = advice?.Worries ?? [];
        var band = worries.Count > 0 && floored < Band.High ? floored + 1 : floored;
        var down = band == scored ? WayDown.Of(change, features, experience) : null;
        return new RiskAssessment(
            band,
            Math.Round(Odds.Probability(experience.LogOdds(features)), 3),
            Math.Round(Odds.Probability(experience.BuildLogOdds(features)), 4),
            [
                .. touched.Select(Says),
                .. worries.Select(worry => worry.Says),
                .. Reasons.Of(sizes, features, experience),
                .. Signs.Of(change),
                .. down is null ? Array.Empty<string>() : [down],
            ]
        )
        {
            ByScore = band == scored,
            Worth = experience.Record.Worth(band),
            Features = [.. features.Where(feature => !double.IsNaN(feature)).Select(feature => Math.Round(feature, 3))],
        };
    }

    private static string Says(Touched touched) => $"touches {touched.Path} ({touched.Because}): at least {Bands.Word(touched.AtLeast)}";
}
