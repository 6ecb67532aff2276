using System.Globalization;
using Sluice.Flow;
using Sluice.Sim.Histories;
using Sluice.Sim.Queues;
using Spectre.Console;

namespace Sluice.Cli.Simulation;

/// <summary>Lets each policy meet a trace, and shows how they did.</summary>
internal static class Courses
{
    /// <param name="advice">What a repository's own history asks for; null: it is somebody's trace.</param>
    public static async Task<int> Run(Trace trace, SimulationOptions options, Advice? advice, CancellationToken stop)
    {
        var figures = new List<Figures>();
        foreach (var policy in options.Policies)
        {
            Terminal.Tell($"{policy}: {Plural.Of(trace.Changes.Count, "pull request")} on {Plural.Of(options.Terms.Slots, "slot")}");
            figures.Add(await Running.Aside(() => Entrants.Run(policy, trace, options.Terms, options.Queue), stop));
        }

        if (options.Svg is { } path)
        {
            NamedFile.Write(path, WaitingChart.Draw(trace, options.Terms, figures));
        }

        if (options.Json)
        {
            Terminal.Hand(FiguresJson.Write(trace, options, figures, advice));
        }
        else
        {
            Show(trace, options, figures);
            if (advice is not null)
            {
                Terminal.Say("");
                Advised.Say(advice, Terminal.Say);
            }
        }

        return 0;
    }

    private static void Show(Trace trace, SimulationOptions options, List<Figures> figures)
    {
        Terminal.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{trace.Name}: {Plural.Of(trace.Changes.Count, "pull request")}, {Plural.Of(options.Terms.Slots, "slot")}, builds of {Span(options.Terms.MeanBuild)}"
            )
        );
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("policy").NoWrap().Padding(0, 0, 1, 0));
        foreach (var column in (string[])["P50", "P95", "CI each", "builds", "landed", "out", "wrongly", "passed"])
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap().Padding(0, 0, 1, 0));
        }

        foreach (var each in figures)
        {
            table.AddRow(
                Markup.Escape(each.Policy),
                Span(each.P50),
                Span(each.P95),
                Span(each.BuildSecondsPerLanded),
                Whole(each.Builds),
                Whole(each.Landed),
                Whole(each.Ejected),
                Whole(each.FalseEjections),
                Whole(each.MaxOvertaken)
            );
        }

        AnsiConsole.Write(table);
        Terminal.Say("P50 and P95 of the wait from arrival to landing. CI each: build time per landed pull request.");
        Terminal.Say("out: ejected for good. wrongly: though good, and back later. passed: the most that one was overtaken.");
        foreach (var stuck in figures.Where(each => each.Waiting > 0))
        {
            Terminal.Say($"{stuck.Policy} went in circles: {Whole(stuck.Waiting)} were left waiting.");
        }
    }

    private static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Span(double seconds) =>
        seconds switch
        {
            0 => "-",
            >= 172_800 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86400:0.0}d"),
            >= 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0}h"),
            >= 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0}m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}s"),
        };
}
