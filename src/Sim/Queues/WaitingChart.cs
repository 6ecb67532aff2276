using System.Globalization;
using System.Security;
using System.Text;

namespace Sluice.Sim.Queues;

/// <summary>
/// An SVG of how many wait over time, a line for each policy, and beside it a table that is the legend: the most that waited, and when the
/// last had landed. Light or dark as the reader's screen is; whoever cannot see it is told the table.
/// </summary>
public static class WaitingChart
{
    private const int Width = 960,
        Left = 70,
        Right = 660,
        Top = 70,
        Bottom = 410,
        Table = 684,
        Line = 24,
        Points = 500;

    /// <summary>The picture ends after this many times what the quickest needs: whoever never keeps up would flatten all others.</summary>
    private const double Reach = 1.5;

    /// <summary>For each line its colour on light and on dark, and its dashes: colours alone are not told apart by everybody.</summary>
    private static readonly (string Light, string Dark, string Dashes)[] Inks =
    [
        ("#0b7a53", "#4cd7a0", ""),
        ("#c2410c", "#fb923c", ""),
        ("#1d4ed8", "#7aa2ff", ""),
        ("#a21caf", "#e879f9", ""),
        ("#a16207", "#facc15", ""),
        ("#0e7490", "#22d3ee", ""),
        ("#be123c", "#fb7185", "6 3"),
        ("#4338ca", "#a5b4fc", "6 3"),
        ("#4d7c0f", "#a3e635", "6 3"),
        ("#7c2d12", "#fdba74", "6 3"),
        ("#475569", "#cbd5e1", "2 3"),
        ("#111827", "#f9fafb", "2 3"),
    ];

    public static string Draw(Trace trace, Terms terms, IReadOnlyList<Figures> policies)
    {
        var drawn = policies.Where(policy => policy.Levels.Count > 0).ToList();
        var longest = drawn.Select(policy => policy.Levels[^1].At).DefaultIfEmpty(1).Max();
        var end = Math.Max(1, Math.Min(longest, Reach * drawn.Select(policy => policy.Levels[^1].At).DefaultIfEmpty(1).Min()));
        var most = Math.Max(1, drawn.Select(policy => Most(policy, end)).DefaultIfEmpty(1).Max());
        var (unit, name) =
            end >= 3 * 86400 ? (86400, "days")
            : end >= 3 * 3600 ? (3600, "hours")
            : (60, "minutes");
        var plot = new Plot(Left, Right, Top, Bottom, end, most);
        var height = Math.Max(Bottom + 60, Top + (Line * (drawn.Count + 2)));
        var title = $"Pull requests waiting: {Path.GetFileName(trace.Name)}";
        var about = Say(
            $"{trace.Changes.Count:#,0} pull requests, {terms.Slots} {(terms.Slots == 1 ? "slot" : "slots")}, builds of {Span(terms.MeanBuild)}, {terms.Flake:0.##%} of them flaky"
        );
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title desc\">\n"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<title id=\"title\">{Escape(title)}</title>\n<desc id=\"desc\">{Escape(about)}. {Escape(string.Join("; ", drawn.Select(Told)))}.</desc>\n"
        );
        Style(svg, drawn.Count);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"ground\" width=\"{Width}\" height=\"{height}\"/>\n<text class=\"title\" x=\"{Left}\" y=\"28\">{Escape(title)}</text>\n<text class=\"faint\" x=\"{Left}\" y=\"48\">{Escape(about)}</text>\n"
        );
        Axes(svg, plot, unit, name);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<clipPath id=\"plot\"><rect x=\"{Left}\" y=\"{Top - 3}\" width=\"{Right - Left}\" height=\"{Bottom - Top + 6}\"/></clipPath>\n<g clip-path=\"url(#plot)\">\n"
        );
        for (var i = drawn.Count - 1; i >= 0; i--)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<polyline class=\"line p{i % Inks.Length}{(i == 0 ? " first" : "")}\" points=\"{plot.Steps(drawn[i], Points)}\"/>\n"
            );
        }

        svg.Append("</g>\n");
        Legend(svg, drawn);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Style(StringBuilder svg, int lines)
    {
        void Colours(bool dark)
        {
            for (var i = 0; i < Math.Min(lines, Inks.Length); i++)
            {
                svg.Append(CultureInfo.InvariantCulture, $".p{i}{{stroke:{(dark ? Inks[i].Dark : Inks[i].Light)}}}");
            }
        }

        svg.Append(
            "<style>\ntext{font:13px system-ui,-apple-system,\"Segoe UI\",sans-serif;fill:#1f2328}.title{font-size:17px;font-weight:600}.faint{fill:#59636e}.number{text-anchor:end;font-variant-numeric:tabular-nums}"
        );
        svg.Append(
            ".ground{fill:#fff}.grid{stroke:#d1d9e0}.axis{stroke:#59636e}.line{fill:none;stroke-width:1.5;stroke-linejoin:round}.first{stroke-width:3}.ours{font-weight:600}"
        );
        Colours(dark: false);
        for (var i = 0; i < Math.Min(lines, Inks.Length); i++)
        {
            svg.Append(Inks[i].Dashes.Length == 0 ? "" : Say($".p{i}{{stroke-dasharray:{Inks[i].Dashes}}}"));
        }

        svg.Append(
            "\n@media (prefers-color-scheme:dark){text{fill:#f0f6fc}.faint{fill:#9198a1}.ground{fill:#0d1117}.grid{stroke:#3d444d}.axis{stroke:#9198a1}"
        );
        Colours(dark: true);
        svg.Append("}\n</style>\n");
    }

    private static void Axes(StringBuilder svg, Plot plot, int unit, string name)
    {
        foreach (var waiting in Plot.Ticks(plot.Most))
        {
            var y = plot.Y(waiting);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"{(waiting == 0 ? "axis" : "grid")}\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/><text class=\"faint number\" x=\"{Left - 8}\" y=\"{y + 4:0.#}\">{waiting:#,0.##}</text>\n"
            );
        }

        foreach (var time in Plot.Ticks(plot.End / unit))
        {
            var x = plot.X(time * unit);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"axis\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{Bottom}\" y2=\"{Bottom + 5}\"/><text class=\"faint\" text-anchor=\"middle\" x=\"{x:0.#}\" y=\"{Bottom + 21}\">{time:#,0.##}</text>\n"
            );
        }

        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"faint\" text-anchor=\"middle\" x=\"{(Left + Right) / 2}\" y=\"{Bottom + 44}\">{name} since the first pull request came</text>\n"
        );
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"faint\" text-anchor=\"middle\" transform=\"translate(18 {(Top + Bottom) / 2}) rotate(-90)\">pull requests waiting</text>\n"
        );
    }

    private static void Legend(StringBuilder svg, List<Figures> drawn)
    {
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text class=\"faint\" x=\"{Table + 34}\" y=\"{Top + 4}\">policy</text><text class=\"faint number\" x=\"{Width - 118}\" y=\"{Top + 4}\">most</text><text class=\"faint number\" x=\"{Width - 20}\" y=\"{Top + 4}\">empty after</text>\n"
        );
        for (var i = 0; i < drawn.Count; i++)
        {
            var (policy, y) = (drawn[i], Top + 4 + (Line * (i + 1)));
            var ours = i == 0 ? " ours" : "";
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line class=\"line p{i % Inks.Length}{(i == 0 ? " first" : "")}\" x1=\"{Table}\" x2=\"{Table + 26}\" y1=\"{y - 4}\" y2=\"{y - 4}\"/><text class=\"name{ours}\" x=\"{Table + 34}\" y=\"{y}\">{Escape(policy.Policy)}</text>"
            );
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"number{ours}\" x=\"{Width - 118}\" y=\"{y}\">{Most(policy, double.PositiveInfinity):#,0}</text><text class=\"number{ours}\" x=\"{Width - 20}\" y=\"{y}\">{Ends(policy)}</text>\n"
            );
        }
    }

    private static string Told(Figures policy) =>
        Say(
            $"{policy.Policy}: at most {Most(policy, double.PositiveInfinity):#,0} waiting, {(policy.Waiting > 0 ? "never empty" : $"empty after {Ends(policy)}")}"
        );

    private static string Ends(Figures policy) => policy.Waiting > 0 ? "never" : Span(policy.Levels[^1].At);

    private static int Most(Figures policy, double until) =>
        policy.Levels.TakeWhile(level => level.At <= until).Select(level => level.Waiting).DefaultIfEmpty(0).Max();

    private static string Span(double seconds) =>
        seconds switch
        {
            >= 3 * 86400 => Say($"{seconds / 86400:#,0.0} d"),
            >= 2 * 3600 => Say($"{seconds / 3600:0.0} h"),
            >= 60 => Say($"{seconds / 60:0.#} min"),
            _ => Say($"{seconds:0.#} s"),
        };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => SecurityElement.Escape(new string([.. text.Where(letter => !char.IsControl(letter))]))!;
}
