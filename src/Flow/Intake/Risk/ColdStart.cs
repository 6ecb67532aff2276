namespace Sluice.Flow.Intake.Risk;

/// <summary>
/// The model before a repository has outcomes of its own: logistic regression over z-scored log1p, fitted on 75,932 changes of the six
/// projects of ZZR0/ISSTA21-JIT-DP (pooled test AUC .747).
/// </summary>
/// <remarks>
/// The fit also had Kamei's <c>fix</c>, which each data set defines differently and which hurts on unseen projects; and small negative
/// weights for <c>nd</c> and <c>ns</c>, noise of their collinearity with <c>nf</c>, set to 0 so that a reason never reads backwards. A
/// z-score is centred, so a feature left out is one that stands at its mean in the training set, and the intercept stays as fitted.
/// </remarks>
public static class ColdStart
{
    /// <summary>Share of bad changes in the training set: what bands are relative to until the repository has a rate of its own.</summary>
    public const double Base = 0.264;

    /// <summary>
    /// Share of admitted pulls that break a build by themselves, until the repository has a rate of its own. The data know bug-inducing
    /// changes, not broken builds: the same features order both, so only the intercept moves, by the difference of the two log odds.
    /// </summary>
    public const double BuildBase = 0.05;

    private const double Intercept = -1.1566;

    private static readonly Row<Term> Terms =
    [
        new("la", sizes => sizes.La, 2.5162, 1.5225, 0.6808),
        new("ld", sizes => sizes.Ld, 1.9148, 1.5094, 0.1050),
        new("nf", sizes => sizes.Nf, 1.1125, 0.5682, 0.1014),
        new("entropy", sizes => sizes.Entropy, 0.4391, 0.4848, 0.0721),
        new("nd", sizes => sizes.Nd, 0.9615, 0.4393, 0),
        new("ns", sizes => sizes.Ns, 0.7604, 0.1904, 0),
    ];

    /// <summary>Log odds that the change is bad, and what each feature adds to them against an average change.</summary>
    public static LogOdds Of(Sizes sizes)
    {
        var parts = Terms.Select(term => new Part(term.Feature, term.Of(sizes))).ToRow();
        return new LogOdds(Intercept + parts.Sum(part => part.Adds), parts);
    }

    public static double Logit(double probability) => Math.Log(probability / (1 - probability));

    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    private sealed record Term(string Feature, Func<Sizes, double> Read, double Mean, double Deviation, double Weight)
    {
        public double Of(Sizes sizes) => Weight * (Math.Log(1 + Read(sizes)) - Mean) / Deviation;
    }
}

public sealed record LogOdds(double Value, Row<Part> Parts);

/// <param name="Adds">To the log odds; negative: less than an average change.</param>
public sealed record Part(string Feature, double Adds);
