using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>How much a change of the past counts, by its age and its project.</summary>
internal static class Weights
{
    private const double Year = 365.25 * 24 * 3600;

    /// <summary>For what the features mean: half as much every two years.</summary>
    /// <param name="rows">By time.</param>
    public static double[] ByAge(ChangeTable table, int[] rows) => ByAge(table, rows, 2 * Year);

    /// <summary>For how many are bad, which changes faster: half as much every six weeks.</summary>
    public static double[] OfLate(ChangeTable table, int[] rows) => ByAge(table, rows, Year / 8);

    private static double[] ByAge(ChangeTable table, int[] rows, double halfLife) =>
        rows.Length == 0 ? [] : [.. rows.Select(row => Math.Pow(0.5, (table.Made(rows[^1]) - table.Made(row)) / halfLife))];

    /// <summary>Of all projects, one after the other: a small one counts as much as an average one, up to three times over.</summary>
    public static double[] Balanced(ChangeTable table, Row<Part> parts)
    {
        var average = parts.Average(part => part.Learnt.Length);
        return
        [
            .. parts.SelectMany(part => ByAge(table, part.Learnt).Select(weight => weight * Math.Min(3, average / part.Learnt.Length))),
        ];
    }
}
