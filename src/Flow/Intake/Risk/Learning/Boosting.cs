using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>
/// Grows trees one after the other, each on what those before got wrong (Friedman, "Stochastic gradient boosting", 2002).
/// </summary>
internal static class Boosting
{
    private const ulong Seed = 20261120;

    /// <param name="rows">Rows of the table.</param>
    /// <param name="weights">What each of the rows counts.</param>
    /// <param name="start">Log odds of each of the rows before the first tree; added to in place.</param>
    /// <param name="features">How many features may be asked for, from the first.</param>
    public static Row<Tree> Fit(ChangeTable table, int[] rows, double[] weights, double[] start, int features, Recipe recipe)
    {
        var dice = new Dice(Seed);
        var (slope, bend) = (new double[rows.Length], new double[rows.Length]);
        var bins = new Bins(table, rows, features);
        var grower = new TreeGrower(bins, slope, bend, recipe);
        var trees = new List<Tree>();
        var drawn = new int[rows.Length];
        var values = new double[Kamei.Names.Count];
        for (var round = 0; round < recipe.Trees; round++)
        {
            var count = 0;
            for (var at = 0; at < rows.Length; at++)
            {
                var p = Odds.Probability(start[at]);
                slope[at] = weights[at] * (p - (table.IsBad(rows[at]) ? 1 : 0));
                bend[at] = weights[at] * p * (1 - p);
                if (dice.Roll() < recipe.RowShare)
                {
                    drawn[count++] = at;
                }
            }

            int[] asked = [.. Enumerable.Range(0, features).Where(_ => dice.Roll() < recipe.FeatureShare)];
            var tree = grower.Grow(drawn.AsSpan(0, count), asked);
            trees.Add(tree);
            for (var at = 0; at < rows.Length; at++)
            {
                table.Features(rows[at], values);
                start[at] += tree.Of(values);
            }
        }

        return trees.ToRow();
    }
}
