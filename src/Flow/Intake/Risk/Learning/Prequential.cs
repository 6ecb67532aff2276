using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>
/// Whether a repository's own trees would have been worth having: each of its last four tenths is predicted from all that came before it,
/// with the trees and with an intercept alone.
/// </summary>
internal static class Prequential
{
    private const int Tenths = 10;

    private const int First = 6;

    /// <returns>By how much the trees' Brier score is better; negative: worse.</returns>
    public static double Gain(RiskModel shared, ChangeTable table, int[] rows)
    {
        var (with, without, happened) = (new List<double>(), new List<double>(), new List<bool>());
        for (var tenth = First; tenth < Tenths; tenth++)
        {
            var (from, to) = (rows.Length * tenth / Tenths, rows.Length * (tenth + 1) / Tenths);
            var trees = OwnLearning.Fit(shared, table, rows[..from], "", trees: true)!;
            var intercept = OwnLearning.Fit(shared, table, rows[..from], "", trees: false)!;
            foreach (var row in rows[from..to])
            {
                var features = OwnLearning.Known(table, row, table.HasHistory ? Kamei.Names.Count : Kamei.Sizes);
                var odds = shared.Shared(features);
                with.Add(Odds.Probability(odds + trees.Of(features)));
                without.Add(Odds.Probability(odds + intercept.Of(features)));
                happened.Add(table.IsBad(row));
            }
        }

        return Measures.Brier(without, happened) - Measures.Brier(with, happened);
    }
}
