using System.Text.Json.Serialization;

namespace Sluice.Flow.Release.Judging;

/// <summary>One metric as it was counted.</summary>
/// <param name="Deflate">Divide the counts by the baseline's overdispersion.</param>
/// <param name="Trouble">Why its source does not answer now; null: it does.</param>
public sealed record Measured(
    string Name,
    Row<Tick> Ticks,
    bool Critical = false,
    double Weight = 1,
    bool Deflate = true,
    string? Trouble = null
)
{
    /// <summary>It is a check and has no ticks; null: it counts.</summary>
    public Gate? Gate { get; init; }

    /// <summary>What is usual on the baseline; null: not known, and then its health is not either.</summary>
    public Usual? Usual { get; init; }

    /// <summary>Without the ticks that compare nothing; the verdict is the same, and the reason too.</summary>
    public Measured Usable()
    {
        if (Gate is not null)
        {
            return this;
        }

        var usable = Ticks.Where(Evidence.IsUsable).ToRow();
        return this with { Ticks = usable, Trouble = usable.Count > 0 ? Trouble : Judge.Why(this) };
    }
}

/// <param name="Alpha">The most that the chance of a false rollback may be.</param>
/// <param name="Beta">The most that the chance of promoting a change <paramref name="Margin"/> times as bad may be.</param>
/// <param name="Tolerate">The ratio that is harmless.</param>
public sealed record Bounds(double Alpha = 0.01, double Beta = 0.05, double Tolerate = 1.1, double Margin = 1.5)
{
    /// <summary>What evidence for harm must reach.</summary>
    [JsonIgnore]
    public double Harm => Natural.Log(1 / Alpha);

    /// <summary>What evidence for safety must reach.</summary>
    [JsonIgnore]
    public double Safety => Natural.Log(1 / Beta);
}

/// <summary>What the judge found after the last tick.</summary>
/// <param name="LogEHarm">Of the weighted mean over the metrics.</param>
/// <param name="LogESafe">The least over those that must each be safe.</param>
public sealed record Judgement(Verdict Verdict, double Score, double LogEHarm, double LogESafe, Row<MetricVerdict> Metrics)
{
    /// <summary>The first tick after which harm, or safety, was shown over all metrics; null: none.</summary>
    public Crossing? Crossed { get; init; }

    /// <summary>The critical check that made it regressed without the counts; null: none did.</summary>
    public MetricVerdict? Red { get; init; }
}

/// <param name="Tick">Its place among the ticks, from 0.</param>
public sealed record Crossing(int Tick, Side Side);

/// <summary>Which of the two tests.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Side>))]
public enum Side
{
    Harm,
    Safety,
}
