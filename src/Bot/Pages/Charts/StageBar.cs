using Sluice.Flow.Flows;

namespace Sluice.Bot.Pages.Charts;

/// <summary>A mean lead time as one bar, cut where the change began to wait for something else.</summary>
internal static class StageBar
{
    private const int Width = 720;
    private const int Height = 44;

    public static Html Of(string id, FlowReport report)
    {
        var whole = Math.Max(report.Stages.Sum(stage => stage.Length.Mean), 1e-9);
        var (at, parts) = (0.0, new List<Html>());
        foreach (var stage in report.Stages)
        {
            var width = Width * stage.Length.Mean / whole;
            parts.Add(
                Svg.Box(
                    $"fill {Tone(stage.Stage)}",
                    at,
                    6,
                    Math.Max(0, width - 2),
                    32,
                    $"{Name(stage.Stage)}: {Times.Length(stage.Length.Mean)}"
                )
            );
            at += width;
        }

        var says =
            $"A change takes {Times.Length(report.Lead?.Mean)} on average: {string.Join(", ", report.Stages.Select(stage => $"{Times.Length(stage.Length.Mean)} {Name(stage.Stage)}"))}.";
        return Svg.Figure(
            Html.Of($"<strong>Lead time by stage.</strong> {says}"),
            Svg.Of(id, Width, Height, "Lead time by stage", says, Html.Join(parts)),
            Html.Of(
                $"<ul class=\"key\">{Html.Join(report.Stages.Select(stage => Html.Of($"<li>{Svg.Key(Tone(stage.Stage))}{Name(stage.Stage)} {LanePage.Percent(stage.Length.Mean / whole)}</li>")))}</ul>"
            )
        );
    }

    public static string Name(Stage stage) =>
        stage switch
        {
            Stage.People => "waiting for people",
            Stage.Queue => "in the queue",
            Stage.Ci => "in CI",
            _ => "on its way into production",
        };

    private static string Tone(Stage stage) =>
        stage switch
        {
            Stage.People => "warn",
            Stage.Queue => "plain",
            Stage.Ci => "busy",
            _ => "good",
        };
}
