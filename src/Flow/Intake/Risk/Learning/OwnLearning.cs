using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>What one repository's own outcomes add to what all share: from 25 an intercept, from 500 trees.</summary>
public static class OwnLearning
{
    public const int ForIntercept = 25;

    public const int ForTrees = 500;

    private const int Digits = 6;

    private const double Scale = 1e6;

    /// <param name="rows">The repository's, by time.</param>
    /// <returns>Null: too few outcomes to learn anything.</returns>
    public static OwnStages? Fit(RiskModel shared, ChangeTable table, int[] rows, string project) =>
        Fit(shared, table, rows, project, rows.Length >= ForTrees);

    /// <param name="trees">False: an intercept alone.</param>
    public static OwnStages? Fit(RiskModel shared, ChangeTable table, int[] rows, string project, bool trees)
    {
        if (rows.Length < ForIntercept)
        {
            return null;
        }

        var bad = rows.Count(table.IsBad);
        var sizes = Stage(shared, table, rows, Kamei.Sizes, trees ? Recipe.OwnSizes : null);
        var history =
            table.HasHistory && shared.History is not null
                ? Stage(shared, table, rows, Kamei.Names.Count, trees ? Recipe.OwnHistory : null)
                : null;
        // As for the intercept, half a bad and half a good change more: a share of none, or of all, has no odds, and nothing is twice it.
        var (least, most) = (0.5 / (rows.Length + 1), (rows.Length + 0.5) / (rows.Length + 1));
        var share = Math.Clamp(Math.Round((double)bad / rows.Length, Digits), least, most);
        var learnt = new OwnStages(project, share, Bands.Around(share), sizes, history);
        var scores = rows.Select(row => Known(table, row, Kamei.Names.Count))
            .Select(values => Odds.Probability(shared.Shared(values) + learnt.Of(values)))
            .ToList();
        var bands = Bands.Of(share, scores);

        // Rounded outwards: many changes may have the very score of a border, and a border that moves past it would take all of them along.
        return learnt with
        {
            Bands = new Bands(Math.Floor(bands.LowUnder * Scale) / Scale, Math.Ceiling(bands.HighOver * Scale) / Scale),
        };
    }

    private static Stage Stage(RiskModel shared, ChangeTable table, int[] rows, int features, Recipe? recipe)
    {
        var weights = Weights.ByAge(table, rows);
        bool[] bad = [.. rows.Select(table.IsBad)];
        var intercept = (features == Kamei.Sizes ? shared.Sizes : shared.History!).Intercept;
        double[] sums = [.. rows.Select(row => shared.Shared(Known(table, row, features)))];
        var shift = intercept + Intercepts.Shift([.. sums.Select(sum => sum + intercept)], bad, weights);
        if (recipe is null)
        {
            return new Stage(features, Math.Round(shift, Digits), []);
        }

        double[] start = [.. sums.Select(sum => sum + shift)];
        var trees = Boosting.Fit(table, rows, weights, start, features, recipe);
        return new Stage(features, Math.Round(shift + Intercepts.Shift(start, bad, Weights.OfLate(table, rows)), Digits), trees);
    }

    /// <summary>A row's features; those past the first so many are taken for unknown.</summary>
    internal static double[] Known(ChangeTable table, int row, int features)
    {
        var values = new double[Kamei.Names.Count];
        table.Features(row, values);
        values.AsSpan(features).Fill(double.NaN);
        return values;
    }
}
