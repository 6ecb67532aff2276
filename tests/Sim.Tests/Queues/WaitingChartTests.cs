using System.Globalization;
using System.Xml.Linq;
using Sluice.Sim.Queues;

namespace Sluice.Sim.Tests.Queues;

public sealed class WaitingChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void It_says_its_title_its_units_and_for_whoever_cannot_see_it_what_it_shows()
    {
        var (trace, terms) = Samples.Small(3);
        var figures = new[] { "sluice", "serial" }
            .Select(policy => Samples.Run(policy, trace with { Name = "past/a<b.csv" }, terms))
            .ToList();

        var chart = XDocument.Parse(WaitingChart.Draw(trace with { Name = "past/a<b.csv" }, terms, figures)).Root!;

        Assert.Equal("Pull requests waiting: a<b.csv", chart.Element(Svg + "title")!.Value);
        Assert.Contains(
            Say($"serial: at most {figures[1].Levels.Max(level => level.Waiting)} waiting, empty after"),
            chart.Element(Svg + "desc")!.Value,
            StringComparison.Ordinal
        );
        Assert.Equal("title desc", chart.Attribute("aria-labelledby")!.Value);
        var texts = chart.Descendants(Svg + "text").Select(text => text.Value).ToList();
        Assert.Contains("pull requests waiting", texts);
        Assert.Contains(texts, text => text.EndsWith("since the first pull request came", StringComparison.Ordinal));
        Assert.Contains("prefers-color-scheme:dark", chart.Element(Svg + "style")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_rises_to_the_most_that_waited_and_ends_at_nobody()
    {
        var figures = Figures([new Level(0, 2), new Level(1800, 4), new Level(3600, 1), new Level(7200, 0)]);

        var points = Points(figures, 0);

        Assert.Equal(Plotted.Top, points.Min(point => point.Y), 0.1);
        Assert.Equal((Plotted.Right, Plotted.Bottom), points[^1]);
        Assert.Equal(Plotted.Bottom - ((Plotted.Bottom - Plotted.Top) / 2), points[0].Y, 0.1);
    }

    [Fact]
    public void Who_never_keeps_up_flattens_nobody_else()
    {
        var quick = Figures([new Level(0, 4), new Level(3600, 0)]);
        var slow = quick with { Levels = [new Level(0, 40), new Level(360_000, 0)] };

        Assert.Equal(Plotted.Left + ((Plotted.Right - Plotted.Left) / 1.5), Points(quick, 0, slow)[^1].X, 1.2);
    }

    private static (double X, double Y)[] Points(Figures first, int line, params Figures[] others)
    {
        var trace = new Trace("t", [new Change(1, 0, "ann", "human", 0.1, [], false, [])]);
        var chart = XDocument.Parse(WaitingChart.Draw(trace, new Terms(), [first, .. others])).Root!;
        var lines = chart.Descendants(Svg + "polyline").Reverse().ToList();
        return
        [
            .. lines[line]
                .Attribute("points")!
                .Value.Split(' ')
                .Select(point => point.Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray())
                .Select(part => (part[0], part[1])),
        ];
    }

    private static Figures Figures(Level[] levels) => new("sluice", 4, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0) { Levels = [.. levels] };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static class Plotted
    {
        public const double Left = 70,
            Right = 660,
            Top = 70,
            Bottom = 410;
    }
}
