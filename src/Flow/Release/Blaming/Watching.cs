using System.Globalization;

namespace Sluice.Flow.Release.Blaming;

/// <summary>
/// The files that the policy says the failing metric watches (canary.metrics: paths). Asked where its places tell nothing: they tell the
/// same more exactly.
/// </summary>
internal static class Watching
{
    public static Factor? Of(Evidence evidence, LandedPull? pull)
    {
        if (pull is null || evidence.Failing.FirstOrDefault(each => Watched(evidence, each).Any(weight => weight > 0)) is not { } failing)
        {
            return null;
        }

        var weights = Watched(evidence, failing).ToList();
        var weight = Weight(failing, pull);
        var touching = weights.Count(each => each > 0);
        return new Factor(
            "watched",
            Likelihood.Ratio(Likelihood.Watched, weight, weights),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{failing.Metric.Name} watches {(weight > 0 ? pull.Paths.First(path => Globs.AnyMatch(failing.Metric.Paths, path)) : "nothing that it changes")}; {touching} of {Plural.Of(weights.Count, "change")} {Plural.Word(touching, "touches", "touch")} what it watches"
            )
        );
    }

    private static IEnumerable<double> Watched(Evidence evidence, FailingMetric failing) =>
        evidence.Pulls.Select(pull => Weight(failing, pull));

    private static double Weight(FailingMetric failing, LandedPull pull) =>
        pull.Paths.Any(path => Globs.AnyMatch(failing.Metric.Paths, path)) ? 1 : 0;
}
