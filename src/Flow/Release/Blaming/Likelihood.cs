namespace Sluice.Flow.Release.Blaming;

/// <summary>
/// How often evidence points at the pull that is to blame. Assumed, not measured: the journal keeps every factor beside the outcome, so
/// that they can be checked against what happened.
/// </summary>
internal static class Likelihood
{
    /// <summary>A stack frame names a file that the culprit changed, or the policy maps the failing route to one.</summary>
    public const double File = 0.9;

    /// <summary>The failing route or service is one that a file of the culprit's is named after.</summary>
    public const double Name = 0.75;

    /// <summary>The failing metric watches files that the culprit changed.</summary>
    public const double Watched = 0.8;

    /// <summary>The failing metric's owners own a file that the culprit changed.</summary>
    public const double Owned = 0.7;

    /// <summary>
    /// The ratio of evidence that points at a pull with a weight from 0 to 1: (h/q)^weight · ((1−h)/(1−q))^(1−weight), where h is how often
    /// it points at the culprit and q how often at anybody. q is estimated from this very canary, so that what points at everybody tells
    /// nothing.
    /// </summary>
    /// <param name="weights">The weights of all pulls.</param>
    public static double Ratio(double hits, double weight, IReadOnlyCollection<double> weights)
    {
        var anybody = Math.Clamp((weights.Sum() + 0.5) / (weights.Count + 1), 0.02, hits);
        return Math.Pow(hits / anybody, weight) * Math.Pow((1 - hits) / (1 - anybody), 1 - weight);
    }
}
