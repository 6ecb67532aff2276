using System.Globalization;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>What is said of a canary while it is under way: in the journal, in deployments' descriptions and in its notes.</summary>
internal static class Sentences
{
    public const string Skipped = "its risk band needs no canary";

    public const string NotTaken = "nobody took the deployment up";

    public static string AtWeight(Canary canary, int weight) => Cut($"{Pulls(canary)} at {weight}% of the traffic");

    public static string ToProduction(Canary canary) => Cut($"{Pulls(canary)} to production");

    public static string Back(Canary canary) => Cut($"back to {canary.Previous.Short} from {Pulls(canary)}");

    public static string Starts(Canary canary, CanaryPolicy policy) => canary.Phase == CanaryPhase.Promoting
        ? $"{canary.Sha.Short} with {Pulls(canary)} goes to {policy.PromoteTo} at once: {Skipped}."
        : $"{canary.Sha.Short} with {Pulls(canary)} goes to {policy.Environment} at {Stages.Weight(canary, policy)}% of the traffic.";

    public static string Bakes(Canary canary, CanaryPolicy policy) =>
        $"{canary.Sha.Short} runs at {Stages.Weight(canary, policy)}% of the traffic and is compared with {canary.Previous.Short} every {Span(policy.Every)}.";

    public static string Widens(Canary canary, CanaryPolicy policy) =>
        $"{canary.Sha.Short} goes on to {Stages.Weight(canary, policy)}% of the traffic: nothing speaks against it so far.";

    public static string Promotes(Canary canary, CanaryPolicy policy) => $"{canary.Sha.Short} goes to {policy.PromoteTo}. {canary.Verdict?.Says}{Noted(canary)}".TrimEnd();

    public static string Promoted(Canary canary, CanaryPolicy policy) => $"{canary.Sha.Short} with {Pulls(canary)} runs in {policy.PromoteTo}.";

    public static string Regressed(Canary canary) =>
        $"{canary.Verdict?.Says} {canary.Previous.Short} is deployed again at once, and nothing that holds {List(canary.Taken)} is deployed until that is taken back.{Noted(canary)}";

    public static string RolledBack(Canary canary) => $"{canary.Previous.Short} runs again instead of {canary.Sha.Short}.{Noted(canary)}";

    public static string Failed(Canary canary, string why) => $"The deployment of {canary.Sha.Short} with {Pulls(canary)} failed: {why}.";

    public static string RollbackFailed(string why) => $"the way back failed too: {why}; look at the environment and deploy the last good commit by hand";

    public static string RevertOpened(Canary canary) => $"#{canary.RevertPull} takes {List(canary.Taken)} back and goes first through the queue.";

    public static string Unlocked(Canary canary) => $"{List(canary.Taken)} {(canary.Taken.Count == 1 ? "is" : "are")} taken back on {canary.Pulls[0].Base}: deployments go on.";

    public static string Superseded(Canary canary, LandedPull revert) => $"#{revert.Number} takes something back and goes first: {Pulls(canary)} go again together with it.";

    public static string Asks(Canary canary) => $"{canary.Sha.Short} with {Pulls(canary)} waits for a person.{Noted(canary)}";

    public static string Shadowed(string verdict) => $"it only watches here (mode: shadow); it would have said: {verdict}";

    public static string TooLittle => "too little traffic to tell; nothing spoke against it";

    public static string ByPolicy(string what) => $"the bake ended without a decision, and the policy says {what}";

    public static string NoDecision => "the bake ended without a decision; judging goes on, and a clear verdict still acts by itself";

    public static string NotMeasured(Canary canary) =>
        $"it could not be judged: {string.Join("; ", (canary.Verdict?.Metrics ?? []).Where(metric => metric.Verdict == Release.Verdict.Invalid).Select(metric => $"{metric.Name}: {metric.Reason}"))}; repair the source, and judging goes on";

    public static string NoRevert(string why, Row<int> taken) => $"no revert is opened by itself because {why}: revert {List(taken)} by hand, and deployments go on once that landed";

    public static string Closed(int number) => $"the revert #{number} was closed without landing: reopen it, or land another one that takes the same back";

    public static string Judged(Receipt receipt, CanaryVerdict verdict) =>
        $"Judged {verdict.Verdict.ToString().ToLowerInvariant()} on {receipt.Input.Metrics.Sum(metric => metric.Match(counts => counts.Ticks.Count, _ => 0))} ticks; the receipt of {receipt.Canary} holds them, and sluice judge --receipt says the same of them.";

    /// <summary>The verdict in one sentence with its numbers.</summary>
    public static string Verdict(Judgement judgement, TimeSpan? seesDoubling)
    {
        var heaviest = judgement.Metrics.OrderByDescending(metric => metric.LogEHarm).ThenBy(metric => metric.Name, StringComparer.Ordinal).FirstOrDefault();
        var counted = heaviest is null ? "no metric is configured" : $"{heaviest.Name}: {heaviest.Reason}";
        var power = seesDoubling is { } time ? $" At this traffic a doubling shows within about {Span(time)}." : "";
        return judgement.Verdict switch
        {
            Release.Verdict.Regressed => $"The canary is worse ({counted}; odds {Odds(judgement.LogEHarm)} to 1 against chance).",
            Release.Verdict.Healthy => $"The canary is as good as what runs ({counted}).",
            Release.Verdict.Invalid => $"The canary cannot be judged ({string.Join("; ", judgement.Metrics.Where(metric => metric.Verdict == Release.Verdict.Invalid).Select(metric => $"{metric.Name}: {metric.Reason}"))}).",
            _ => $"Too little is known yet ({counted}).{power}",
        };
    }

    /// <summary>Pull requests as people read them, ascending.</summary>
    public static string List(IEnumerable<int> numbers)
    {
        var all = numbers.Order().Select(number => string.Create(CultureInfo.InvariantCulture, $"#{number}")).ToList();
        return all.Count switch
        {
            0 => "nothing",
            1 => all[0],
            _ => $"{string.Join(", ", all[..^1])} and {all[^1]}",
        };
    }

    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, span.TotalSeconds):0.#} seconds"),
        { TotalHours: < 3 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} minutes"),
        { TotalDays: < 3 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
    };

    private static string Pulls(Canary canary) => List(canary.Pulls.Select(pull => pull.Number));

    private static string Noted(Canary canary) => canary.Note is null ? "" : $" Note: {canary.Note}.";

    private static string Odds(double logE) =>
        logE > Math.Log(1e6) ? "over a million" : string.Create(CultureInfo.InvariantCulture, $"{Math.Exp(logE):N0}");

    /// <summary>GitHub keeps 140 characters of a deployment's description.</summary>
    private static string Cut(string text) => text.Length <= 140 ? text : text[..139] + "…";
}
