using System.Globalization;
using System.Security;
using System.Text;

namespace Sluice.Sim.Queues;

/// <summary>An SVG of how many wait over time, a line for each policy.</summary>
public static class WaitingChart
{
    private const int Width = 960, Height = 480, Left = 64, Right = 150, Top = 32, Bottom = 48, Points = 400;

    private static readonly string[] Colours =
        ["#0b6e4f", "#c0392b", "#2471a3", "#b9770e", "#7d3c98", "#566573", "#d35400", "#17a589", "#a93226", "#1f618d", "#9a7d0a", "#5b2c6f"];

    public static string Draw(string title, IReadOnlyList<Figures> policies)
    {
        var drawn = policies.Where(policy => policy.Levels.Count > 0).ToList();
        var end = Math.Max(1, drawn.Select(policy => policy.Levels[^1].At).DefaultIfEmpty(1).Max());
        var most = Math.Max(1, drawn.Select(policy => policy.Levels.Max(level => level.Waiting)).DefaultIfEmpty(1).Max());
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n<text x=\"{Left}\" y=\"20\" font-size=\"15\">Pull requests waiting: {SecurityElement.Escape(title)}</text>\n");
        foreach (var part in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            var (x, y) = (X(part * end, end), Y(part * most, most));
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" stroke=\"#e5e8e8\"/>\n<text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{part * most:0}</text>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{part * end / 3600:0} h</text>\n");
        }

        for (var i = 0; i < drawn.Count; i++)
        {
            var (colour, y) = (Colours[i % Colours.Length], Top + 12 + (18 * i));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"{(i == 0 ? 2.5 : 1.25)}\" points=\"{Line(drawn[i], end, most)}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Width - Right + 12}\" x2=\"{Width - Right + 36}\" y1=\"{y - 4}\" y2=\"{y - 4}\" stroke=\"{colour}\" stroke-width=\"3\"/><text x=\"{Width - Right + 42}\" y=\"{y}\">{SecurityElement.Escape(drawn[i].Policy)}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The most that waited in each step of time: what a finer line would show as a spike is kept.</summary>
    private static string Line(Figures policy, double end, int most)
    {
        var points = new List<string>();
        var (at, now) = (0, 0);
        for (var step = 0; step <= Points; step++)
        {
            var until = end * step / Points;
            var peak = now;
            for (; at < policy.Levels.Count && policy.Levels[at].At <= until; at++)
            {
                now = policy.Levels[at].Waiting;
                peak = Math.Max(peak, now);
            }

            points.Add(string.Create(CultureInfo.InvariantCulture, $"{X(until, end):0.#},{Y(peak, most):0.#}"));
        }

        return string.Join(' ', points);
    }

    private static double X(double at, double end) => Left + ((Width - Left - Right) * at / end);

    private static double Y(double waiting, double most) => Height - Bottom - ((Height - Top - Bottom) * waiting / most);
}
