using System.Globalization;
using Sluice.Bot.Api;

namespace Sluice.Bot.Pages;

/// <summary>What a lane has learnt, and from how much.</summary>
internal static class LearntPart
{
    public static Html Of(LearntView learnt) => Html.Of($"""
        <p>From {learnt.Builds} builds: one in {OneIn(learnt.FlakeRate)} fails by chance, one pull request in {OneIn(learnt.FailureRate)} fails by itself, one pair in {OneIn(learnt.PairRate)} fails only together. A build takes {Minutes(learnt.BuildSeconds)}, give or take {Minutes(learnt.BuildSpread)}.</p>
        {(learnt.Checks.Count == 0 ? Html.Empty : Html.Of($"""
            <div class="wide"><table>
            <thead><tr><th>Check</th><th>Runs</th><th>Failures</th><th>By chance</th><th>Takes</th></tr></thead>
            <tbody>{Html.Join(learnt.Checks.Select(Check))}</tbody>
            </table></div>
            """))}
        """);

    private static Html Check(CheckView check) => Html.Of($"""
        <tr><td>{check.Name}</td><td>{check.Runs}</td><td>{check.Failures}</td><td>{check.Flakes}</td><td>{Minutes(check.Seconds)} ± {Minutes(check.Spread)}</td></tr>
        """);

    private static string OneIn(double rate) => (1 / rate).ToString("#,0", CultureInfo.InvariantCulture);

    private static string Minutes(double seconds) =>
        seconds < 90 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.#} min");
}
