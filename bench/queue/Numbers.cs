using System.Globalization;

namespace Sluice.Bench.Queues;

/// <summary>What the queue set out to reach, each with whether it does.</summary>
internal static class Numbers
{
    private static readonly (string Cell, double P50, double P95, double Build)[] Reach =
    [
        ("B", 1.40, 3.4, 0.85),
        ("E", 1.30, 4.0, 0.82),
        ("H", 1.80, 6.0, 0.80),
        ("J", 10, 21, 0.55),
        ("L", 5.5, 23, 0.65),
    ];

    private static readonly (string Cell, double P50, double P95, double Build)[] Stretch =
    [
        ("E", double.PositiveInfinity, 2.5, 0.60),
        ("H", 1.3, 3, 0.50),
        ("J", double.PositiveInfinity, double.PositiveInfinity, 0.36),
        ("L", double.PositiveInfinity, 10, double.PositiveInfinity),
    ];

    /// <summary>How much a rival may be better without its being called so.</summary>
    private const double Slack = 1.02;

    public static IEnumerable<(bool Met, string Says)> Of(IReadOnlyList<Trial> ours, IReadOnlyList<Trial> rivals)
    {
        foreach (var (kind, goals) in new[] { ("reach", Reach), ("stretch", Stretch) })
        {
            foreach (var (cell, p50, p95, build) in goals)
            {
                if (ours.FirstOrDefault(trial => trial.Cell.Name == cell) is { } trial)
                {
                    yield return (
                        trial.P50 <= p50 && trial.P95 <= p95 && trial.Build <= build,
                        Say(
                            $"{kind} {cell}: {trial.P50:0.00} / {trial.P95:0.00} / {trial.Build:0.000}, wanted {Most(p50)} / {Most(p95)} / {Most(build)}"
                        )
                    );
                }
            }
        }

        foreach (var trial in ours)
        {
            foreach (var rival in rivals.Where(rival => rival.Cell == trial.Cell))
            {
                foreach (
                    var (what, mine, its, counts) in new[]
                    {
                        ("P50", trial.P50, rival.P50, true),
                        ("P95", trial.P95, rival.P95, true),
                        ("build time", trial.Build, rival.Build, rival.P95 <= 2 * trial.P95),
                    }
                )
                {
                    if (counts && mine > Slack * its)
                    {
                        yield return (false, Say($"{trial.Cell.Name}: {what} {mine:0.000} against {its:0.000} of {rival.Name}"));
                    }
                }
            }
        }

        foreach (var (flake, most) in new[] { (0.01, 2.5), (0.05, 7) })
        {
            if (ours.Where(trial => trial.Cell.Flake == flake).Select(trial => trial.FalsePerThousand).ToList() is { Count: > 0 } all)
            {
                yield return (
                    all.Average() <= most,
                    Say(
                        $"false ejections per 1,000 where {flake:0 %} of builds flake, mean over the cells: {all.Average():0.0}, wanted at most {most}"
                    )
                );
            }
        }

        foreach (var trial in ours)
        {
            var most = trial.Cell.Flake <= 0.01 ? 2.5 : 7;
            if (trial.FalsePerThousand > most)
            {
                yield return (
                    false,
                    Say($"{trial.Cell.Name}: {trial.FalsePerThousand:0.0} false ejections per 1,000, wanted at most {most}")
                );
            }
        }
    }

    private static string Most(double goal) => double.IsPositiveInfinity(goal) ? "any" : goal.ToString(CultureInfo.InvariantCulture);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
