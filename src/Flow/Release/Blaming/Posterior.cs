using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release.Blaming;

/// <summary>
/// Bayes' rule over the pulls of a canary and "none of them": posterior odds are prior odds times the likelihood ratio of each piece of
/// evidence. docs/how-it-decides.md, "Culprit", holds the formula and every constant.
/// </summary>
public static class Posterior
{
    /// <summary>That it is none of the pulls but what lies under the canary, as odds against one.</summary>
    public const double NobodyOdds = 0.02;

    /// <summary>The most suspicious first; of equals the one that landed last.</summary>
    public static Row<Suspicion> Of(Evidence evidence)
    {
        var found = Places.In(evidence);
        var suspects = evidence
            .Pulls.Select((pull, place) => Weigh(evidence, found, pull, place, Odds(pull)))
            .Append(Weigh(evidence, found, null, null, NobodyOdds))
            .ToList();
        var (before, after) = (suspects.Sum(each => each.Prior), suspects.Sum(each => each.Probability));
        return suspects
            .Select(each => each with { Prior = each.Prior / before, Probability = each.Probability / after })
            .Reverse()
            .OrderByDescending(each => each.Probability)
            .ThenBy(each => each.Number is null)
            .ToRow();
    }

    /// <summary>
    /// The risk model's odds that the change is bad; a floor of the policy, which raises the band and not the model's number, counts as
    /// well.
    /// </summary>
    public static double Odds(LandedPull pull)
    {
        var chance = Math.Clamp(Chance(pull), 0.001, 0.999);
        return chance / (1 - chance);
    }

    /// <summary>A revert brings back what ran before: what the model says of its size and files says nothing of that.</summary>
    private static double Chance(LandedPull pull) => pull.Reverts.Count > 0 ? Floor(Band.Low) : Math.Max(pull.Fails, Floor(pull.Band));

    private static Suspicion Weigh(Evidence evidence, Places.Found? found, LandedPull? pull, int? place, double odds)
    {
        Factor?[] factors =
        [
            Places.Of(found, place),
            found is null ? Watching.Of(evidence, pull) : null,
            Ownership.Of(evidence, pull),
            Nature.Of(evidence, pull),
            Timing.Of(evidence, pull),
            .. Trying.Of(evidence, pull),
        ];
        var kept = factors.OfType<Factor>().ToList();
        var prior = new Factor(
            "prior",
            1,
            pull is null
                ? "something under the canary fails now and then, whatever is deployed"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"its risk was {Word(pull.Band)}, {Chance(pull) * 100:0.#}% to be a bad change"
                )
        );
        return new Suspicion(pull?.Number, odds, odds * kept.Aggregate(1.0, (all, factor) => all * factor.Ratio), [prior, .. kept]);
    }

    private static double Floor(Band band) =>
        band switch
        {
            Band.High => 0.08,
            Band.Medium => 0.03,
            _ => 0.01,
        };

    private static string Word(Band band) =>
        band switch
        {
            Band.High => "high",
            Band.Medium => "medium",
            _ => "low",
        };
}
