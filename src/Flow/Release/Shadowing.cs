using Sluice.Flow.Policies;
using Sluice.Flow.Release.Blaming;

namespace Sluice.Flow.Release;

/// <summary>A canary under a judge that only watches: what it would have done is noted, and everything goes to production.</summary>
public static class Shadowing
{
    /// <summary>It was judged worse, and what would have been done is not worked out yet.</summary>
    public static bool IsDue(CanaryPolicy policy, Canary canary) =>
        policy.Mode == CanaryMode.Shadow
        && canary is { Would: null, Part: null, BakingSince: not null, Verdict.Verdict: Verdict.Regressed };

    /// <summary>What it would have rolled back, the newest first: whoever takes that back by hand need not say so.</summary>
    public static Row<LandedPull> Suspects(EnvironmentLedger ledger)
    {
        const int Most = 10;
        var canaries = ledger.Canary is { } current ? ledger.Past.Add(current) : ledger.Past;
        return canaries
            .Where(canary => canary.Would is { Does: WouldDo.RollBack })
            .SelectMany(canary => canary.Pulls)
            .Reverse()
            .Take(Most)
            .ToRow();
    }

    /// <summary>
    /// As soon as it was read where it fails: whom that speaks against is what a team wants to see before it lets the bot act. Null: it was
    /// not read yet.
    /// </summary>
    internal static Step? Tell(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary) =>
        seen.Symptoms is not { } symptoms
            ? null
            : Baking.Kept(
                seen,
                ledger,
                canary,
                (_, _, tested) =>
                {
                    var next = tested with { Would = OnHarm(seen, ledger, tested with { Failing = Signs.Of(seen, tested, symptoms) }) };
                    return new Step(ledger with { Canary = next }, Story.Line("would_act", next, ShadowWords.Told(next)));
                }
            );

    /// <param name="does">What it would do now, unless it would have done something before.</param>
    internal static Step Promote(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, WouldDo does)
    {
        var would = canary.Would ?? new WouldHave(does, seen.Now, null, ShadowWords.Would(does, seen.Now));
        return Baking.Promote(
            seen,
            ledger,
            canary with
            {
                Would = would,
            },
            $"{CanaryWords.Shadowed(canary.Verdict!.Says.TrimEnd('.'))}. {would.Says}"
        );
    }

    private static WouldHave OnHarm(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var at = canary.Verdict!.At;
        if (!Baking.IsTrusted(seen, ledger))
        {
            return new WouldHave(WouldDo.Ask, at, null, ShadowWords.Untrusted(at));
        }

        var suspected = canary with { Suspects = Regression.Weighed(seen, canary) };
        var found = Culprit.Find(suspected, suspected.Pulls, seen.Policy);
        return new WouldHave(
            WouldDo.RollBack,
            at,
            (found as Finding.Take)?.Blame,
            ShadowWords.RolledBack(at, Then(found, suspected.Suspects))
        );
    }

    private static string Then(Finding found, Row<Suspicion> suspects) =>
        found switch
        {
            Finding.Take { Pulls.Count: 1 } take => ShadowWords.Blames(take.Blame, take.Certain),
            Finding.Take take => ShadowWords.Whole(take.Pulls),
            Finding.Ask ask => ShadowWords.Asks(ask.Why),
            _ => ShadowWords.Splits(suspects.FirstOrDefault(each => each.Number is not null)),
        };
}
