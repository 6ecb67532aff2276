using System.Globalization;

namespace Sluice.Flow.Release.Blaming;

/// <summary>What is said of suspects.</summary>
public static class BlameWords
{
    public static string OnlyReverts() =>
        $"what is to blame is itself a revert: look at the metric, and take back by hand what has to go; {Again}";

    public static string OnlyChange() => "it is the only change on the canary, and the baseline beside it did well";

    public static string BadByItself(Canary canary) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"without {Others(canary.Pulls.Count - 1)}, on what runs now, it regressed too ({Plural.Of(canary.Trials.Count, "canary", "canaries")} of parts: {string.Join("; ", canary.Trials.Select(trial => $"{CanaryWords.List(trial.Pulls)} {(trial.Verdict == Verdict.Regressed ? "bad" : trial.Verdict == Verdict.Healthy ? "sound" : "undecided")}"))})"
        );

    private static string Others(int count) => count == 1 ? "the other change" : $"the other {Plural.Of(count, "change")}";

    private const string Again = "`/sluice extend` on one of them canaries them again, `/sluice promote` lets them through";

    public static string NoneOfThem(Suspicion none) =>
        $"it is probably none of these changes ({Percent(none.Probability)}): {Strongest(none)}. Look at what lies under the canary; {Again}";

    public static string BlamesRevert(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"#{number} is to blame, which is itself a revert, and no revert is taken back without a person; {Again}"
        );

    public static string NotFound(int trials, Suspicion best) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Plural.Of(trials, "canary", "canaries")} of parts {Plural.Word(trials, "has", "have")} named nobody, #{best.Number} is suspected most ({Percent(best.Probability)}): `/sluice revert` on it takes it back; {Again}"
        );

    public static string Unclear(Suspicion best) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"nobody stands out enough, #{best.Number} is suspected most ({Percent(best.Probability)}): `/sluice revert` on it takes it back; {Again}"
        );

    public static string NotTried(string why) =>
        $"a part of them could not be canaried by itself: {why}; `/sluice extend` on one of them tries again, `/sluice revert` takes one back";

    /// <summary>Why this one: its strongest evidence first; what was believed before where there is none.</summary>
    public static string Evidence(Suspicion suspicion)
    {
        var told = suspicion
            .Factors.Where(factor => factor.Ratio > 1.05)
            .OrderByDescending(factor => factor.Ratio)
            .Take(4)
            .Select(factor => $"{factor.Says} ({Times(factor.Ratio)})")
            .ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Percent(suspicion.Prior)} beforehand, since {suspicion.Factors[0].Says}{(told.Count == 0 ? "; nothing else tells it from the others" : $"; then {string.Join("; ", told)}")}"
        );
    }

    /// <summary>Its strongest evidence, or what was believed before; the page and the incident have the rest.</summary>
    public static string Chief(Suspicion suspicion) =>
        suspicion.Factors.Skip(1).OrderByDescending(factor => factor.Ratio).FirstOrDefault() is { Ratio: > 1.05 } strongest
            ? strongest.Says
            : suspicion.Factors[0].Says;

    public static string Percent(double probability) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Min(99.9, probability * 100):0.#}%");

    /// <summary>A likelihood ratio as people read it.</summary>
    public static string Times(double ratio) =>
        ratio >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.#} times as likely if it is to blame")
            : string.Create(CultureInfo.InvariantCulture, $"{1 / ratio:0.#} times as likely if it is not");

    private static string Strongest(Suspicion suspicion) =>
        suspicion.Factors.Skip(1).OrderByDescending(factor => factor.Ratio).FirstOrDefault() is { Ratio: > 1 } strongest
            ? strongest.Says
            : "nothing points at any of them";
}
