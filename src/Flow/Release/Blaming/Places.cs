using System.Globalization;

namespace Sluice.Flow.Release.Blaming;

/// <summary>
/// Where it fails, against what the pulls change: routes, services and stack frames as the labels of the failing metric name them.
/// </summary>
internal static class Places
{
    private const string Kind = "place";

    /// <summary>A place with less than this share of the extra events is noise.</summary>
    private const double Least = 0.05;

    public static Factor? Of(Evidence evidence, LandedPull? pull) =>
        Telling(evidence) is not { } found ? null
        : pull is null ? Spread(found)
        : Of(evidence, found, pull);

    /// <summary>Whether the places of any metric point at any pull.</summary>
    public static bool Tell(Evidence evidence) => Telling(evidence) is not null;

    /// <summary>
    /// One incident shows in many metrics: only the heaviest whose places point at some pull counts, or the same would count twice.
    /// </summary>
    private static Found? Telling(Evidence evidence) =>
        evidence
            .Failing.Select(failing => new Found(failing, Extras(failing)))
            .FirstOrDefault(found => evidence.Pulls.Any(pull => found.Weight(pull) > 0));

    /// <summary>Where most of what is more than expected is, with the metric's name; null: nowhere in particular, or not known.</summary>
    public static string? Main(FailingMetric failing) =>
        Extras(failing) is [{ Share: >= 0.5 } most, ..] ? $"{failing.Metric.Name} at {most.Says}" : null;

    private static Factor Of(Evidence evidence, Found found, LandedPull pull)
    {
        var (failing, extra) = found;
        var matches = found.Matches(pull).ToList();
        var hits = evidence.Pulls.Any(each => found.Matches(each).Any(match => match.By.IsExact)) ? Likelihood.File : Likelihood.Name;
        var weights = evidence.Pulls.Select(found.Weight).ToList();
        var weight = found.Weight(pull);
        var ratio = Likelihood.Ratio(hits, weight, weights);
        var touching = weights.Count(each => each > 0);
        var says =
            matches.Count == 0
                ? string.Create(CultureInfo.InvariantCulture, $"it touches nothing where {failing.Metric.Name} rose ({Shown(extra)})")
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{weight * 100:0}% of the extra {failing.Metric.Name} are at {string.Join(", ", matches.Select(match => match.At.Says))}, which {matches[0].By.Says}; {touching} of {Plural.Of(weights.Count, "change")} {Plural.Word(touching, "does", "do")} so"
                );
        return new Factor(Kind, ratio, says);
    }

    /// <summary>
    /// Trouble under the canary does not choose: it would be spread as the baseline's events are. The divergence of the two is the
    /// evidence.
    /// </summary>
    private static Factor Spread(Found found)
    {
        var (failing, extra) = found;
        var divergence = extra.Where(each => each.Share > 0).Sum(each => each.Share * Math.Log(each.Share / each.Usual));
        return new Factor(
            Kind,
            Math.Clamp(Math.Exp(-divergence), 0.02, 1),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{failing.Metric.Name} rose at {Shown(extra)}, where {extra.Sum(each => each.Share >= Least ? each.Usual : 0) * 100:0}% of them are usually: what lies under all of it would not choose"
            )
        );
    }

    /// <summary>The shares of what is more than the baseline leads to expect.</summary>
    private static List<Extra> Extras(FailingMetric failing)
    {
        if (failing.Share is <= 0 or >= 1)
        {
            return [];
        }

        var odds = failing.Share / (1 - failing.Share);
        var all = failing
            .Symptoms.Select(symptom => (Symptom: symptom, More: Math.Max(0, symptom.Canary - (symptom.Baseline * odds))))
            .ToList();
        var (more, usual) = (all.Sum(each => each.More), all.Sum(each => each.Symptom.Baseline + 1));
        var kept = all.Where(each => more > 0 && each.More / more >= Least).ToList();
        var left = kept.Sum(each => each.More);
        return
        [
            .. kept.Select(each => new Extra(each.Symptom, each.More / left, (each.Symptom.Baseline + 1) / usual))
                .OrderByDescending(each => each.Share),
        ];
    }

    private static string Shown(List<Extra> extra) =>
        string.Join(", ", extra.Take(3).Select(each => each.Says)) + (extra.Count > 3 ? " and elsewhere" : "");

    private sealed record Found(FailingMetric Failing, List<Extra> Extra)
    {
        public IEnumerable<(Extra At, Match By)> Matches(LandedPull pull) =>
            from at in Extra
            let match = Naming.Match(at.Symptom, Failing.Metric, pull)
            where match is not null
            select (at, match);

        public double Weight(LandedPull pull) => Matches(pull).Sum(match => match.At.Share);
    }

    /// <param name="Share">Of what is more than expected, 0 to 1.</param>
    /// <param name="Usual">Of the baseline's events, 0 to 1.</param>
    private sealed record Extra(Symptom Symptom, double Share, double Usual)
    {
        public string Says => string.Join(' ', Symptom.Labels.Select(label => $"{label.Name} {label.Value}"));
    }
}
