using System.Globalization;

namespace Sluice.Flow.Release.Blaming;

/// <summary>What canaries of parts of the pulls told. The judge's own error rates are the likelihoods.</summary>
internal static class Trying
{
    /// <summary>Trouble under the canary comes and goes, and would have to hit one track only: one part in four shows it.</summary>
    private const double Comes = 0.25;

    public static IEnumerable<Factor> Of(Evidence evidence, LandedPull? pull) =>
        evidence.Trials.Select(trial => Of(evidence, trial, pull)).OfType<Factor>();

    private static Factor? Of(Evidence evidence, Trial trial, LandedPull? pull)
    {
        var (alpha, beta) = (evidence.Alpha, evidence.Beta);
        var holds = pull is not null && trial.Pulls.Contains(pull.Number);
        double? ratio = trial.Verdict switch
        {
            Verdict.Regressed => pull is null ? Comes
            : holds ? 1 - beta
            : alpha,
            Verdict.Healthy => pull is null ? 1 - Comes
            : holds ? beta
            : 1 - alpha,
            // Undecided: the judge's evidence is itself a likelihood ratio of harm against none; it tells no more than a verdict would.
            Verdict.Inconclusive => holds ? Math.Clamp(Math.Exp(trial.LogEHarm), beta, 1 / alpha) : 1,
            _ => null,
        };
        var part = CanaryWords.List(trial.Pulls);
        return ratio is { } known
            ? new Factor(
                "trial",
                known,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a canary of {part} {Word(trial.Verdict)}{(pull is null ? "" : holds ? ", with it" : ", without it")}"
                )
            )
            : null;
    }

    private static string Word(Verdict verdict) =>
        verdict switch
        {
            Verdict.Regressed => "regressed too",
            Verdict.Healthy => "was healthy",
            _ => "told little",
        };
}
