using Sluice.Flow.Policies;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>A canary that runs at a weight: judged at every look, and led on by the verdict.</summary>
internal static class Baking
{
    /// <summary>Judges the canary anew from all that was counted. The time of a verdict is that of its first saying.</summary>
    public static EnvironmentLedger Judged(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        if (ledger.Canary is not { BakingSince: not null } canary || !Ticks.IsWatched(canary))
        {
            return ledger;
        }

        var bounds = BoundsOf(seen);
        var judgement = Judge.Of(Measure(seen, canary), bounds);
        var verdict = new CanaryVerdict(
            judgement.Verdict,
            judgement.Score,
            judgement.Metrics,
            CanaryWords.Verdict(judgement, SeesDoubling(seen, canary, bounds)),
            seen.Now
        )
        {
            LogEHarm = judgement.LogEHarm,
        };
        var same = canary.Verdict is { } before && verdict with { At = before.At } == before;
        return same ? ledger : ledger with { Canary = canary with { Verdict = verdict } };
    }

    public static Step? Next(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var (policy, verdict, now) = (seen.Policy, canary.Verdict!, seen.Now);
        var baked = now - canary.BakingSince!.Value;
        var kept = DeployFreezes.Keeps(seen, canary);
        var over = baked >= policy.BakeMax + canary.Extra && canary.Phase != CanaryPhase.Asking;
        return DeployQueue.Overtaken(ledger, canary, now) is { } overtaken ? overtaken
            : Regressed(seen, canary) ? OnHarm(seen, ledger, canary)
            : Shadowing.IsDue(policy, canary) ? Shadowing.Tell(seen, ledger, canary)
            : verdict.Verdict == Verdict.Healthy && baked >= Foreseeing.ShortestBake(policy, canary, seen.Budget?.Left)
                ? kept ? null
                    : Kept(seen, ledger, canary, Healthy)
            : canary.Phase == CanaryPhase.Asking || (over && Ticks.IsBehind(seen, canary)) ? null
            : over
                ? kept && (policy.Mode == CanaryMode.Shadow || Choice(seen, canary).Does == WouldDo.Promote) ? null
                    : Kept(seen, ledger, canary, Undecided)
            : !kept && IsReadyForMore(seen, canary) ? Widen(seen, ledger, canary)
            : null;
    }

    /// <summary>What acts on a verdict, or against it, leaves the receipt of it, and tries the judge on the baseline alone.</summary>
    public static Step Kept(
        EnvironmentSeen seen,
        EnvironmentLedger ledger,
        Canary canary,
        Func<EnvironmentSeen, EnvironmentLedger, Canary, Step> act
    )
    {
        if (canary.Verdict is not { } verdict)
        {
            return act(seen, ledger, canary);
        }

        var (measured, bounds) = (Measure(seen, canary), BoundsOf(seen));
        var step = act(seen, ledger, canary with { SelfTest = Calibration.Of(measured, bounds) });
        return step with { Receipt = Receipts.Line(Receipt.Of(seen, canary, measured, bounds), verdict) };
    }

    /// <summary>It was judged worse, and the mode acts on that.</summary>
    public static bool Regressed(EnvironmentSeen seen, Canary canary) =>
        canary.Verdict is { Verdict: Verdict.Regressed } && seen.Policy.Mode != CanaryMode.Shadow;

    /// <summary>Where the judge calls the baseline worse than itself, nothing is done on its word alone.</summary>
    public static bool IsTrusted(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        !Calibration.IsOff(Calibration.Of(ledger), seen.Policy.Alpha);

    /// <summary>
    /// It is judged worse at the weight that it has, while a wider one is on its way; false also where a person would be asked, for which
    /// there is time at the wider weight.
    /// </summary>
    public static bool IsRegressedOnTheWay(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary) =>
        canary.Part is null && Ticks.IsWidening(canary) && Regressed(seen, canary) && IsTrusted(seen, ledger);

    /// <summary>Takes it off then; null: it is not.</summary>
    public static Step? RegressedOnTheWay(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary) =>
        IsRegressedOnTheWay(seen, ledger, canary) ? Kept(seen, ledger, canary, Regression.Begin) : null;

    private static Step? OnHarm(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary) =>
        IsTrusted(seen, ledger) ? Kept(seen, ledger, canary, Regression.Begin)
        : canary.Phase == CanaryPhase.Asking ? null
        : Kept(
            seen,
            ledger,
            canary,
            (_, _, tested) => Ask(seen, ledger, tested, CanaryWords.Untrusted(Calibration.Of(ledger), canary.Verdict!))
        );

    private static Step Healthy(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary) =>
        seen.Policy.Mode == CanaryMode.Shadow
            ? Shadowing.Promote(seen, ledger, canary, WouldDo.Promote)
            : Promote(seen, ledger, canary, null);

    /// <summary>
    /// At the longest bake. What could not be measured is never promoted by a rule, and never rolled back; where the policy is defensive, a
    /// person decides.
    /// </summary>
    private static Step Undecided(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var (choice, why) = Choice(seen, canary);
        return seen.Policy.Mode == CanaryMode.Shadow
            ? Shadowing.Promote(seen, ledger, canary, choice)
            : choice switch
            {
                WouldDo.Promote => Promote(seen, ledger, canary, why),
                WouldDo.RollBack => TakeOff(seen, ledger, canary, why),
                _ => Ask(seen, ledger, canary, why),
            };
    }

    private static (WouldDo Does, string Why) Choice(EnvironmentSeen seen, Canary canary)
    {
        var verdict = canary.Verdict!;
        if (verdict.Verdict == Verdict.Invalid)
        {
            return (WouldDo.Ask, CanaryWords.NotMeasured(canary));
        }

        if (canary.Pulls.Any(pull => pull.Defensive))
        {
            return (WouldDo.Ask, CanaryWords.NoDecision());
        }

        var quiet =
            verdict.LogEHarm <= 0
            && !verdict.Metrics.Any(metric => metric is { Gate: true, Verdict: Verdict.Regressed })
            && canary.Pulls.All(pull => pull.Band != Band.High);
        return seen.Policy.Inconclusive switch
        {
            WhenInconclusive.Auto when quiet => (WouldDo.Promote, CanaryWords.TooLittle()),
            WhenInconclusive.Promote => (WouldDo.Promote, CanaryWords.ByPolicy("promote")),
            WhenInconclusive.Rollback => (WouldDo.RollBack, CanaryWords.ByPolicy("roll back")),
            _ => (WouldDo.Ask, CanaryWords.NoDecision()),
        };
    }

    /// <summary>The longest bake is over, and everything that was counted in it was read.</summary>
    public static bool IsOver(EnvironmentSeen seen, Canary canary) =>
        seen.Now - canary.BakingSince!.Value >= seen.Policy.BakeMax && !Ticks.IsBehind(seen, canary);

    /// <summary>On to the next weight where nothing speaks against it; null: not now.</summary>
    public static Step? Wider(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary) =>
        IsReadyForMore(seen, canary) ? Widen(seen, ledger, canary) : null;

    private static bool IsReadyForMore(EnvironmentSeen seen, Canary canary)
    {
        var policy = seen.Policy;
        // A source that does not answer says nothing about harm either: wait for it, and for checks, before more people are exposed.
        var blind = policy.Metrics.Any(metric =>
            !seen.Readings.Any(read =>
                read.Metric == metric.Name
                && (read.Gate is { } gate ? gate.Verdict == Verdict.Healthy : read.Trouble is null && read.Ticks.Count > 0)
            )
        );
        return canary.Weight + 1 < policy.Weights.Count
            && seen.Now - canary.StageSince!.Value >= policy.BakeMin / policy.Weights.Count
            && (
                policy.Mode == CanaryMode.Shadow
                || (!blind && canary.Verdict!.Verdict != Verdict.Invalid && canary.Verdict.LogEHarm < Math.Log(1 / policy.Alpha) / 2)
            );
    }

    private static Step Widen(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary)
    {
        var next = canary with { Phase = CanaryPhase.Deploying, Weight = canary.Weight + 1, Since = seen.Now };
        return new Step(ledger with { Canary = next }, Story.Line("widened", next, CanaryWords.Widens(next, seen.Policy)));
    }

    public static Step Promote(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, string? note)
    {
        var next = canary with { Phase = CanaryPhase.Promoting, Since = seen.Now, Promoted = true, Note = note };
        return new Step(ledger with { Canary = next }, Story.Line("promoting", next, CanaryWords.Promotes(next, seen.Policy)));
    }

    public static Step TakeOff(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, string note)
    {
        var next = canary with { Phase = CanaryPhase.RollingBack, Since = seen.Now, Note = note };
        return new Step(ledger with { Canary = next }, Story.Line("rolling_back", next, CanaryWords.RolledBack(next)));
    }

    private static Step Ask(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, string note)
    {
        var next = canary with { Phase = CanaryPhase.Asking, Since = seen.Now, Note = note };
        return new Step(ledger with { Canary = next }, Story.Line("asking", next, CanaryWords.Asks(next)));
    }

    private static Bounds BoundsOf(EnvironmentSeen seen) => new(seen.Policy.Alpha, seen.Policy.Beta, seen.Policy.Tolerate);

    /// <summary>All that was counted for the canary, stage after stage; ticks that count to neither side are left out.</summary>
    private static Row<Measured> Measure(EnvironmentSeen seen, Canary canary) =>
        seen
            .Policy.Metrics.Select(metric =>
            {
                var read = seen.Readings.FirstOrDefault(each => each.Metric == metric.Name);
                var ticks = (read?.Ticks ?? [])
                    .Where(tick => tick.Deployment.StartsWith(canary.Id, StringComparison.Ordinal))
                    .OrderBy(tick => tick.Deployment.Length)
                    .ThenBy(tick => tick.Deployment, StringComparer.Ordinal)
                    .ThenBy(tick => tick.Index)
                    .ToRow();
                var gate = metric.Check is null ? null : read?.Gate ?? new Gate(metric.Check, null);
                return new Measured(metric.Name, ticks, metric.Critical, metric.Weight, Trouble: read?.Trouble)
                {
                    Gate = gate,
                    Usual = Foreseeing.UsualOf(seen, canary, metric.Name),
                }.Usable();
            })
            .ToRow();

    /// <summary>From the busiest metric at the share of its last tick.</summary>
    private static TimeSpan? SeesDoubling(EnvironmentSeen seen, Canary canary, Bounds bounds) =>
        seen
            .Readings.Select(read =>
                read.Ticks.Where(tick => tick.Deployment.StartsWith(canary.Id, StringComparison.Ordinal) && Evidence.IsUsable(tick))
                    .ToList()
            )
            .Where(ticks => ticks.Count > 0)
            .Select(ticks =>
                Power.TimeToSee(
                    2,
                    ticks.Average(tick => tick.Baseline) / Ticks.Length(canary, seen.Policy).TotalMinutes,
                    ticks[^1].Share!.Value,
                    bounds,
                    Ticks.Length(canary, seen.Policy)
                )
            )
            .Min();
}
