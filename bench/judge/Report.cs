using System.Globalization;

namespace Sluice.Bench;

/// <summary>Everything measured, as one Markdown table after the other.</summary>
internal static class Report
{
    /// <summary>The rivals cost a thousand times as much a look: their shares are told from fewer runs.</summary>
    private const int RunsOfMannWhitney = 300;

    /// <param name="only">What the kind of traffic says, to play no other; empty: all.</param>
    public static void Alarms(int runs, string only)
    {
        Contestant[] contestants = [Contestant.Ours(1, true), Contestant.Ours(1, false), Contestant.MannWhitney, Contestant.Threshold];
        Head(
            $"False alarms of a canary that is as good as the baseline; α = 1 %, tolerate 1.0, {Traffic.Looks} looks in 12 hours, {runs} runs",
            contestants
        );
        foreach (var perMinute in new[] { 10.0, 100 })
        {
            foreach (var share in new[] { 0.05, 0.5 })
            {
                foreach (var (kind, scatter) in Scatters)
                {
                    var traffic = new Traffic(perMinute, share, kind, scatter);
                    if (!traffic.ToString().Contains(only, StringComparison.Ordinal))
                    {
                        continue;
                    }

                    Line(traffic, contestants.Select(each => Percent(Trial.Of(each, traffic, Runs(each, runs)).Called)));
                }
            }
        }
    }

    public static void Detection(int runs, string only)
    {
        Contestant[] contestants =
        [
            Contestant.Ours(1, false),
            Contestant.Ours(1.1, false),
            Contestant.Ours(1, true),
            Contestant.Ours(1.1, true),
            Contestant.MannWhitney,
            Contestant.Threshold,
        ];
        Head(
            $"Minutes until half of the bad canaries are called, of {runs}; α = 1 %, the tolerated ratio in brackets",
            contestants,
            " (1.0)",
            " (1.1)",
            " (1.0)",
            " (1.1)",
            "",
            ""
        );
        Traffic[] all =
        [
            // Ten over both tracks while it is bad, of which the canary has two thirds; and ten while all is still well.
            new(20.0 / 3, 0.5, Scatter.Poisson, 1, 2),
            new(10, 0.5, Scatter.Poisson, 1, 2),
            new(10, 0.5, Scatter.Poisson, 1, 1.5),
            new(10, 0.5, Scatter.Poisson, 1, 5),
            new(10, 0.05, Scatter.Poisson, 1, 2),
            new(10, 0.05, Scatter.Poisson, 1, 3),
            new(10, 0.05, Scatter.Poisson, 1, 10),
            new(100, 0.05, Scatter.Poisson, 1, 2),
            new(100, 0.5, Scatter.Poisson, 1, 2),
            new(100, 0.5, Scatter.Bursts, 3, 2),
        ];
        foreach (var traffic in all.Where(traffic => traffic.ToString().Contains(only, StringComparison.Ordinal)))
        {
            Line(traffic, contestants.Select(each => Minutes(Trial.Of(each, traffic, Runs(each, runs)))));
        }
    }

    private static (Scatter Kind, double Scatter)[] Scatters =>
        [
            (Scatter.Poisson, 1),
            (Scatter.Bursts, 2),
            (Scatter.Bursts, 3),
            (Scatter.Bursts, 5),
            (Scatter.Gamma, 2),
            (Scatter.Gamma, 3),
            (Scatter.Gamma, 5),
        ];

    private static int Runs(Contestant contestant, int runs) =>
        contestant == Contestant.MannWhitney ? Math.Min(runs, RunsOfMannWhitney) : runs;

    private static void Head(string title, Contestant[] contestants, params string[] notes)
    {
        Console.WriteLine(
            $"\n{title}\n\n| errors | {string.Join(" | ", contestants.Select((each, i) => each.Name + (notes.Length > 0 ? notes[i] : "")))} |"
        );
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", contestants.Length))}");
    }

    private static void Line(Traffic traffic, IEnumerable<string> cells) =>
        Console.WriteLine($"| {traffic} | {string.Join(" | ", cells)} |");

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.00} %");

    private static string Minutes(Trial trial) =>
        trial.MedianMinutes is { } minutes ? minutes.ToString("0.0", CultureInfo.InvariantCulture) : $"never ({Percent(trial.Called)})";
}
