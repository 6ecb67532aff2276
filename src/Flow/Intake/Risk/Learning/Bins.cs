using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>Each feature of some rows as one of at most 64 steps between quantiles: what splits are looked for among.</summary>
internal sealed class Bins
{
    public const int Most = 64;

    private readonly double[][] _cuts;
    private readonly byte[][] _steps;

    public Bins(ChangeTable table, int[] rows, int features)
    {
        _cuts =
        [
            .. Enumerable.Range(0, features).Select(feature => Cuts(rows.Select(row => table.Feature(feature, row)).Order().ToArray())),
        ];
        _steps =
        [
            .. Enumerable
                .Range(0, features)
                .Select(feature => rows.Select(row => Step(_cuts[feature], table.Feature(feature, row))).ToArray()),
        ];
    }

    public int Features => _cuts.Length;

    /// <summary>Values that a feature can be split at, ascending; a value up to the n-th stands in step n or before.</summary>
    public double[] Cuts(int feature) => _cuts[feature];

    /// <summary>The step of each row, by its place among the rows.</summary>
    public byte[] Steps(int feature) => _steps[feature];

    private static double[] Cuts(double[] sorted) =>
        sorted.Length == 0
            ? []
            :
            [
                .. Enumerable
                    .Range(1, Most - 1)
                    .Select(bin => sorted[(int)((long)bin * sorted.Length / Most)])
                    .Distinct()
                    .Where(cut => cut < sorted[^1]),
            ];

    private static byte Step(double[] cuts, double value) => (byte)(Array.BinarySearch(cuts, value) is var at && at >= 0 ? at : ~at);
}
