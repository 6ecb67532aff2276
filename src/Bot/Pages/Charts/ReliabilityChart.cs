using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Intake.Risk.Learning;

namespace Sluice.Bot.Pages.Charts;

/// <summary>What was said beside what happened: where the scores are right, the points lie on the diagonal.</summary>
internal static class ReliabilityChart
{
    private const int Side = 360;
    private const int Edge = 40;

    public static Html Of(string id, IReadOnlyList<Reliability> table)
    {
        var told = table.Where(bin => bin.Count > 0).ToList();
        var most = Svg.Round(told.SelectMany(bin => new[] { bin.Predicted, bin.Happened }).DefaultIfEmpty(1).Max());
        double X(double share) => Edge + ((Side - Edge - 10) * Math.Min(share, most) / most);
        double Y(double share) => Side - Edge - ((Side - Edge - 10) * Math.Min(share, most) / most);
        var all = Math.Max(1, told.Sum(bin => bin.Count));
        var drawn = Html.Of($"""
            {Svg.Rule("axis", X(0), Y(0), X(most), Y(0))}{Svg.Rule("axis", X(0), Y(0), X(0), Y(most))}{Svg.Rule("bound", X(0), Y(0), X(most), Y(most))}
            {Html.Join(told.Select(bin => Html.Of($"<circle class=\"fill busy\" cx=\"{Svg.At(X(bin.Predicted))}\" cy=\"{Svg.At(Y(bin.Happened))}\" r=\"{Svg.At(4 + (12 * Math.Sqrt((double)bin.Count / all)))}\"><title>{Plural.Of(bin.Count, "change")}: said {Percent(bin.Predicted)}, happened {Percent(bin.Happened)}</title></circle>")))}
            {Svg.Text(Edge - 6, Y(most) + 4, Percent(most), "", "end")}{Svg.Text(Edge - 6, Y(0) + 4, "0", "", "end")}{Svg.Text(X(most), Side - Edge + 18, Percent(most), "", "end")}
            {Svg.Text(X(most / 2), Side - 6, "what was said", "", "middle")}{Svg.Text(Edge + 6, Y(most) + 4, "what happened")}
            """);
        var says = $"{Plural.Of(told.Sum(bin => bin.Count), "change")} in {Plural.Of(told.Count, "group")}; a point on the dashed line was right, above it too low, below it too high.";
        return Svg.Figure(Html.Of($"<strong>Said and happened.</strong> {says}"), Svg.Of(id, Side, Side, "Said and happened", says, drawn));
    }

    public static string Percent(double share) => double.IsFinite(share) ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#}%") : "–";
}
