using System.Globalization;
using Sluice.Bot.Api;
using Sluice.Flow;

namespace Sluice.Bot.Pages.Charts;

/// <summary>
/// A canary's evidence over time between its two boundaries: evidence for harm rises to the upper one, where it is taken off; evidence for
/// safety falls to the lower one, where it is let through. Evidence against either is no evidence for the other, so it stays at the middle.
/// </summary>
internal static class EvidenceChart
{
    private const int Width = 720;
    private const int Height = 250;
    private const int Left = 8;
    private const int Right = Width - 8;
    private const int Top = 26;
    private const int Bottom = Height - 30;

    public static Html Of(string id, CourseView course)
    {
        var (points, last) = (course.Points, course.Points[^1]);
        var (high, low) = (course.Harm * 1.35, -course.Safety * 1.35);
        double X(double tick) => Left + ((Right - Left) * (tick + 1) / points.Count);
        double Y(double logE) => Top + ((Bottom - Top) * (high - Math.Clamp(logE, low, high)) / (high - low));

        var drawn = Html.Of($"""
            {Svg.Box("zone bad", Left, Top, Right - Left, Y(course.Harm) - Top)}{Svg.Box("zone good", Left, Y(-course.Safety), Right - Left, Bottom - Y(-course.Safety))}
            {Html.Join(course.Ends.Select(end => Svg.Rule("grid", X(end), Top, X(end), Bottom)))}
            {Svg.Rule("axis", Left, Y(0), Right, Y(0))}
            {Svg.Rule("bound bad", Left, Y(course.Harm), Right, Y(course.Harm))}{Svg.Rule("bound good", Left, Y(-course.Safety), Right, Y(-course.Safety))}
            {Svg.Text(Left + 6, Y(course.Harm) - 7, "worse: taken off above this line", "bad")}
            {Svg.Text(Left + 6, Y(-course.Safety) + 16, "safe: let through below this line", "good")}
            {Svg.Line("good dots", points.Select(point => (X(point.Tick), Y(-Math.Max(0, point.LogESafe)))).Prepend((Left, Y(0))))}
            {Svg.Line("bad", points.Select(point => (X(point.Tick), Y(Math.Max(0, point.LogEHarm)))).Prepend((Left, Y(0))))}
            {Svg.Text(Left, Height - 8, "start")}{Svg.Text(Right, Height - 8, $"tick {points.Count}", "", "end")}
            """);
        return Svg.Figure(
            Html.Of($"<strong>Evidence over time.</strong> {Says(course)}"),
            Svg.Of(id, Width, Height, "Evidence over time", Says(course), drawn),
            Html.Of($"""
                <ul class="key"><li>{Svg.Key("bad")}evidence for harm (line)</li><li>{Svg.Key("good")}evidence for safety (dots)</li></ul>
                <details id="{id}-table"><summary>As a table</summary><div class="wide" tabindex="0"><table><caption>After each tick, the factor by which the counts speak for harm and for safety; harm is shown from {Odds(course.Harm)}, safety from {Odds(course.Safety)}.</caption>
                <thead><tr><th class="number">Tick</th><th class="number">For harm</th><th class="number">For safety</th></tr></thead>
                <tbody>{Html.Join(Thinned(points.Count).Select(at => Row(points[at].Tick, points[at].LogEHarm, points[at].LogESafe)))}</tbody></table></div></details>
                """));

        string Says(CourseView told) => string.Create(
            CultureInfo.InvariantCulture,
            $"After {Plural.Of(points.Count, "tick")} evidence for harm is {Odds(last.LogEHarm)} of the {Odds(told.Harm)} that take it off, and for safety {Odds(last.LogESafe)} of the {Odds(told.Safety)} that let it through.");
    }

    private static Html Row(int tick, double harm, double safe) => Html.Of($"<tr><td class=\"number\">{tick + 1}</td><td class=\"number\">{Odds(harm)}</td><td class=\"number\">{Odds(safe)}</td></tr>");

    /// <summary>At most some sixty rows, the last among them.</summary>
    private static IEnumerable<int> Thinned(int count)
    {
        var each = (count + 59) / 60;
        return Enumerable.Range(0, count).Where(at => at % each == each - 1 || at == count - 1);
    }

    private static string Odds(double logE) => Math.Exp(Math.Min(logE, 700)) switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"10^{logE / Math.Log(10):0}"),
        >= 10 and var odds => odds.ToString("#,0", CultureInfo.InvariantCulture),
        var odds => odds.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
