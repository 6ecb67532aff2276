using System.Globalization;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>
/// What is said of a canary and of its pulls: in the journal, in deployments' descriptions, in notes and in verdicts. Each has a golden
/// file.
/// </summary>
public static class CanaryWords
{
    /// <summary>Of what waits, and is on no canary yet.</summary>
    internal static JournalLine Line(string kind, string why, Row<LandedPull> waiting) =>
        new(kind, $"Nothing is deployed: {why}.", waiting.Select(pull => pull.Number).Distinct().Order().ToRow());

    /// <summary>What a freeze keeps, and until when.</summary>
    public static string Frozen(Frozen window) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Nothing new is deployed until {window.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC: `{window.Reason.Replace('`', '\'').ReplaceLineEndings(" ")}`. What bakes goes on baking; ways back and reverts go all the same."
        );

    public static string Skipped() => "its risk band needs no canary";

    public static string AtWeight(Canary canary, int weight) => Cut($"{Pulls(canary)} at {weight}% of the traffic");

    public static string ToProduction(Canary canary) => Cut($"{Pulls(canary)} to production");

    public static string Back(Canary canary) => Cut($"back to {canary.Previous.Short} from {Pulls(canary)}");

    public static string Starts(Canary canary, CanaryPolicy policy) =>
        canary.Phase == CanaryPhase.Promoting
            ? $"{canary.Sha.Short} with {Pulls(canary)} goes to {policy.PromoteTo} at once: {Skipped()}."
            : $"{canary.Sha.Short} with {Pulls(canary)} goes to {policy.Environment} at {Stages.Weight(canary, policy)}% of the traffic.";

    public static string Bakes(Canary canary, CanaryPolicy policy) =>
        $"{canary.Sha.Short} runs at {Stages.Weight(canary, policy)}% of the traffic and is compared with {canary.Previous.Short} every {(Span(policy.Every) is "1 second" ? "second" : Span(policy.Every))}.";

    public static string Widens(Canary canary, CanaryPolicy policy) =>
        $"{canary.Sha.Short} goes on to {Stages.Weight(canary, policy)}% of the traffic: nothing speaks against it so far.";

    public static string Promotes(Canary canary, CanaryPolicy policy) =>
        $"{canary.Sha.Short} goes to {policy.PromoteTo}. {canary.Verdict?.Says}{Noted(canary)}".TrimEnd();

    public static string Promoted(Canary canary, CanaryPolicy policy) =>
        $"{canary.Sha.Short} with {Pulls(canary)} runs in {policy.PromoteTo}.";

    public static string Regressed(Canary canary) =>
        $"{canary.Verdict?.Says} {(canary.Phase == CanaryPhase.Blaming ? "Nothing" : $"{canary.Previous.Short} is deployed again at once, and nothing")} that holds {List(canary.Taken)} is deployed until that is taken back.{Noted(canary)}";

    /// <summary>What the evidence against a regressed canary's pulls came to.</summary>
    public static string Concluded(Canary canary) =>
        canary switch
        {
            { Blame: { } blame, Taken.Count: 1 } =>
                $"#{blame.Number} is to blame with {BlameWords.Percent(blame.Confidence)}: {blame.Evidence}.{Noted(canary)}",
            { Blame: not null } => $"Nobody stands out, and the policy takes all of it back: {List(canary.Taken)}.{Noted(canary)}",
            { Note: not null } => Asks(canary),
            _ =>
                $"Nobody stands out yet (#{Most(canary).Number} is suspected most, {BlameWords.Percent(Most(canary).Probability)}): a part of them is canaried by itself.",
        };

    public static string Tries(Canary whole, Canary part) =>
        $"{Pulls(part)} on {part.Previous.Short}, composed beside {whole.Pulls[0].Base}, {Plural.Word(part.Pulls.Count, "is", "are")} canaried without the others.";

    public static string Looks(Canary canary) =>
        canary.Suspects.Count == 0
            ? "The canary that it was on regressed and is taken off; which change is to blame is being worked out."
            : $"The canary that it was on regressed and is taken off; parts of it are canaried by themselves to find the change that is to blame ({canary.Trials.Count} so far).";

    public static string RolledBack(Canary canary) => $"{canary.Previous.Short} runs again instead of {canary.Sha.Short}.{Noted(canary)}";

    public static string Failed(Canary canary, string why) => $"The deployment of {canary.Sha.Short} with {Pulls(canary)} failed: {why}.";

    public static string RollbackFailed(string why) =>
        $"the way back failed too: {why}; look at the environment and deploy the last good commit by hand";

    public static string RevertOpened(Canary canary) =>
        $"#{canary.RevertPull} takes {List(canary.Taken)} back and goes first through the queue.";

    public static string Unlocked(Canary canary) =>
        $"{List(canary.Taken)} {Plural.Word(canary.Taken.Count, "is", "are")} taken back on {canary.Pulls[0].Base}: deployments go on.";

    public static string Superseded(Canary canary, LandedPull revert) =>
        $"#{revert.Number} takes something back and goes first: {Pulls(canary)} go again together with it.";

    public static string Asks(Canary canary) => $"{canary.Sha.Short} with {Pulls(canary)} waits for a person.{Noted(canary)}";

    public static string Shadowed(string verdict) => $"it only watches here (mode: shadow); it would have said: {verdict}";

    public static string PromotedBy(Actor by) => $"{by.Login} promoted it";

    public static string TakenOffBy(Actor by) => $"{by.Login} took it off";

    public static string Extended(Canary canary, Actor by, TimeSpan longest) =>
        $"{by.Login} lets {canary.Sha.Short} bake on, for up to {Span(longest)} in all.";

    public static string Sees(string metric, double perMinute, TimeSpan? doubling, TimeSpan shortest, TimeSpan longest)
    {
        var traffic = string.Create(CultureInfo.InvariantCulture, $"({metric}: {perMinute:0.##} a minute)");
        return doubling is not { } time ? $"Too little traffic {traffic} for a canary to tell: rely on health checks."
            : time > longest
                ? $"Too little traffic {traffic} for a canary: a doubling shows after {Span(time)}, the bake ends after {Span(longest)}. Rely on health checks."
            : $"A doubling shows within about {Span(time)} {traffic}; it bakes for at least {Span(shortest)}.";
    }

    public static string SeesNothingYet(Row<MetricTraffic> traffic) =>
        $"What the canary can see is not known: {string.Join("; ", traffic.Select(each => $"{each.Metric}: {each.Trouble ?? "nothing was counted"}"))}.";

    public static string Untrusted(SelfTest test, CanaryVerdict verdict) =>
        $"{verdict.Says.TrimEnd('.')}; but held against itself the baseline was called worse {test} times, more than canary.alpha allows, so the judge is not trusted here: look at the metrics, then /sluice rollback or /sluice promote";

    public static string TooLittle() => "too little traffic to tell; nothing spoke against it";

    public static string ByPolicy(string what) => $"the bake ended without a decision, and the policy says {what}";

    public static string NoDecision() =>
        "the bake ended without a decision: `/sluice promote`, `/sluice rollback` or `/sluice extend` on one of them decides; judging goes on, and a clear verdict still acts by itself";

    public static string NotMeasured(Canary canary) =>
        $"it could not be judged: {string.Join("; ", (canary.Verdict?.Metrics ?? []).Where(metric => metric.Verdict == Release.Verdict.Invalid).Select(metric => $"{metric.Name}: {metric.Reason}"))}; put that right, and judging goes on, or say `/sluice promote`, `/sluice rollback` or `/sluice extend` on one of them";

    public static string NoRevert(string why, Row<int> taken) =>
        $"no revert is opened by itself because {why}: say `/sluice revert` on {List(taken.Take(1))}, or revert {List(taken)} by hand, and deployments go on once that landed";

    public static string NotOpened(RevertRefusal refusal, Row<int> taken) =>
        refusal.Kind == RefusalKind.Lasts
            ? $"no revert is opened because {refusal.Why}: revert {List(taken)} by hand, and deployments go on once that landed; or `/sluice extend` on {List(taken.Take(1))} judges it once more"
            : $"the revert cannot be opened ({refusal.Why}); it is tried again every {Span(Refusals.Pause)}, or at once when you say `/sluice revert` on {List(taken.Take(1))}: or revert {List(taken)} by hand, and deployments go on once that landed";

    /// <param name="standing">How it stands outside the queue.</param>
    public static string RevertIsOut(int number, OutOfQueue standing)
    {
        var why = string.Create(CultureInfo.InvariantCulture, $"the revert #{number} is out of the queue ({standing.Reason.TrimEnd('.')})");
        var then = standing switch
        {
            { State: PullState.Held } => "release",
            { Code: Code.MergeConflict } => "resolve the conflict there, then say `/sluice queue` on it",
            _ => "queue",
        };
        return then.Contains(' ', StringComparison.Ordinal)
            ? $"{why}: {then}; deployments go on once it landed"
            : $"{why}: say `/sluice {then}` on it, and deployments go on once it landed";
    }

    public static string Closed(int number) =>
        $"the revert #{number} was closed, or aimed at another branch: put that right, land another one that takes the same back, or say `/sluice extend` on what it took back, which judges that once more";

    public static string JudgedOn(string canary, int ticks, Verdict verdict) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Judged {verdict.ToString().ToLowerInvariant()} on {Plural.Of(ticks, "tick")}; the receipt of {canary} holds {Plural.Word(ticks, "it", "them")}, and sluice judge --receipt says the same of {Plural.Word(ticks, "it", "them")}."
        );

    public static string NotAsked() => "the policy does not ask for it (canary.on_regression)";

    public static string OptedOut(int number, string label) =>
        string.Create(CultureInfo.InvariantCulture, $"#{number} carries the label {label}");

    public static string Irreversible(int number, string path) =>
        string.Create(CultureInfo.InvariantCulture, $"#{number} touches {path} (canary.irreversible)");

    public static string NotComposed() => "they could not be put together";

    public static string ManyReverts(int day) =>
        string.Create(CultureInfo.InvariantCulture, $"{day} were opened within a day already (canary.reverts_per_day)");

    public static string FewEvents(double events) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"only {Plural.Of(events, "event")} on the canary {Plural.Word((int)events, "tells", "tell")} of harm"
        );

    public static string BadBefore(Sha previous) =>
        $"{previous.Short}, which it was compared with, was judged worse before and went through all the same";

    public static string SeenBefore(Canary before, Canary canary) =>
        $"the same harm ({before.Signature.Intersect(canary.Signature).First()}) was on a canary within a day for which {List(before.Taken)} {Plural.Word(before.Taken.Count, "was", "were")} taken back: it may lie under both";

    public static string DeployFailed(string environment) => $"{environment} reported a failure";

    public static string DeployReplaced(string environment) => $"something else was deployed to {environment}";

    public static string DeployNotTaken(string environment, TimeSpan waited) =>
        $"nobody took the deployment up in {environment} within {Span(waited)}: see that what deploys there runs and sets deployment statuses (canary.deploy)";

    public static string DeployNotEnded(string environment, TimeSpan waited) =>
        $"the deployment to {environment} was begun and did not end within {Span(waited)} (canary.deploy.timeout)";

    public static string UnderWay(Canary canary) =>
        $"It is on its way through the canary.{(canary.Foresight is { } sees ? $" {sees.Says}" : "")}";

    public static string Overtaken() => "A revert went first; this goes again together with it.";

    public static string Unjudged(Canary canary) =>
        canary.Note is null ? "It runs in production." : $"Deployed without a canary: {canary.Note}.";

    public static string Judged(Canary canary) => $"{canary.Verdict?.Says}{Ending(canary)}";

    public static string PromotedUnclear(Canary canary) => $"{canary.Verdict?.Says} Promoted all the same.{Ending(canary)}";

    public static string GoesAgain(Canary canary) => Sentence($"{canary.Note}; it goes again with what lands next");

    public static string Unclear(Canary canary) => Sentence(canary.Note ?? "nothing is known yet");

    public static string Innocent(Canary canary) =>
        $"The canary regressed, and {List(canary.Taken)} is to blame, not this: it is innocent, and goes again once that is taken back.";

    public static string ToBlame(Canary canary) =>
        $"{canary.Verdict?.Says} This is to blame: {canary.Blame?.Chief ?? canary.Blame?.Evidence}.{Ending(canary)}";

    public static string PerhapsToBlame(Canary canary) =>
        $"{canary.Verdict?.Says} Which of {List(canary.Taken)} is to blame is not clear, so they are taken back together; each can land again by itself.{Ending(canary)}";

    /// <param name="canary">The one that regressed with it; null: none did.</param>
    /// <param name="by">Null: no pull request is known that did.</param>
    public static string TakenBack(int? by, Canary? canary) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Taken back{(by is null ? "" : $" by #{by}")}.{(canary is null ? "" : $" {canary.Verdict?.Says}")}"
        );

    /// <summary>The verdict in one sentence with its numbers.</summary>
    public static string Verdict(Judgement judgement, TimeSpan? seesDoubling)
    {
        var heaviest = judgement
            .Metrics.OrderBy(metric => metric.Gate)
            .ThenByDescending(metric => metric.LogEHarm)
            .ThenBy(metric => metric.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        var red = judgement.Metrics.FirstOrDefault(metric => metric is { Gate: true, Verdict: Release.Verdict.Regressed });
        var counted = heaviest is null ? "no metric is configured" : $"{heaviest.Name}: {Judge.Brief(heaviest.Reason)}";
        var power = seesDoubling is { } time ? $" At this traffic a doubling shows within about {Span(time)}." : "";
        return judgement.Verdict switch
        {
            Release.Verdict.Regressed when judgement.Red is { } gate => $"The canary is worse ({gate.Name}: {gate.Reason}).",
            Release.Verdict.Inconclusive when red is not null => $"The canary is not let through ({red.Name}: {red.Reason}).",
            Release.Verdict.Regressed => $"The canary is worse ({counted}; odds {Odds(judgement.LogEHarm)} to 1 against chance).",
            Release.Verdict.Healthy => $"The canary is as good as what runs ({counted}).",
            Release.Verdict.Invalid =>
                $"The canary cannot be judged ({string.Join("; ", judgement.Metrics.Where(metric => metric.Verdict == Release.Verdict.Invalid).Select(metric => $"{metric.Name}: {metric.Reason}"))}).",
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

    public static string Span(TimeSpan span) =>
        span switch
        {
            { TotalSeconds: < 1.05 } => "1 second",
            { TotalMinutes: < 2 } => Plural.Of(span.TotalSeconds, "second"),
            { TotalHours: < 3 } => Plural.Of(Math.Round(span.TotalMinutes), "minute"),
            { TotalDays: < 3 } => Plural.Of(Math.Round(span.TotalHours), "hour"),
            _ => Plural.Of(Math.Round(span.TotalDays), "day"),
        };

    private static Suspicion Most(Canary canary) => canary.Suspects.First(each => each.Number is not null);

    private static string Pulls(Canary canary) => List(canary.Pulls.Select(pull => pull.Number));

    private static string Noted(Canary canary) => canary.Note is null ? "" : $" Note: {canary.Note}.";

    private static string Ending(Canary canary) => canary.Note is null ? "" : $" {Sentence(canary.Note)}";

    private static string Sentence(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";

    private static string Odds(double logE) =>
        logE > Math.Log(1e6) ? "over a million" : string.Create(CultureInfo.InvariantCulture, $"{Math.Exp(logE):N0}");

    /// <summary>GitHub keeps 140 characters of a deployment's description.</summary>
    private static string Cut(string text) => Clipped.To(text, 140);
}
