using System.Globalization;

namespace Sluice.Flow.Release.Judging;

/// <summary>The canary's judge: counts in, one of four verdicts out, and nothing else. It never acts.</summary>
public static class Judge
{
    /// <summary>
    /// Harm is the weighted mean of the metrics' evidence: a mean of e-processes is one, so the chance of a false rollback stays at α
    /// however many metrics there are (each critical one for itself would add up). Safety must be shown by each critical metric, or by each
    /// metric when none is critical. Harm comes first, but for an unhealthy baseline, by which nobody is judged. What was not measured
    /// counts to neither side and keeps a verdict from being healthy. Checks stand beside the counts: a critical one that failed is harm;
    /// each critical one, or each where none is, must have succeeded.
    /// </summary>
    public static Judgement Of(Row<Measured> metrics, Bounds bounds)
    {
        var all = metrics.Where(metric => metric.Gate is null).Select(metric => new Evidence(metric, bounds)).ToArray();
        var must = Array.FindAll(all, each => each.Metric.Critical) is { Length: > 0 } critical ? critical : all;
        var crossed = Walk.Through(all, must, bounds);
        var at = 0;
        var verdicts = metrics.Select(metric => metric.Gate?.Of(metric.Name) ?? Of(all[at++], bounds)).ToRow();
        var harm = Mean.Of(all);
        var safe = must.Length == 0 ? 0 : must.Min(each => each.LogESafe);
        var gates = metrics.Where(metric => metric.Gate is not null).ToList();
        var needed = gates.Exists(gate => gate.Critical) ? gates.FindAll(gate => gate.Critical) : gates;
        var isUnhealthy = Array.Exists(all, each => each.IsUnhealthy);
        var red =
            !isUnhealthy && harm >= bounds.Harm ? null : needed.Find(gate => gate is { Critical: true, Gate.Verdict: Verdict.Regressed });
        var verdict =
            red is not null ? Verdict.Regressed
            : isUnhealthy ? Verdict.Invalid
            : harm >= bounds.Harm ? Verdict.Regressed
            : must.Any(each => IsInvalid(each)) || needed.Exists(gate => gate.Gate!.Verdict == Verdict.Invalid) ? Verdict.Invalid
            : all.Length + gates.Count > 0
            && (must.Length == 0 || safe >= bounds.Safety)
            && needed.TrueForAll(gate => gate.Gate!.Verdict == Verdict.Healthy)
                ? Verdict.Healthy
            : Verdict.Inconclusive;
        var score = Score.Of(harm, safe, bounds);
        return new Judgement(
            verdict,
            gates.Count == 0 ? score : Scored(verdict, score, red is not null, all.Length > 0),
            harm,
            safe,
            verdicts
        )
        {
            Crossed = crossed,
            Red = red?.Gate!.Of(red.Name),
        };
    }

    /// <summary>
    /// Checks have no probability: one that failed is sure, and one that did not say yes keeps the score where nothing is done.
    /// </summary>
    private static double Scored(Verdict verdict, double counted, bool isRed, bool counts) =>
        isRed ? 1
        : verdict == Verdict.Healthy
            ? counts ? counted
                : 0
        : verdict == Verdict.Regressed ? counted
        : Math.Max(counted, 0.5);

    private static MetricVerdict Of(Evidence each, Bounds bounds)
    {
        var (harm, safe) = (each.LogEHarm, each.LogESafe);
        var verdict =
            each.IsUnhealthy ? Verdict.Invalid
            : harm >= bounds.Harm ? Verdict.Regressed
            : IsInvalid(each) ? Verdict.Invalid
            : safe >= bounds.Safety ? Verdict.Healthy
            : Verdict.Inconclusive;
        return new MetricVerdict(
            each.Metric.Name,
            verdict,
            harm,
            safe,
            each.Says ?? (verdict == Verdict.Invalid ? Why(each.Metric) : Counted(each))
        )
        {
            Crossed = each.Crossed,
        };
    }

    private const string Scatters = "; counts scatter";

    /// <summary>The counts alone, for a comment: how far they scatter is the receipt's and the page's to tell.</summary>
    internal static string Brief(string reason) =>
        reason.IndexOf(Scatters, StringComparison.Ordinal) is >= 0 and var at ? reason[..at] : reason;

    /// <summary>Why a metric says nothing.</summary>
    internal static string Why(Measured metric) =>
        metric.Trouble ?? (metric.Ticks.Count == 0 ? "nothing was counted yet" : "no tick had requests on both tracks");

    private static bool IsInvalid(Evidence each) => each.Metric.Trouble is not null || each.Totals.Ticks == 0;

    private static string Counted(Evidence each)
    {
        var scatter =
            each.Factor > 1.05
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Scatters} {each.Scatter:0.0} times as much as chance, as far as {Plural.Of(each.Totals.Ticks, "tick")} {Plural.Word(each.Totals.Ticks, "tells", "tell")}, so the evidence is divided by {each.Factor:0.0}"
                )
                : "";
        var tooHigh = each.Totals.TooHigh is > 0 and var ticks
            ? $"; {Plural.Of(ticks, "tick")} {Plural.Word(ticks, "holds", "hold")} far more events than those before let expect, and {Plural.Word(ticks, "counts", "count")} for less"
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{each.Totals.Canary:0.#} on the canary, {each.Totals.Baseline:0.#} on the baseline, with {each.Totals.Share * 100:0.#}% of the requests on the canary{tooHigh}{scatter}"
        );
    }
}
