using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>
/// What keeps the bot from opening a revert by itself, where a person would look twice. Who names a pull by <c>/sluice revert</c> is that
/// person.
/// </summary>
internal static class Guards
{
    /// <summary>Fewer events than this convince no person, whatever their odds against chance.</summary>
    private const int LeastEvents = 5;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <param name="taken">The pulls that are to be taken back.</param>
    /// <returns>Null: nothing does.</returns>
    public static string? Against(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, Row<int> taken)
    {
        var policy = seen.Policy;
        var pulls = canary.Pulls.Where(pull => taken.Contains(pull.Number)).ToList();
        return !policy.Revert ? CanaryWords.NotAsked()
            : pulls.FirstOrDefault(pull => seen.OptedOut.Contains(pull.Number)) is { } marked
                ? CanaryWords.OptedOut(marked.Number, policy.OptOut)
            : pulls
                .SelectMany(pull =>
                    pull.Paths.Where(path => Globs.AnyMatch(policy.Irreversible, path))
                        .Take(1)
                        .Select(path => CanaryWords.Irreversible(pull.Number, path))
                )
                .FirstOrDefault()
                is { } lasting
                ? lasting
            : canary.Counted < LeastEvents ? CanaryWords.FewEvents(canary.Counted.Value)
            : IsBadBefore(ledger, canary) ? CanaryWords.BadBefore(canary.Previous)
            : SeenBefore(seen, ledger, canary, taken) is { } before ? CanaryWords.SeenBefore(before, canary)
            : OpenedOfLate(seen, ledger).Count() >= policy.RevertsPerDay ? CanaryWords.ManyReverts(policy.RevertsPerDay)
            : null;
    }

    /// <summary>When reverts were opened within a day: so many is the policy's limit.</summary>
    public static IEnumerable<DateTimeOffset> OpenedOfLate(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        ledger.RevertsOpened.Where(at => seen.Now - at < Day);

    /// <summary>
    /// What it was compared with was itself judged worse, and went through because somebody wanted it to: nobody knows what a revert would
    /// bring back.
    /// </summary>
    private static bool IsBadBefore(EnvironmentLedger ledger, Canary canary) =>
        ledger.Past.LastOrDefault(past => past.End == CanaryEnd.Promoted && past.Sha == canary.Previous)
            is { Verdict.Verdict: Verdict.Regressed };

    /// <summary>
    /// Another change was taken back for harm at the same place within a day, and here it is again without it: perhaps it was neither.
    /// </summary>
    private static Canary? SeenBefore(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, Row<int> taken) =>
        ledger.Past.LastOrDefault(past =>
            past.End == CanaryEnd.Reverted
            && seen.Now - past.Ended < Day
            && past.Signature.Intersect(canary.Signature).Any()
            && !past.Pulls.Any(pull => taken.Contains(pull.Number))
        );
}
