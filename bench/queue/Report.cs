using System.Globalization;
using System.Text;
using Sluice.Sim.Queues;

namespace Sluice.Bench.Queues;

/// <summary>The table as Markdown.</summary>
internal static class Report
{
    public static string Write(
        IReadOnlyList<Cell> cells,
        string seeds,
        IReadOnlyList<Trial> ours,
        IReadOnlyList<Trial> presets,
        IReadOnlyList<Trial> rivals,
        IReadOnlyList<Trial> tuned
    )
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"# Queues compared\n\nMade by `dotnet run -c Release --project bench/queue -- table`, seeds {seeds}, {cells[0].Pulls} pulls each, drained to the end. "
        );
        text.Append(
            "P50 / P95 of waiting / build time per landed pull, all in T, the mean time of a build. See `README.md` for the cells. The bound is of build time alone.\n\n"
        );
        Table(text, cells, [.. ours, .. presets, .. rivals]);
        if (tuned.Count > 0)
        {
            text.Append(
                "\n## Tuned\n\nBatch size and parallelism swept for each cell on other seeds, the best by P50 and P95 alike.\n\n| cell | bors | tide | mergify | batchall |\n|---|---|---|---|---|\n"
            );
            foreach (var cell in cells)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {cell.Name} | {string.Join(" | ", tuned.Where(trial => trial.Cell == cell).Select(trial => $"{Figures(trial)} ({trial.Name})"))} |\n"
                );
            }
        }

        text.Append(
            "\n## Ours, more\n\n| cell | false ejections per 1,000 | most overtaken, pulls | longest overtaken, T | left |\n|---|---|---|---|---|\n"
        );
        foreach (var trial in ours)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {trial.Cell.Name} | {trial.FalsePerThousand:0.0} | {trial.Overtaken:0} | {trial.LongestOvertaken:0.0} | {trial.Left:0} |\n"
            );
        }

        text.Append("\n## What was wanted\n\n");
        foreach (
            var (met, says) in Numbers.Of(ours, [.. rivals.Where(rival => rival.Name is not ("oracle" or Contestant.Bound)), .. tuned])
        )
        {
            text.Append(CultureInfo.InvariantCulture, $"- {(met ? "met" : "**not met**")}: {says}\n");
        }

        return text.Append("\nOf the comparisons with rivals and of the false ejections only what is not met is listed.\n").ToString();
    }

    private static void Table(StringBuilder text, IReadOnlyList<Cell> cells, IReadOnlyList<Trial> trials)
    {
        var names = trials.Select(trial => trial.Name).Distinct().ToList();
        text.Append(
            CultureInfo.InvariantCulture,
            $"| cell | {string.Join(" | ", names)} |\n|---|{string.Concat(Enumerable.Repeat("---|", names.Count))}\n"
        );
        foreach (var cell in cells)
        {
            var figures = names.Select(name => Figures(trials.First(trial => trial.Cell == cell && trial.Name == name)));
            text.Append(CultureInfo.InvariantCulture, $"| {cell.Name} | {string.Join(" | ", figures)} |\n");
        }
    }

    private static string Figures(Trial trial)
    {
        var build = trial.Build.ToString("0.00", CultureInfo.InvariantCulture);
        return trial.Name == Contestant.Bound ? build : $"{Short(trial.P50)}/{Short(trial.P95)}/{build}";
    }

    private static string Short(double t) =>
        t.ToString(
            t >= 100 ? "0"
                : t >= 10 ? "0.0"
                : "0.00",
            CultureInfo.InvariantCulture
        );
}
