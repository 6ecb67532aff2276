using System.Text.Json.Serialization;
using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Release;

/// <summary>What a judge made of the counts.</summary>
/// <param name="Score">0 to 1: at most 0.2 promotes, at least 0.8 rolls back.</param>
/// <param name="At">When it first said so.</param>
public sealed record CanaryVerdict(Verdict Verdict, double Score, Row<MetricVerdict> Metrics, string Says, DateTimeOffset At)
{
    /// <summary>Evidence for harm over all metrics, natural logarithm.</summary>
    public double LogEHarm { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    Healthy,
    Regressed,
    Inconclusive,
    Invalid,
}

/// <summary>Natural logarithms of the evidence for harm and for safety.</summary>
public sealed record MetricVerdict(string Name, Verdict Verdict, double LogEHarm, double LogESafe, string Reason)
{
    /// <summary>The first tick after which this metric alone showed harm, or safety; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Crossing? Crossed { get; init; }

    /// <summary>It is a check: its word, not evidence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Gate { get; init; }
}
