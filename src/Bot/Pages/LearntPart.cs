using System.Globalization;
using Sluice.Bot.Api;
using Sluice.Flow;

namespace Sluice.Bot.Pages;

/// <summary>What a lane has learnt, and from how much.</summary>
internal static class LearntPart
{
    public static Html Of(LearntView learnt) => Html.Of($"""
        <p>From {Plural.Of(learnt.Builds, "build")}: one in {OneIn(learnt.FlakeRate)} fails by chance, one pull request in {OneIn(learnt.FailureRate)} fails by itself, one pair in {OneIn(learnt.PairRate)} fails only together{Near(learnt)}.{(learnt.BuildSeconds is { } takes ? $" A build takes {Times.Length(takes)}, give or take {Times.Length(learnt.BuildSpread)}{ByHour(learnt)}." : "")}</p>
        {(learnt.Checks.Count == 0 ? Html.Empty : Html.Of($"""
            <div class="wide" tabindex="0" role="region" aria-label="Checks"><table>
            <thead><tr><th>Check</th><th class="number">Runs</th><th class="number">Failures</th><th class="number">By chance</th><th class="number">Takes</th></tr></thead>
            <tbody>{Html.Join(learnt.Checks.Select(Check))}</tbody>
            </table></div>
            """))}
        """);

    private static Html Check(CheckView check) => Html.Of($"""
        <tr><td>{check.Name}</td><td class="number">{check.Runs}</td><td class="number">{check.Failures}</td><td class="number">{check.Flakes}</td><td class="number">{Times.Length(check.Seconds)} ± {Times.Length(check.Spread)}</td></tr>
        """);

    /// <summary>What it is for pairs that touch the same, once some have met.</summary>
    private static string Near(LearntView learnt) =>
        learnt.Overlaps.FirstOrDefault(one => one is { Overlap: "file", Met: > 0 }) is { } near ? $" (of those that touch the same file one in {OneIn(near.Rate)})" : "";

    /// <summary>The hours of the day that differ, where they do by a tenth.</summary>
    private static string ByHour(LearntView learnt)
    {
        var told = new[] { learnt.Hours.MaxBy(one => one.Factor), learnt.Hours.MinBy(one => one.Factor) }.OfType<HourView>().Distinct().Where(one => Math.Abs(one.Factor - 1) >= 0.1);
        return string.Concat(told.Select(one => string.Create(CultureInfo.InvariantCulture, $"; {one.Factor:0.0} times that when it begins between {one.Hour:00}:00 and {(one.Hour + 1) % 24:00}:00 UTC")));
    }

    private static string OneIn(double rate) => (1 / rate).ToString("#,0", CultureInfo.InvariantCulture);
}
