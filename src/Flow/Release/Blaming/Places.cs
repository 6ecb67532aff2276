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

    /// <param name="found">What the places tell; null: nothing.</param>
    /// <param name="place">Of the pull among those of the evidence; null: none of them.</param>
    public static Factor? Of(Found? found, int? place) =>
        found is null ? null
        : place is { } at ? Of(found, at)
        : Spread(found);

    /// <summary>
    /// One incident shows in many metrics: only the heaviest whose places point at some pull counts, or the same would count twice. Looked
    /// for once, for each file is held against each place. Null: none points at any.
    /// </summary>
    public static Found? In(Evidence evidence)
    {
        var paths = evidence.Pulls.Select(pull => pull.Paths.Where(Nature.Runs).ToRow()).ToRow();
        return evidence.Failing.Select(failing => new Found(failing, Extras(failing), paths)).FirstOrDefault(found => found.Points);
    }

    /// <summary>Where most of what is more than expected is, with the metric's name; null: nowhere in particular, or not known.</summary>
    public static string? Main(FailingMetric failing) =>
        Extras(failing) is [{ Share: >= 0.5 } most, ..] ? $"{failing.Metric.Name} at {most.Says}" : null;

    private static Factor Of(Found found, int place)
    {
        var (failing, extra) = (found.Failing, found.Extra);
        var matches = found.Matches[place];
        var hits = found.Matches.Any(each => each.Any(match => match.By.IsExact)) ? Likelihood.File : Likelihood.Name;
        var weights = found.Weights;
        var weight = weights[place];
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
        var (failing, extra) = (found.Failing, found.Extra);
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

    /// <param name="paths">Of each pull, those that are more than a test or a document.</param>
    internal sealed class Found(FailingMetric failing, List<Extra> extra, Row<Row<string>> paths)
    {
        public FailingMetric Failing => failing;

        public List<Extra> Extra => extra;

        /// <summary>Of each pull, the places that it is about.</summary>
        public List<List<(Extra At, Match By)>> Matches { get; } =
        [
            .. paths.Select(each =>
                extra
                    .Select(at => (At: at, By: Naming.Match(at.Symptom, failing.Metric, each)))
                    .Where(match => match.By is not null)
                    .Select(match => (match.At, match.By!))
                    .ToList()
            ),
        ];

        /// <summary>Of each pull, the share of the extra events that is at those.</summary>
        public List<double> Weights => field ??= [.. Matches.Select(each => each.Sum(match => match.At.Share))];

        public bool Points => Matches.Any(each => each.Count > 0);
    }

    /// <param name="Share">Of what is more than expected, 0 to 1.</param>
    /// <param name="Usual">Of the baseline's events, 0 to 1.</param>
    internal sealed record Extra(Symptom Symptom, double Share, double Usual)
    {
        public string Says => string.Join(' ', Symptom.Labels.Select(label => $"{label.Name} {label.Value}"));
    }
}
