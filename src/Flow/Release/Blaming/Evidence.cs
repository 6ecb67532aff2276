using Sluice.Flow.Policies;

namespace Sluice.Flow.Release.Blaming;

/// <summary>Everything that tells whose fault a bad canary is.</summary>
/// <param name="Failing">The metrics that speak for harm, heaviest first.</param>
/// <param name="Trials">Canaries of parts of the pulls, oldest first.</param>
/// <param name="Alpha">Probability that a sound canary is called bad.</param>
/// <param name="Beta">Probability that a bad one is called sound.</param>
public sealed record Evidence(Row<LandedPull> Pulls, Row<FailingMetric> Failing, Row<Trial> Trials, double Alpha, double Beta);

/// <param name="Share">The canary's share of the requests, 0 to 1.</param>
/// <param name="Symptoms">Where it fails; empty: the policy does not ask, or nobody answered.</param>
/// <param name="Onset">When it began to fail; null: not to be told.</param>
public sealed record FailingMetric(CanaryMetric Metric, double Share, Row<Symptom> Symptoms, Onset? Onset);

/// <summary>
/// Events of one metric at one place: a route, a service, a file of a stack frame, as the labels of the metric's source say.
/// </summary>
public sealed record Symptom(string Metric, Row<Label> Labels, double Canary, double Baseline);

public sealed record Label(string Name, string Value);

/// <summary>How many times the baseline's rate the canary had in the first half of its time, and in all of it.</summary>
public sealed record Onset(double Early, double Whole);

/// <summary>A canary of a part of the pulls, composed beside the base.</summary>
/// <param name="Pulls">Those that were on it, ascending.</param>
/// <param name="LogEHarm">Its evidence for harm, natural logarithm: what an undecided one still tells.</param>
public sealed record Trial(Row<int> Pulls, Verdict Verdict, double LogEHarm, DateTimeOffset At)
{
    /// <summary>Its own canary's, by which its receipt is found; null: of an older trial.</summary>
    public string? Canary { get; init; }
}
