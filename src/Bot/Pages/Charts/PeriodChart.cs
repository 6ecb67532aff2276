using System.Globalization;
using Sluice.Flow.Flows;

namespace Sluice.Bot.Pages.Charts;

/// <summary>Counts over equal parts of time, side by side: one bar of each series in each part.</summary>
internal static class PeriodChart
{
    private const int Width = 560;
    private const int Height = 210;
    private const int Left = 44;
    private const int Top = 12;
    private const int Bottom = Height - 26;

    /// <param name="unit">What a value is, such as <c>pull requests</c>.</param>
    public static Html Of(string id, string title, string unit, IReadOnlyList<Period> periods, params Series[] series)
    {
        var most = Svg.Round(series.SelectMany(each => periods.Select(each.Value)).DefaultIfEmpty(0).Max());
        var slot = (double)(Width - Left) / Math.Max(1, periods.Count);
        var bar = Math.Max(1, ((slot * 0.8) - (series.Length - 1)) / series.Length);
        double Y(double value) => Bottom - ((Bottom - Top) * value / most);
        Html Bar(Period period, int at, Series each, int place) => each.Value(period) is var value and > 0
            ? Svg.Box($"fill {each.Tone}", Left + (at * slot) + (slot * 0.1) + (place * (bar + 1)), Y(value), bar, Bottom - Y(value), $"{When(period.From)}: {Number(value)} {each.Name}")
            : Html.Empty;
        var drawn = Html.Of($"""
            {Svg.Rule("grid", Left, Y(most), Width, Y(most))}{Svg.Rule("grid", Left, Y(most / 2), Width, Y(most / 2))}{Svg.Rule("axis", Left, Bottom, Width, Bottom)}
            {Svg.Text(Left - 6, Y(most) + 4, Number(most), "", "end")}{Svg.Text(Left - 6, Y(most / 2) + 4, Number(most / 2), "", "end")}{Svg.Text(Left - 6, Bottom + 4, "0", "", "end")}
            {Html.Join(periods.SelectMany((period, at) => series.Select((each, place) => Bar(period, at, each, place))))}
            {(periods.Count == 0 ? Html.Empty : Html.Of($"{Svg.Text(Left, Height - 6, When(periods[0].From))}{Svg.Text(Width, Height - 6, "now", "", "end")}"))}
            """);
        var says = $"{string.Join(", ", series.Select(each => $"{Number(periods.Sum(each.Value))} {each.Name}"))} ({unit}).";
        return Svg.Figure(
            Html.Of($"<strong>{title}.</strong> {says}"), Svg.Of(id, Width, Height, title, says, drawn),
            Html.Of($"<ul class=\"key\">{Html.Join(series.Select(each => Html.Of($"<li>{Svg.Key(each.Tone)}{each.Name}</li>")))}</ul>"));
    }

    public static string When(DateTimeOffset at) => at.UtcDateTime.ToString(at.UtcDateTime.TimeOfDay == default ? "d MMM" : "d MMM HH:mm", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);
}

/// <param name="Tone">A colour of the sheet.</param>
internal sealed record Series(string Name, string Tone, Func<Period, double> Value);
