using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Release.Files;

/// <summary>
/// Judges a file. Counts are judged by their evidence. Samples alone are judged as Kayenta does. Beside counts they are gauges, and advise:
/// their false alarms have no bound, so they never make a canary regressed; a critical one that does not pass keeps it from being healthy.
/// </summary>
public static class FileJudge
{
    public static Answer Of(MetricsFile file)
    {
        var counted = file.Metrics.OfType<FileMetric.Counts>().Select(each => each.Metric).ToRow();
        var judgement = counted.Count > 0 ? Judge.Of(counted, file.Bounds) : null;
        var sampled = file
            .Metrics.OfType<FileMetric.Samples>()
            .Select(each => (each.Metric, Classified: Classifier.Of(each.Metric)))
            .ToRow();
        var (verdict, score) = judgement is null ? ByScore(file, sampled) : (Advised(judgement.Verdict, sampled), judgement.Score);
        var (counts, samples) = (0, 0);
        return new Answer(
            verdict,
            score,
            judgement?.LogEHarm,
            judgement?.LogESafe,
            judgement?.Crossed,
            file.Metrics.Select(metric =>
                    metric.Match(_ => AnswerMetric.Of(judgement!.Metrics[counts++]), _ => AnswerMetric.Of(sampled[samples++].Classified))
                )
                .ToRow()
        );
    }

    private static Verdict Advised(Verdict verdict, Row<(SampledMetric Metric, Classified Classified)> sampled)
    {
        var failed = sampled.Where(each => each.Metric is { Critical: true, Muted: false } && each.Classified.Class != Class.Pass).ToList();
        return verdict != Verdict.Healthy || failed.Count == 0 ? verdict
            : failed.Exists(each => each.Classified.Class == Class.Nodata) ? Verdict.Invalid
            : Verdict.Inconclusive;
    }

    /// <summary>Kayenta fails what it has no data of; here missing data are nobody's fault.</summary>
    private static (Verdict Verdict, double Score) ByScore(MetricsFile file, Row<(SampledMetric Metric, Classified Classified)> sampled)
    {
        var scored = sampled
            .Select(each => new Scored(
                each.Metric.Name,
                each.Classified.Class,
                each.Metric.Groups.Count > 0 ? each.Metric.Groups : [each.Metric.Name],
                each.Classified.Critical,
                each.Metric.Weight,
                each.Metric.Muted
            ))
            .ToRow();
        var points = Scorer.Of(scored, file.Groups);
        var told = scored.Where(metric => !metric.Muted).ToList();
        var failed = told.Exists(metric => metric is { Critical: true, Class: not (Class.Pass or Class.Nodata) });
        var blind =
            told.Exists(metric => metric is { Critical: true, Class: Class.Nodata })
            || told.Count(metric => metric.Class == Class.Nodata) * 2 >= told.Count;
        var verdict =
            !failed && blind ? Verdict.Invalid
            : points >= file.Marks.Pass ? Verdict.Healthy
            : points >= file.Marks.Marginal ? Verdict.Inconclusive
            : Verdict.Regressed;
        return (verdict, verdict == Verdict.Invalid ? 0.5 : OnOurScale(points, file.Marks));
    }

    /// <summary>So that 0.2 and 0.8 are the marks here too; Kayenta's score carries no guarantee.</summary>
    private static double OnOurScale(double points, Marks marks) =>
        points >= marks.Pass ? Between(0.2, 0, points, marks.Pass, 100)
        : points >= marks.Marginal ? Between(0.75, 0.25, points, marks.Marginal, marks.Pass)
        : Between(1, 0.8, points, 0, marks.Marginal);

    private static double Between(double from, double to, double points, double low, double high) =>
        high > low ? from + ((to - from) * (points - low) / (high - low)) : to;
}
