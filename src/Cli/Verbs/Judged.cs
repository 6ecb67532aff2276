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
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { ColorSystem = Console.IsOutputRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect }
        );
        var samples = answer.Metrics.All(metric => metric.Classification is not null);
        var table = new Table().RoundedBorder().AddColumns("metric", "verdict");
        foreach (var side in samples ? [] : new[] { "harm", "safety" })
        {
            table.AddColumn(new TableColumn(side).RightAligned());
        }

        table.AddColumn("why");
        foreach (var metric in answer.Metrics)
        {
            Text[] odds = samples ? [] : [new(Odds(metric.LogEHarm)), new(Odds(metric.LogESafe))];
            table.AddRow([
                Plain(metric.Name),
                new Markup(Mark(metric.Verdict, AnswerJson.Word(metric.Classification))),
                .. odds,
                Plain(
                    metric.Crossed is { } crossed
                        ? $"{metric.Reason}; {crossed.Side.ToString().ToLowerInvariant()} first shown at tick {crossed.Tick}"
                        : metric.Reason
                ),
            ]);
        }

        console.Write(table);
        console.MarkupLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Mark(answer.Verdict, null)}, score {answer.Score:0.00} ({Scale(samples)}){Since(answer)}"
            )
        );
    }

    /// <summary>Samples alone are judged by the marks of their file, and nobody promotes or rolls back by them.</summary>
    private static string Scale(bool samples) =>
        samples ? "0.2 and below passes, 0.8 and above fails" : "0.2 and below promotes, 0.8 and above rolls back";

    private static Text Plain(string text) => new(Terminal.Shown(text));

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
        answer.Crossed is { } crossed
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"; {crossed.Side.ToString().ToLowerInvariant()} was first shown at tick {crossed.Tick}"
            )
            : "";

    private static string Odds(double? logE) =>
        logE switch
        {
            null => "",
            > 13.8 => "over a million to 1",
            { } log => string.Create(CultureInfo.InvariantCulture, $"{Math.Exp(log):0.##} to 1"),
        };
}
