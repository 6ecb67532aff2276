using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Release.Files;

/// <summary>What the judge says of a file.</summary>
/// <param name="LogEHarm">Null: nothing was counted, as in a file of samples.</param>
public sealed record Answer(Verdict Verdict, double Score, double? LogEHarm, double? LogESafe, Crossing? Crossed, Row<AnswerMetric> Metrics)
{
    public static Answer Of(Judgement judgement) =>
        new(
            judgement.Verdict,
            judgement.Score,
            judgement.LogEHarm,
            judgement.LogESafe,
            judgement.Crossed,
            judgement.Metrics.Select(AnswerMetric.Of).ToRow()
        );
}

/// <param name="Classification">Null: it counts.</param>
public sealed record AnswerMetric(
    string Name,
    Verdict Verdict,
    double? LogEHarm,
    double? LogESafe,
    Crossing? Crossed,
    Class? Classification,
    bool Critical,
    string Reason
)
{
    public static AnswerMetric Of(MetricVerdict metric) =>
        new(metric.Name, metric.Verdict, metric.LogEHarm, metric.LogESafe, metric.Crossed, null, false, metric.Reason);

    public static AnswerMetric Of(Classified metric) =>
        new(
            metric.Name,
            metric.Class switch
            {
                Class.Pass => Verdict.Healthy,
                Class.Nodata => Verdict.Invalid,
                _ => Verdict.Regressed,
            },
            null,
            null,
            null,
            metric.Class,
            metric.Critical,
            metric.Reason
        );
}
