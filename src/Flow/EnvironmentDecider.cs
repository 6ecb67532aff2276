using Sluice.Flow.Release;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>Decides what an environment pair does next: deploys, bakes, promotes, rolls back, opens the revert, unlocks.</summary>
public static class EnvironmentDecider
{
    /// <summary>
    /// More changes than this in one look would be a circle, beside one for each word of people and for each answer to one.
    /// </summary>
    private const int MostSteps = 12;

    /// <summary>Nothing rings when what holds deployments is over.</summary>
    private static readonly TimeSpan HeldLook = TimeSpan.FromMinutes(1);

    /// <summary>Between looks that catch up with ticks after a silence.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    public static Plan<EnvironmentLedger, EnvironmentMove> Decide(EnvironmentSeen seen)
    {
        var known = seen.Ledger with { Branches = seen.Ledger.Branches.Where(branch => !seen.Gone.Contains(branch)).ToRow() };
        var ledger = Breaking.Watched(seen, Baking.Judged(seen, DeployQueue.TakeIn(known, seen.Landed, seen.Now)));
        var (journal, most) = (new List<JournalLine>(), MostSteps + seen.Asks.Count + seen.Answers.Count);
        while (Next(seen, ledger) is { } step)
        {
            ledger = step.Ledger;
            if (step.Receipt is { } receipt)
            {
                journal.Add(receipt);
            }

            journal.Add(step.Line);
            if (journal.Count > most)
            {
                var kinds = string.Join(", ", journal.Select(line => line.Kind));
                throw new InvalidOperationException($"an environment goes in circles: {kinds}");
            }
        }

        var frozen = DeployFreezes.Now(seen, ledger);
        if (frozen is not null && (frozen.Until, frozen.Reason) != (ledger.Frozen?.Until, ledger.Frozen?.Reason))
        {
            journal.Add(new JournalLine("frozen", CanaryWords.Frozen(frozen), frozen.Pulls));
        }

        ledger = ledger with { Frozen = frozen };
        journal.AddRange(Spending.Between(seen.Ledger, ledger));
        return new Plan<EnvironmentLedger, EnvironmentMove>(ledger, Moves(seen, ledger), Wake(seen, ledger), journal.ToRow());
    }

    private static Step? Next(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        Answered(seen, ledger) ?? Breaking.Next(seen, ledger) ?? Ordering.Next(seen, ledger) ?? ByOrder(seen, ledger);

    private static Step? ByOrder(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        ledger is { Case: null, Canary: { } canary }
        && (Steering.Heed(seen, ledger, canary) ?? Foreseeing.Tell(seen, ledger, canary)) is { } step
            ? step
            : ByPhase(seen, ledger);

    private static Step? ByPhase(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        ledger.Canary switch
        {
            _ when ledger.Case is { } @case => Splitting.Next(seen, ledger, @case),
            null => DeployQueue.Start(seen, ledger),
            { Phase: CanaryPhase.Deploying } canary => Deploying.ToWeight(seen, ledger, canary),
            { Phase: CanaryPhase.Promoting } canary => Deploying.ToProduction(seen, ledger, canary),
            { Taken.Count: > 0, Suspects.Count: 0 } canary when seen.Symptoms is not null => Regression.Weigh(seen, ledger, canary),
            { Phase: CanaryPhase.RollingBack } canary => Deploying.Back(seen, ledger, canary),
            { Taken.Count: > 0 } canary => Regression.Wait(seen, ledger, canary),
            { Verdict: not null } canary => Baking.Next(seen, ledger, canary),
            // It began to bake in this very look: nothing was counted, so there is nothing to decide.
            _ => null,
        };

    /// <summary>Whatever the ledger wants and GitHub does not show yet; so a move that was lost is made by a later look.</summary>
    private static Row<EnvironmentMove> Moves(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        var moves = new List<EnvironmentMove>();
        if (ledger.Canary is { } canary)
        {
            moves.AddRange(Stages.Awaited(canary, seen.Policy).Where(asked => Stages.Find(seen.Deployments, asked) is null));
            if (canary.Phase == CanaryPhase.Composing && seen.Composed?.Canary != canary.Id)
            {
                moves.Add(
                    new EnvironmentMove.ComposePart(canary.Id, Stages.PartBranch(canary), canary.Previous, canary.Pulls, canary.Created)
                );
            }
        }

        if ((ledger.Case ?? ledger.Canary) is { } regressed && Refusals.LetOpen(seen, regressed))
        {
            moves.Add(Revert(ledger, regressed));
        }

        moves.AddRange(Issues(seen, ledger));
        moves.AddRange(ledger.Asked.Select(Open));
        moves.AddRange(
            ledger
                .Branches.Where(branch => ledger.Canary is not { Part: not null } part || Stages.PartBranch(part) != branch)
                .Select(branch => new EnvironmentMove.DropPart(branch))
        );

        moves.AddRange(DeploymentRows.Moves(seen, ledger.Canary));
        return moves.ToRow();
    }

    /// <summary>Of each breaker its issue, where that does not say so yet; of one that is closed again, its end.</summary>
    private static IEnumerable<EnvironmentMove> Issues(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        ledger
            .Breakers.Select(breaker => new EnvironmentMove.PutIssue(
                breaker.Kind,
                BreakerWords.Title(breaker.Kind),
                BreakerWords.Body(breaker),
                true
            ))
            .Concat(
                seen.Issues.Where(issue => issue.Open && !ledger.Breakers.Any(breaker => breaker.Kind == issue.Kind))
                    .Select(issue => new EnvironmentMove.PutIssue(
                        issue.Kind,
                        BreakerWords.Title(issue.Kind),
                        BreakerWords.Over(issue.Kind),
                        false
                    ))
            )
            .Where(move => !seen.Issues.Any(issue => issue.Kind == move.Kind && issue.Body == move.Body && issue.Open == move.Open));

    /// <summary>What people asked for is opened or cannot be: no more is to be done about it here.</summary>
    private static Step? Answered(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        if (ledger.Asked.FirstOrDefault(asked => Refusals.Answer(seen, asked) is not null) is not { } done)
        {
            return null;
        }

        var answer = Refusals.Answer(seen, done)!;
        return new Step(
            ledger with
            {
                Asked = ledger.Asked.Where(asked => asked.Id != done.Id).ToRow(),
            },
            OrderWords.Line(
                done.Order,
                answer.Number is { } number
                    ? OrderWords.Opened(done.Order, number)
                    : OrderWords.Refused(done.Order, answer.Refused?.Why ?? "")
            )
        );
    }

    private static EnvironmentMove Open(AskedPull asked) =>
        asked.Order.Ask == CanaryAsk.Reland
            ? new EnvironmentMove.OpenReland(
                asked.Id,
                $"sluice/reland/{asked.Pull.Commit.Short}",
                asked.Pull,
                RevertWords.Again(asked.Pull),
                RevertWords.AgainBody(asked),
                asked.Order.At
            )
            : new EnvironmentMove.OpenRevert(
                asked.Id,
                asked.Pull.Base,
                $"sluice/revert/{asked.Pull.Commit.Short}",
                [asked.Pull],
                RevertWords.Title([asked.Pull]),
                RevertWords.AskedBody(asked),
                true,
                asked.Order.At
            );

    private static EnvironmentMove.OpenRevert Revert(EnvironmentLedger ledger, Release.Canary canary)
    {
        var taken = canary.Pulls.Where(pull => canary.Taken.Contains(pull.Number)).Reverse().ToRow();
        var branch = $"sluice/revert/{taken[0].Commit.Short}";
        var later = canary
            .Pulls.Concat(ledger.Waiting)
            .SkipWhile(pull => pull != taken[^1])
            .Where(pull => !taken.Contains(pull) && pull.Paths.Intersect(taken.SelectMany(each => each.Paths)).Any())
            .Select(pull => pull.Number)
            .Distinct()
            .ToRow();
        return new EnvironmentMove.OpenRevert(
            canary.Id,
            taken[0].Base,
            branch,
            taken,
            RevertWords.Title(taken),
            RevertWords.Body(canary, taken, later),
            canary.Certain,
            canary.Verdict?.At ?? canary.Created
        );
    }

    /// <summary>
    /// When time alone may change something. Deployments and reverts ring when they move; a look per tick beside that costs little and
    /// misses nothing.
    /// </summary>
    private static DateTimeOffset? Wake(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        if (ledger.Canary is not { } canary)
        {
            return ledger.Frozen is { } frozen ? Sooner(frozen.Until, seen.Now + HeldLook)
                : ledger.Held is not null || ledger.Breakers.Count > 0 ? seen.Now + HeldLook
                : ledger.Branches.Count + ledger.Asked.Count > 0 ? seen.Now + seen.Policy.Every
                : null;
        }

        var (policy, now) = (seen.Policy, seen.Now);
        DateTimeOffset? behind = Ticks.IsBehind(seen, canary) ? now + AtOnce : null;
        DateTimeOffset?[] times = canary.Phase switch
        {
            CanaryPhase.RollingBack when canary is { Taken.Count: > 0, Suspects.Count: 0 } => [now + AtOnce],
            CanaryPhase.Deploying or CanaryPhase.Promoting or CanaryPhase.RollingBack =>
            [
                behind,
                Ticks.Next(canary, policy, now),
                now + policy.Every,
                .. Stages
                    .Awaited(canary, policy)
                    .Select(asked => (DateTimeOffset?)Stages.Due(canary, policy, Stages.Find(seen.Deployments, asked))),
            ],
            CanaryPhase.Baking =>
            [
                behind,
                Shadowing.IsDue(policy, canary) ? now + AtOnce : null,
                Ticks.Next(canary, policy, now),
                canary.BakingSince + Foreseeing.ShortestBake(policy, canary, seen.Budget?.Left),
                canary.BakingSince + policy.BakeMax + canary.Extra,
                canary.StageSince + (policy.BakeMin / policy.Weights.Count),
            ],
            CanaryPhase.Reverting or CanaryPhase.Composing => [now + policy.Every],
            CanaryPhase.Blaming => [now + AtOnce],
            CanaryPhase.Asking when canary.OpensRevert => [now + Refusals.Pause],
            _ => [behind, Ticks.Next(canary, policy, now)],
        };
        return times.Append(ledger.Frozen?.Until).Where(time => time > now).Min();
    }

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
