namespace Sluice.Flow.Release.Blaming;

/// <summary>How much one of the changes on a bad canary is suspected, and why.</summary>
/// <param name="Number">The pull; null: none of them, but what lies under the canary.</param>
/// <param name="Prior">What was believed before anything was looked at, 0 to 1; over all suspicions it adds up to one.</param>
/// <param name="Probability">The same with all factors, 0 to 1.</param>
public sealed record Suspicion(int? Number, double Prior, double Probability, Row<Factor> Factors)
{
    /// <summary>All likelihood ratios multiplied.</summary>
    public double Ratio() => Factors.Aggregate(1.0, (all, factor) => all * factor.Ratio);
}

/// <summary>One piece of evidence for or against a suspect.</summary>
/// <param name="Ratio">How many times as likely the evidence is if this is to blame as if it is not.</param>
/// <param name="Says">The evidence in words, so that a person can check it.</param>
public sealed record Factor(string Kind, double Ratio, string Says);
