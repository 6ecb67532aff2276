using Sluice.Flow.Release.Blaming;

namespace Sluice.Flow.Release;

/// <summary>
/// Canaries of parts of a regressed canary's pulls, composed beside the base, until one pull is named. Production stays on the last good
/// commit, and nothing else is deployed meanwhile.
/// </summary>
internal static class Splitting
{
    public static Step? Next(EnvironmentSeen seen, EnvironmentLedger ledger, Canary @case) =>
        ledger.Canary switch
        {
            _ when @case.Phase == CanaryPhase.Splitting && Regression.Unlocked(seen, ledger, @case) is { } unlocked => unlocked,
            null => Start(seen, ledger, @case),
            { Phase: CanaryPhase.Composing } part => Composed(seen, ledger, @case, part),
            { Phase: CanaryPhase.Deploying } part => ToWeight(seen, ledger, @case, part),
            { Phase: CanaryPhase.RollingBack } part => Deploying.BackToCase(seen, ledger, @case, part),
            { Phase: CanaryPhase.Baking, Verdict: not null } part => Judged(seen, ledger, @case, part),
            _ => null,
        };

    /// <summary>What was on a sound canary.</summary>
    public static Row<int> Cleared(Canary @case) =>
        @case.Trials.Where(trial => trial.Verdict == Verdict.Healthy).SelectMany(trial => trial.Pulls).Distinct().Order().ToRow();

    /// <summary>
    /// Among whom the culprit is: on the last part that regressed, else on the canary. There may be several, so one is looked for where
    /// harm was seen last; the others show again when they go again.
    /// </summary>
    public static Row<LandedPull> Field(Canary @case) =>
        @case.Trials.LastOrDefault(trial => trial.Verdict == Verdict.Regressed) is { } last
            ? @case.Pulls.Where(pull => last.Pulls.Contains(pull.Number)).ToRow()
            : @case.Pulls;

    private static Step Start(EnvironmentSeen seen, EnvironmentLedger ledger, Canary @case)
    {
        var tried = Culprit.Half(@case.Suspects, Cleared(@case));
        // What was sound by itself is left out: the fewer are on it, the more its verdict tells.
        var pulls = @case.Pulls.Where(pull => tried.Contains(pull.Number)).ToRow();
        var serial = DeployQueue.NextSerial(seen, ledger);
        var id = Stages.CanaryId(seen.Policy.Environment, serial, @case.Sha, @case.Previous, pulls);
        var part = new Canary(id, @case.Previous, @case.Previous, pulls, CanaryPhase.Composing, @case.Weight, seen.Now, null, null)
        {
            Created = seen.Now,
            Fence = serial,
            Part = @case.Id,
        };
        return new Step(
            ledger with
            {
                Canary = part,
                Case = @case,
                Serial = serial,
                Branches = ledger.Branches.Add(Stages.PartBranch(part)),
            },
            Story.Line("trying", part, CanaryWords.Tries(@case, part))
        );
    }

    private static Step? Composed(EnvironmentSeen seen, EnvironmentLedger ledger, Canary @case, Canary part)
    {
        if (seen.Composed is not { } composed || composed.Canary != part.Id)
        {
            return null;
        }

        if (composed.Commit is not { } commit)
        {
            return Stop(seen, ledger, @case, part, composed.Why ?? CanaryWords.NotComposed());
        }

        var kept = part.Pulls.Where(pull => composed.Pulls.Contains(pull.Number)).ToRow();
        // What builds on others does not stand without them. The oldest pulls up to the middle of the suspicion stood on the base by
        // themselves.
        var next = kept.Count > 0 ? part with { Sha = commit, Pulls = kept } : Oldest(@case, part);
        var deploying = next with { Phase = CanaryPhase.Deploying, Since = seen.Now };
        return new Step(ledger with { Canary = deploying }, Story.Line("deploying", deploying, CanaryWords.Starts(deploying, seen.Policy)));
    }

    private static Canary Oldest(Canary @case, Canary part)
    {
        var half = @case.Suspects.Where(each => each.Number is not null).Sum(each => each.Probability) / 2;
        var pulls = new List<LandedPull>();
        // Without the last suspect: with it the part would be what regressed already.
        var last = Field(@case)[^1].Number;
        foreach (var pull in @case.Pulls.TakeWhile(pull => pull.Number != last))
        {
            pulls.Add(pull);
            half -= @case.Suspects.FirstOrDefault(each => each.Number == pull.Number)?.Probability ?? 0;
            if (half <= 0)
            {
                break;
            }
        }

        return part with
        {
            Sha = pulls[^1].Commit,
            Pulls = pulls.ToRow(),
        };
    }

    private static Step? ToWeight(EnvironmentSeen seen, EnvironmentLedger ledger, Canary @case, Canary part) =>
        Deploying.ToWeight(seen, ledger, part) is not { } step ? null
        : step.Ledger.Canary is { Phase: CanaryPhase.Baking } ? step
        : Stop(seen, ledger, @case, part, step.Line.Says.TrimEnd('.'));

    private static Step? Judged(EnvironmentSeen seen, EnvironmentLedger ledger, Canary @case, Canary part)
    {
        var verdict = part.Verdict!;
        return verdict.Verdict is not (Verdict.Regressed or Verdict.Healthy) && !Baking.IsOver(seen, part)
                ? Baking.Wider(seen, ledger, part)
            // A source that was silent in the moment in which the time was up is no reason to call people.
            : verdict.Verdict == Verdict.Invalid && Breaking.MayPass(seen, ledger) ? null
            : Baking.Kept(
                seen,
                ledger,
                part,
                (_, _, tested) =>
                    verdict.Verdict == Verdict.Invalid
                        ? Stop(seen, ledger, @case, tested, CanaryWords.NotMeasured(tested))
                        : Tried(seen, ledger, @case, tested, verdict)
            );
    }

    /// <summary>The part told what it could; with it everything is weighed anew.</summary>
    private static Step Tried(EnvironmentSeen seen, EnvironmentLedger ledger, Canary @case, Canary part, CanaryVerdict verdict)
    {
        var trial = new Trial(part.Pulls.Select(pull => pull.Number).Order().ToRow(), verdict.Verdict, verdict.LogEHarm, seen.Now)
        {
            Canary = part.Id,
        };
        var step = Regression.Conclude(seen, ledger, @case with { Trials = @case.Trials.Add(trial) });
        var goesOn = step.Ledger.Case is { Phase: CanaryPhase.Splitting };
        // A sound part may run until the next one takes its place; anything else goes back at once.
        var over = goesOn && verdict.Verdict == Verdict.Healthy ? null : part with { Phase = CanaryPhase.RollingBack, Since = seen.Now };
        return new Step(step.Ledger with { Canary = over }, step.Line);
    }

    /// <summary>A part that cannot be tried tells nothing: a person is asked.</summary>
    private static Step Stop(EnvironmentSeen seen, EnvironmentLedger ledger, Canary @case, Canary part, string why)
    {
        var asking = @case with { Phase = CanaryPhase.Asking, Since = seen.Now, Note = BlameWords.NotTried(why) };
        var ran = part.Phase is not CanaryPhase.Composing;
        return new Step(
            ran
                ? ledger with
                {
                    Case = asking,
                    Canary = part with { Phase = CanaryPhase.RollingBack, Since = seen.Now },
                }
                : ledger with
                {
                    Case = null,
                    Canary = asking,
                },
            Story.Line("asking", asking, CanaryWords.Asks(asking))
        );
    }
}
