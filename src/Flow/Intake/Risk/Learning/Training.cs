using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>
/// Learns what all projects share. Each project starts from its own log odds, so that the trees order changes within projects and never
/// learn which project is worse than another.
/// </summary>
public static class Training
{
    private const int Digits = 6;

    /// <param name="table">With at least one row to learn from.</param>
    public static RiskModel Shared(ChangeTable table, Row<Part> parts, string madeBy, string trainedOn)
    {
        int[] rows = [.. parts.SelectMany(part => part.Learnt)];
        var weights = Weights.Balanced(table, parts);
        var sums = new double[rows.Length];
        var sizes = Grow(Kamei.Sizes, Recipe.Sizes);
        var history = table.HasHistory ? Grow(Kamei.Names.Count, Recipe.History) : null;
        var bad = rows.Count(table.IsBad);
        var usual = Enumerable
            .Range(0, Kamei.Names.Count)
            .Select(feature => table.HasHistory || feature < Kamei.Sizes ? Median(table, rows, feature) : 0);
        return new RiskModel(madeBy, trainedOn, Math.Round((double)bad / rows.Length, Digits), usual.ToRow(), sizes, history, []);

        Stage Grow(int features, Recipe recipe)
        {
            var start = Centred(table, parts, sums, weights);
            var before = (double[])start.Clone();
            var trees = Boosting.Fit(table, rows, weights, start, features, recipe);
            for (var at = 0; at < rows.Length; at++)
            {
                sums[at] += start[at] - before[at];
            }

            return new Stage(
                features,
                Math.Round(Intercepts.Shift(sums, [.. rows.Select(table.IsBad)], [.. rows.Select(_ => 1.0)]), Digits),
                trees
            );
        }
    }

    // Each project's rows shifted by an intercept of its own.
    private static double[] Centred(ChangeTable table, Row<Part> parts, double[] sums, double[] weights)
    {
        var start = new List<double>();
        foreach (var part in parts)
        {
            var (from, to) = (start.Count, start.Count + part.Learnt.Length);
            var shift = Intercepts.Shift(sums[from..to], [.. part.Learnt.Select(table.IsBad)], weights[from..to]);
            start.AddRange(sums[from..to].Select(sum => sum + shift));
        }

        return [.. start];
    }

    private static double Median(ChangeTable table, int[] rows, int feature) =>
        rows.Select(row => table.Feature(feature, row)).Order().ElementAt(rows.Length / 2);
}
