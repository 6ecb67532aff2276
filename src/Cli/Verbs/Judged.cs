using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;
using Spectre.Console;

namespace Sluice.Cli.Verbs;

/// <summary>An answer of the judge as a table for people.</summary>
internal static class Judged
{
    public static void Show(Answer answer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect });
        var table = new Table().RoundedBorder().AddColumns("metric", "verdict", "harm", "safety", "why");
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        foreach (var metric in answer.Metrics)
        {
            table.AddRow(
                Plain(metric.Name), new Markup(Mark(metric.Verdict, AnswerJson.Word(metric.Classification))), new Text(Odds(metric.LogEHarm)), new Text(Odds(metric.LogESafe)),
                Plain(metric.Crossed is { } crossed ? $"{metric.Reason}; {crossed.Side.ToString().ToLowerInvariant()} first shown at tick {crossed.Tick}" : metric.Reason));
        }

        console.Write(table);
        console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"{Mark(answer.Verdict, null)}, score {answer.Score:0.00} (0.2 and below promotes, 0.8 and above rolls back){Since(answer)}"));
    }

    /// <summary>Names come from a file: nothing in them commands the terminal.</summary>
    private static Text Plain(string text) => new(Unseen.Out(text));

    /// <summary>A metric of samples is called by its class.</summary>
    private static string Mark(Verdict verdict, string? word)
    {
        var colour = verdict switch
        {
            Verdict.Healthy => "green",
            Verdict.Regressed => "red",
            _ => "yellow",
        };
        return $"[{colour}]{word ?? AnswerJson.Word(verdict)}[/]";
    }

    private static string Since(Answer answer) =>
        answer.Crossed is { } crossed ? string.Create(CultureInfo.InvariantCulture, $"; {crossed.Side.ToString().ToLowerInvariant()} was first shown at tick {crossed.Tick}") : "";

    private static string Odds(double? logE) => logE switch
    {
        null => "",
        > 13.8 => "over a million to 1",
        { } log => string.Create(CultureInfo.InvariantCulture, $"{Math.Exp(log):0.##} to 1"),
    };
}
