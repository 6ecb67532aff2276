using System.Globalization;

namespace Sluice.Bot.Pages.Charts;

/// <summary>
/// What all drawings share. A drawing has a title and a description for those who do not see it, and no style of its own.
/// </summary>
internal static class Svg
{
    /// <param name="id">Unlike all others on the page.</param>
    /// <param name="title">What it is.</param>
    /// <param name="says">What it shows, in a sentence: the text alternative.</param>
    public static Html Of(string id, int width, int height, string title, string says, Html drawn) =>
        Html.Of(
            $"""
            <svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{title}</title><desc id="{id}-d">{says}</desc>{drawn}</svg>
            """
        );

    public static Html Figure(Html caption, Html svg, Html? after = null) =>
        Html.Of($"<figure><figcaption>{caption}</figcaption>{svg}{after}</figure>");

    public static string At(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>A line through points.</summary>
    public static Html Line(string kind, IEnumerable<(double X, double Y)> points) =>
        Html.Of(
            $"<polyline class=\"course {kind}\" points=\"{string.Join(' ', points.Select(point => $"{At(point.X)},{At(point.Y)}"))}\"/>"
        );

    public static Html Rule(string kind, double x1, double y1, double x2, double y2) =>
        Html.Of($"<line class=\"{kind}\" x1=\"{At(x1)}\" y1=\"{At(y1)}\" x2=\"{At(x2)}\" y2=\"{At(y2)}\"/>");

    public static Html Box(string kind, double x, double y, double width, double height, string? hint = null) =>
        Html.Of(
            $"<rect class=\"{kind}\" x=\"{At(x)}\" y=\"{At(y)}\" width=\"{At(Math.Max(0, width))}\" height=\"{At(Math.Max(0, height))}\">{(hint is null ? Html.Empty : Html.Of($"<title>{hint}</title>"))}</rect>"
        );

    public static Html Text(double x, double y, string text, string kind = "", string anchor = "start") =>
        Html.Of($"<text class=\"{kind}\" x=\"{At(x)}\" y=\"{At(y)}\" text-anchor=\"{anchor}\">{text}</text>");

    /// <summary>A square of its colour for a list of what is what.</summary>
    public static Html Key(string tone) =>
        Html.Of(
            $"<svg class=\"chart\" viewBox=\"0 0 16 10\" aria-hidden=\"true\"><rect class=\"fill {tone}\" width=\"16\" height=\"10\" rx=\"2\"/></svg>"
        );

    /// <summary>The least round number that is not below: 1, 2 or 5 times a power of ten.</summary>
    public static double Round(double most)
    {
        if (most <= 0 || !double.IsFinite(most))
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        var times = most / power * (1 - 1e-9);
        return power
            * (
                times <= 1 ? 1
                : times <= 2 ? 2
                : times <= 5 ? 5
                : 10
            );
    }
}
