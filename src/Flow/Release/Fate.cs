using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>What became of one landed pull on its way to production.</summary>
/// <param name="State">Landed, where a freeze keeps it from its canary; Canary, Healthy, Regressed, Inconclusive or Reverted.</param>
/// <param name="Because">One sentence with the numbers.</param>
/// <param name="Confidence">Posterior that this pull is to blame; null where it is not blamed.</param>
/// <param name="Innocent">The canary regressed, and another pull is to blame.</param>
public sealed record Fate(
    PullState State,
    Code Code,
    string Because,
    double? Confidence,
    int? RevertPull,
    bool Innocent,
    DateTimeOffset Since
)
{
    /// <summary>Whether it was taken back as the culprit, or with others because nobody could be named; null: not for a canary.</summary>
    public TakenAs? Taken { get; init; }

    /// <summary>The canary that holds it is not over.</summary>
    public bool Running { get; init; }

    /// <summary>Who wrote what is on that canary; empty where it is over.</summary>
    public Row<string> Authors { get; init; } = [];

    /// <summary>The newest word on a pull; null: it waits for its first canary, or its story is too old to be kept.</summary>
    public static Fate? Of(EnvironmentLedger ledger, int number)
    {
        // Of a canary that was split the whole is told: its parts are how it is found out.
        var canaries = (ledger.Case ?? ledger.Canary) is { } current ? ledger.Past.Add(current) : ledger.Past;
        var last = canaries.LastOrDefault(canary => Holds(canary, number));
        var revert = ledger
            .Waiting.Concat(canaries.SelectMany(canary => canary.Pulls))
            .FirstOrDefault(pull => pull.Reverts.Contains(number));
        return revert is not null || IsOff(last, number)
            ? Reverted(revert, last, number)
            : Kept(ledger, last, number) ?? (last is null ? null : Of(last, number));
    }

    /// <summary>By a freeze; a question that people are asked stays what is told of it.</summary>
    private static Fate? Kept(EnvironmentLedger ledger, Canary? last, int number) =>
        ledger.Frozen is not { } window || !window.Pulls.Contains(number) ? null
        : last is { End: null }
            ? last.Phase == CanaryPhase.Asking ? null
                : Told(last, PullState.Canary, Code.Frozen, CanaryWords.Frozen(window))
        : ledger.Waiting.LastOrDefault(pull => pull.Number == number) is { } waiting
            ? new Fate(PullState.Landed, Code.Frozen, CanaryWords.Frozen(window), null, null, false, waiting.At)
        : null;

    private static Fate Of(Canary canary, int number) =>
        canary switch
        {
            { Taken.Count: > 0, Blame: null, End: null } when canary.Phase != CanaryPhase.Asking => Told(
                canary,
                PullState.Canary,
                Code.Landed,
                CanaryWords.Looks(canary)
            ),
            { Taken.Count: > 0, Blame: null, End: null } => Told(
                canary,
                PullState.Regressed,
                Code.CanaryRegressed,
                CanaryWords.Judged(canary)
            ),
            { Taken.Count: > 0 } => Regressed(canary, number),
            { End: CanaryEnd.Promoted } or { Phase: CanaryPhase.Promoting } => Promoted(canary),
            { End: CanaryEnd.RolledBack } or { Phase: CanaryPhase.RollingBack } => Unclear(canary, CanaryWords.GoesAgain(canary)),
            { Phase: CanaryPhase.Asking } => Unclear(canary, CanaryWords.Unclear(canary)),
            { End: CanaryEnd.Superseded } => Told(canary, PullState.Canary, Code.Landed, CanaryWords.Overtaken()),
            _ => Told(canary, PullState.Canary, Code.Landed, CanaryWords.UnderWay(canary)),
        };

    private static Fate Promoted(Canary canary) =>
        canary switch
        {
            { Verdict: null } => Told(canary, PullState.Healthy, Code.CanaryHealthy, CanaryWords.Unjudged(canary)),
            { Verdict.Verdict: Verdict.Healthy } => Told(canary, PullState.Healthy, Code.CanaryHealthy, CanaryWords.Judged(canary)),
            // Only where it watches without acting is what regressed promoted.
            { Verdict.Verdict: Verdict.Regressed } => Told(canary, PullState.Regressed, Code.CanaryRegressed, CanaryWords.Judged(canary)),
            { Verdict.Verdict: Verdict.Invalid } => Told(canary, PullState.Inconclusive, Code.CanaryInvalid, CanaryWords.Judged(canary)),
            _ => Told(canary, PullState.Inconclusive, Code.CanaryInconclusive, CanaryWords.PromotedUnclear(canary)),
        };

    private static Fate Unclear(Canary canary, string because) =>
        Told(
            canary,
            PullState.Inconclusive,
            canary.Verdict is { Verdict: Verdict.Inconclusive or Verdict.Healthy } ? Code.CanaryInconclusive : Code.CanaryInvalid,
            because
        );

    private static Fate Regressed(Canary canary, int number)
    {
        var taken = canary.Taken.Contains(number);
        var alone = canary.Taken.Count == 1;
        var because =
            !taken ? CanaryWords.Innocent(canary)
            : canary.Blame is null ? CanaryWords.Judged(canary)
            : alone ? CanaryWords.ToBlame(canary)
            : CanaryWords.PerhapsToBlame(canary);
        return Told(canary, PullState.Regressed, Code.CanaryRegressed, because) with
        {
            Confidence = taken && canary.Blame is { } blame && blame.Number == number ? blame.Confidence : null,
            RevertPull = taken ? canary.RevertPull : null,
            Innocent = !taken,
            Since = canary.Verdict?.At ?? canary.Since,
        };
    }

    /// <summary>Whatever took it back: it need not have come through the queue.</summary>
    private static bool IsOff(Canary? canary, int number) => canary is { End: CanaryEnd.Reverted } && canary.Taken.Contains(number);

    /// <param name="revert">Null: it was taken back past the queue.</param>
    private static Fate Reverted(LandedPull? revert, Canary? canary, int number)
    {
        var regressed = canary is { Taken.Count: > 0 };
        return new Fate(
            PullState.Reverted,
            Code.Reverted,
            CanaryWords.TakenBack(revert?.Number ?? canary?.RevertPull, regressed ? canary : null),
            regressed && canary!.Blame is { } blame && blame.Number == number ? blame.Confidence : null,
            revert?.Number ?? canary?.RevertPull,
            false,
            revert?.At ?? canary?.Ended ?? default
        )
        {
            Taken =
                canary?.Taken.Contains(number) != true ? null
                : canary.Taken.Count == 1 ? TakenAs.Culprit
                : TakenAs.Suspect,
        };
    }

    private static Fate Told(Canary canary, PullState state, Code code, string because) =>
        new(state, code, because, null, null, false, canary.Since)
        {
            Running = canary.End is null,
            Authors = canary.End is null
                ? canary.Pulls.Select(pull => pull.Author).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToRow()
                : [],
        };

    private static bool Holds(Canary canary, int number) => canary.Pulls.Any(pull => pull.Number == number);
}
