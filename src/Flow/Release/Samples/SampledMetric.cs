namespace Sluice.Flow.Release.Samples;

/// <summary>One metric as samples over time of both tracks, and how Kayenta would judge it.</summary>
/// <param name="Experiment">The canary's; NaN is a gap.</param>
/// <param name="Control">The baseline's; NaN is a gap.</param>
public sealed record SampledMetric(string Name, Row<double> Experiment, Row<double> Control)
{
    /// <summary>What is bad: only then is a difference told.</summary>
    public Direction Direction { get; init; } = Direction.Either;

    public NanStrategy Nan { get; init; } = NanStrategy.Remove;

    /// <summary>Anything but a pass makes the whole score 0.</summary>
    public bool Critical { get; init; }

    /// <summary>Within its groups; Kayenta knows no other than 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Those whose score it counts to; none: one of its own name.</summary>
    public Row<string> Groups { get; init; } = [];

    /// <summary>The part of the estimated shift by which the interval must be away from zero.</summary>
    public double Tolerance { get; init; } = 0.25;

    /// <summary>Of the interval of the shift.</summary>
    public double Confidence { get; init; } = 0.98;

    public EffectMeasure Measure { get; init; } = EffectMeasure.MeanRatio;

    /// <summary>Effect sizes inside are no difference; null: 1 for a ratio of means, ½ for the common language effect size.</summary>
    public EffectLimits? Allowed { get; init; }

    /// <summary>The same for a critical metric; null: as above.</summary>
    public EffectLimits? CriticalEffect { get; init; }

    /// <summary>Without samples it fails, where it otherwise would not count.</summary>
    public bool Required { get; init; }

    public Outliers Outliers { get; init; } = Outliers.Keep;

    public Statistic Statistic { get; init; } = Statistic.MannWhitney;

    public Roots Roots { get; init; } = Roots.Exact;

    /// <summary>Judged and told, and not counted.</summary>
    public bool Muted { get; init; }
}

public enum Direction
{
    Either,
    Increase,
    Decrease,
}

public enum NanStrategy
{
    Remove,
    Replace,
}

public enum Outliers
{
    Keep,
    Iqr,
    KSigma,
}

public enum EffectMeasure
{
    MeanRatio,
    Cles,
}

public enum Statistic
{
    MannWhitney,
    Mean,
}

/// <summary>
/// How the ends of the interval are found: as the differences between samples that they are, or as Kayenta does, to within 0.0001 of
/// whatever the unit is.
/// </summary>
public enum Roots
{
    Exact,
    Kayenta,
}

/// <param name="Decrease">Null: the measure's usual.</param>
/// <param name="Increase">Null: the measure's usual.</param>
public sealed record EffectLimits(double? Decrease, double? Increase);

/// <param name="Weight">Its part of the score, of 100.</param>
public sealed record GroupWeight(string Group, double Weight);

/// <summary>From which score on it passes, and below which it fails.</summary>
public sealed record Marks(double Pass = 95, double Marginal = 75);

public enum Class
{
    Pass,
    High,
    Low,
    Nodata,
    NodataFail,
}

/// <param name="Critical">It makes the whole score 0.</param>
/// <param name="Deviation">Ratio of the means; NaN where one of them is 0.</param>
public sealed record Classified(string Name, Class Class, bool Critical, double Deviation, string Reason);
