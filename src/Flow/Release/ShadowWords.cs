using System.Globalization;
using Sluice.Flow.Release.Blaming;

namespace Sluice.Flow.Release;

/// <summary>What is said where the judge only watches.</summary>
public static class ShadowWords
{
    public static string Told(Canary canary) =>
        $"{canary.Sha.Short} with {CanaryWords.List(canary.Pulls.Select(pull => pull.Number))} is judged worse, and goes on (mode: shadow). {canary.Would!.Says}";

    public static string Would(WouldDo does, DateTimeOffset at) =>
        does switch
        {
            WouldDo.Promote => $"With `mode: act` it would have been promoted at {Clock(at)} too",
            WouldDo.RollBack =>
                $"With `mode: act` it would have been taken off at {Clock(at)}, as the policy says of a bake without a decision",
            _ => $"With `mode: act` a person would have been asked at {Clock(at)}",
        };

    public static string Untrusted(DateTimeOffset at) =>
        $"With `mode: act` a person would have been asked at {Clock(at)}: held against itself, the baseline is called worse more often than `canary.alpha` allows";

    /// <param name="then">What would have followed.</param>
    public static string RolledBack(DateTimeOffset at, string then) =>
        $"With `mode: act` it would have been rolled back at {Clock(at)}; {then}";

    public static string Blames(Blame blame, bool certain) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"#{blame.Number} would have been blamed with {blame.Confidence * 100:0}% ({blame.Evidence.TrimEnd('.')}), its revert opened{(certain ? "" : " and left for an approval")}"
        );

    public static string Whole(Row<int> pulls) =>
        $"nobody would have been named, and the revert of {CanaryWords.List(pulls)} left for an approval";

    public static string Asks(string why) => $"then a person would have been asked: {why}";

    public static string Splits(Suspicion? first) =>
        $"the culprit would have been looked for by canaries of parts{(first is null ? "" : string.Create(CultureInfo.InvariantCulture, $", #{first.Number} first of all ({first.Probability * 100:0}%)"))}";

    private static string Clock(DateTimeOffset at) => at.ToUniversalTime().ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
