using System.Globalization;

namespace Sluice.Flow.Release.Judging;

/// <summary>The canary's judge: counts in, one of four verdicts out, and nothing else. It never acts.</summary>
public static class Judge
{
    /// <summary>
    /// Harm is the weighted mean of the metrics' evidence: a mean of e-processes is one, so the chance of a false rollback stays at α however
    /// many metrics there are (each critical one for itself would add up). Safety must be shown by each critical metric, or by each metric when
    /// none is critical. Harm comes first. What was not measured counts to neither side and keeps a verdict from being healthy.
    /// </summary>
    public static Judgement Of(Row<Measured> metrics, Bounds bounds)
    {
        var each = metrics.Select(metric => Of(metric, bounds)).ToRow();
        var must = each.Where((_, i) => metrics[i].Critical).ToRow();
        must = must.Count > 0 ? must : each;
        var harm = Mean(metrics, each);
        var safe = must.Count == 0 ? 0 : must.Min(metric => metric.LogESafe);
        var verdict = harm >= bounds.Harm ? Verdict.Regressed
            : must.Any(metric => metric.Verdict == Verdict.Invalid) ? Verdict.Invalid
            : must.Count > 0 && safe >= bounds.Safety ? Verdict.Healthy
            : Verdict.Inconclusive;
        return new Judgement(verdict, Score(harm, safe, bounds), harm, safe, each);
    }

    private static MetricVerdict Of(Measured metric, Bounds bounds)
    {
        var ticks = metric.Ticks.Where(IsUsable).ToList();
        var fano = metric.Deflate ? Fano.Of(ticks) : 1;
        var (harm, safe) = (EProcess.Harm(bounds.Tolerate), EProcess.Safety(bounds.Margin));
        foreach (var tick in ticks)
        {
            harm.Add(tick.Canary / fano, tick.Baseline / fano, tick.Share!.Value);
            safe.Add(tick.Canary / fano, tick.Baseline / fano, tick.Share!.Value);
        }

        var (logHarm, logSafe) = (harm.LogE, safe.LogE);
        var verdict = logHarm >= bounds.Harm ? Verdict.Regressed
            : metric.Trouble is not null || ticks.Count == 0 ? Verdict.Invalid
            : logSafe >= bounds.Safety ? Verdict.Healthy
            : Verdict.Inconclusive;
        var reason = verdict == Verdict.Invalid ? metric.Trouble ?? NoData(metric) : Counted(ticks, fano);
        return new MetricVerdict(metric.Name, verdict, logHarm, logSafe, reason);
    }

    /// <summary>Traffic on one track only compares nothing; a count below zero or not finite is no count.</summary>
    private static bool IsUsable(Tick tick) =>
        tick.Share is > 0 and < 1 && tick.Canary >= 0 && tick.Baseline >= 0 && double.IsFinite(tick.Canary) && double.IsFinite(tick.Baseline);

    private static double Mean(Row<Measured> metrics, Row<MetricVerdict> each)
    {
        var weights = metrics.Sum(metric => metric.Weight);
        if (weights <= 0)
        {
            return 0;
        }

        var highest = each.Max(metric => metric.LogEHarm);
        return highest + Math.Log(each.Select((metric, i) => metrics[i].Weight / weights * Math.Exp(metric.LogEHarm - highest)).Sum());
    }

    /// <summary>0.8 is where the evidence for harm reaches its bound, 0.2 where that for safety does; without evidence 0.5.</summary>
    private static double Score(double harm, double safe, Bounds bounds)
    {
        var (towards, away) = (Math.Max(0, harm / bounds.Harm), Math.Max(0, safe / bounds.Safety));
        return Math.Clamp(towards >= 1 || towards >= away ? 0.5 + (0.3 * towards) : 0.5 - (0.3 * away), 0, 1);
    }

    private static string NoData(Measured metric) =>
        metric.Ticks.Count == 0 ? "nothing was counted yet" : "no tick had requests on both tracks";

    private static string Counted(List<Tick> ticks, double fano)
    {
        var (canary, baseline, share) = (ticks.Sum(tick => tick.Canary), ticks.Sum(tick => tick.Baseline), ticks.Average(tick => tick.Share!.Value));
        var scatter = fano > 1.05 ? string.Create(CultureInfo.InvariantCulture, $"; counts scatter {fano:0.0} times as much as chance, evidence is weighed down by that") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{canary:0.#} on the canary, {baseline:0.#} on the baseline, with {share * 100:0.#}% of the requests on the canary{scatter}");
    }
}
