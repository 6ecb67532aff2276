namespace Sluice.Flow.Release.Judging;

/// <summary>One metric as it was counted.</summary>
/// <param name="Deflate">Divide the counts by the baseline's overdispersion.</param>
/// <param name="Trouble">Why its source does not answer now; null: it does.</param>
public sealed record Measured(string Name, Row<Tick> Ticks, bool Critical = false, double Weight = 1, bool Deflate = true, string? Trouble = null);

/// <param name="Alpha">The most that the chance of a false rollback may be.</param>
/// <param name="Beta">The most that the chance of promoting a change <paramref name="Margin"/> times as bad may be.</param>
/// <param name="Tolerate">The ratio that is harmless.</param>
public sealed record Bounds(double Alpha = 0.01, double Beta = 0.05, double Tolerate = 1.1, double Margin = 1.5)
{
    /// <summary>What evidence for harm must reach.</summary>
    public double Harm => Math.Log(1 / Alpha);

    /// <summary>What evidence for safety must reach.</summary>
    public double Safety => Math.Log(1 / Beta);
}

/// <summary>What the judge found after the last tick.</summary>
/// <param name="LogEHarm">Of the weighted mean over the metrics.</param>
/// <param name="LogESafe">The least over those that must each be safe.</param>
public sealed record Judgement(Verdict Verdict, double Score, double LogEHarm, double LogESafe, Row<MetricVerdict> Metrics);
