namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>How good probabilities were, given what happened.</summary>
public static class Measures
{
    private const int Steps = 10;

    /// <summary>
    /// Probability that a bad change has a higher score than a good one, ties counted half; NaN where all are of one kind.
    /// </summary>
    public static double Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> bad)
    {
        double[] sorted = [.. scores];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var (ranks, positives) = (0.0, 0.0);
        for (var from = 0; from < sorted.Length; )
        {
            var to = from;
            while (to < sorted.Length && sorted[to].Equals(sorted[from]))
            {
                to++;
            }

            var ill = order[from..to].Count(at => bad[at]);
            positives += ill;
            ranks += ill * (from + to + 1) / 2.0;
            from = to;
        }

        return (ranks - (positives * (positives + 1) / 2)) / (positives * (sorted.Length - positives));
    }

    /// <summary>Mean squared distance of the probabilities from what happened; 0 is perfect.</summary>
    public static double Brier(IReadOnlyList<double> probabilities, IReadOnlyList<bool> bad) =>
        probabilities.Select((p, at) => (p - (bad[at] ? 1 : 0)) * (p - (bad[at] ? 1 : 0))).Average();

    /// <summary>Probabilities in ten equal steps, beside how often it happened; empty steps are left out.</summary>
    public static Row<Reliability> Table(IReadOnlyList<double> probabilities, IReadOnlyList<bool> bad) =>
        [
            .. probabilities
                .Select((p, at) => (P: p, Bad: bad[at]))
                .GroupBy(each => Math.Min(Steps - 1, (int)(each.P * Steps)))
                .OrderBy(step => step.Key)
                .Select(step => new Reliability(
                    (double)step.Key / Steps,
                    (double)(step.Key + 1) / Steps,
                    step.Count(),
                    step.Average(each => each.P),
                    step.Average(each => each.Bad ? 1.0 : 0)
                )),
        ];

    /// <summary>Expected calibration error: how far off the probabilities are in the mean, over the ten steps.</summary>
    public static double Ece(IReadOnlyList<double> probabilities, IReadOnlyList<bool> bad) =>
        Table(probabilities, bad).Sum(step => step.Count * Math.Abs(step.Predicted - step.Happened)) / probabilities.Count;
}

/// <param name="Predicted">Mean probability of the changes in the step.</param>
/// <param name="Happened">Share of them that were bad.</param>
public sealed record Reliability(double From, double To, int Count, double Predicted, double Happened);
