using System.Globalization;

namespace Sluice.Flow.Release.Blaming;

/// <summary>Who owns the failing metric (canary.metrics: owner), against who owns the changed files (CODEOWNERS).</summary>
internal static class Ownership
{
    public static Factor? Of(Evidence evidence, LandedPull? pull)
    {
        if (
            pull is null
            || evidence.Failing.FirstOrDefault(each => each.Metric.Owner is not null && evidence.Pulls.Any(other => Owns(each, other)))
                is not { } failing
        )
        {
            return null;
        }

        var weights = evidence.Pulls.Select(other => Owns(failing, other) ? 1.0 : 0.0).ToList();
        var owns = Owns(failing, pull);
        return new Factor(
            "owner",
            Likelihood.Ratio(Likelihood.Owned, owns ? 1 : 0, weights),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{failing.Metric.Name} is {failing.Metric.Owner!.TrimStart('@')}'s, who own {(owns ? "what it changes" : "nothing that it changes")} (CODEOWNERS); {weights.Sum():0} of {Plural.Of(weights.Count, "change")} are in theirs"
            )
        );
    }

    private static bool Owns(FailingMetric failing, LandedPull pull) =>
        pull.Owners.Contains(failing.Metric.Owner!, StringComparer.OrdinalIgnoreCase);
}
