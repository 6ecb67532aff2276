using Sluice.Flow.Commands;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>What each command does to a pull, for those who may give it (contract, section 5).</summary>
internal static class PullCommands
{
    public static (PullLedger Ledger, Said Said) Do(PullSeen seen, PullLedger ledger, Comment comment, Row<Command> commands)
    {
        var said = new Said(comment.Id, Reaction.Eyes, []);
        foreach (var command in commands)
        {
            (ledger, said) = Do(seen, ledger, comment, command, said);
        }

        return (ledger, said);
    }

    private static (PullLedger, Said) Do(PullSeen seen, PullLedger ledger, Comment comment, Command command, Said said)
    {
        switch (command)
        {
            case Command.Status:
                return (ledger, said.And(Reaction.Eyes, Replies.Status));
            case Command.Explain:
                return (ledger, said.And(Reaction.Eyes, Replies.Explain));
            case Command.Help:
                return (ledger, said.And(Reaction.Eyes, _ => Replies.Help()));
        }

        if (comment.By.Kind != ActorKind.User)
        {
            // No text for Apps: two that answer each other never end.
            return command is Command.Dequeue && comment.By.Id == seen.Pull.Author.Id
                ? Dequeue(seen, ledger, comment, said)
                : (ledger, said.And(Reaction.Confused));
        }

        if (command is Command.Unclear unclear)
        {
            return (ledger, said.And(Reaction.Confused, _ => Replies.Misread(unclear.Says)));
        }

        if (comment.Permission < Permission.Write && !(command is Command.Dequeue && comment.By.Id == seen.Pull.Author.Id))
        {
            return (ledger, said.And(Reaction.Confused, _ => Replies.NoWriteAccess(command.Word)));
        }

        return command switch
        {
            Command.Queue queue => Queue(seen, ledger, comment, queue.Priority, said),
            Command.Retry => ledger.Request is null
                ? Queue(seen, ledger, comment, null, said)
                : (ledger, said.And(Reaction.Confused, _ => Replies.NotRetryable())),
            Command.Dequeue => Dequeue(seen, ledger, comment, said),
            Command.Hold hold => Hold(seen, ledger, comment, hold, said),
            Command.Release => Release(seen, ledger, comment, said),
            Command.Pause pause => Tell(seen, ledger, comment, pause.Reason, said),
            Command.Resume => Tell(seen, ledger, comment, null, said),
            Command.Promote => Steer(seen, ledger, comment, CanaryAsk.Promote, said),
            Command.Rollback => Steer(seen, ledger, comment, CanaryAsk.Rollback, said),
            Command.Revert revert => OfLanded(seen, ledger, comment, CanaryAsk.Revert, revert.Reason, said),
            Command.Reland => OfLanded(seen, ledger, comment, CanaryAsk.Reland, null, said),
            Command.Extend => Steer(seen, ledger, comment, CanaryAsk.Extend, said),
            Command.ResetLimits => ResetLimits(seen, ledger, comment, said),
            Command.AcceptRisk accept => AcceptRisk(seen, ledger, comment, accept.Reason, said),
            Command.Try => Try(seen, ledger, comment, said),
            _ => throw new InvalidOperationException($"{command.Word} does nothing"),
        };
    }

    private static (PullLedger, Said) Queue(PullSeen seen, PullLedger ledger, Comment comment, Priority? priority, Said said)
    {
        if (!PullAsks.CanQueue(seen, ledger))
        {
            return (
                ledger,
                said.And(Reaction.Confused, _ => Replies.AlreadyOver(PullPlace.HasLanded(ledger.Standing.State) || seen.Pull.Merged))
            );
        }

        if (PullHead.IsSurelyOld(seen, ledger, comment.Created))
        {
            return (ledger, said.And(Reaction.Confused, _ => Replies.SaidBeforePush()));
        }

        var vouched = PullAsks.IsVouched(seen, ledger, comment.Permission, comment.Created);
        if (!vouched)
        {
            said = said.And(Reaction.Confused, _ => Replies.SaidBeforePush());
        }

        if (priority == Priority.Urgent && comment.Permission < Permission.Maintain)
        {
            (priority, said) = (Priority.Normal, said.And(Reaction.Done, _ => Replies.NotUrgent()));
        }
        else if (priority == Priority.High && Parties(seen, ledger).Include(comment.By))
        {
            (priority, said) = (Priority.Normal, said.And(Reaction.Done, _ => Replies.NotHigh()));
        }

        var request = new QueueRequest(
            comment.By,
            comment.Permission,
            seen.Pull.Head,
            priority ?? ledger.Request?.Priority ?? Priority.Normal,
            comment.Created,
            vouched
        );
        return (PullAsks.Ask(seen, ledger, request), said.And(Reaction.Done));
    }

    /// <summary>A newer try takes the place of the one that is under way. The answer comes once CI has spoken.</summary>
    private static (PullLedger, Said) Try(PullSeen seen, PullLedger ledger, Comment comment, Said said) =>
        !PullAsks.CanQueue(seen, ledger)
            ? (
                ledger,
                said.And(Reaction.Confused, _ => Replies.AlreadyOver(PullPlace.HasLanded(ledger.Standing.State) || seen.Pull.Merged))
            )
        : PullHead.IsSurelyOld(seen, ledger, comment.Created) || !PullAsks.IsVouched(seen, ledger, comment.Permission, comment.Created)
            ? (ledger, said.And(Reaction.Confused, _ => Replies.SaidBeforePush()))
        : PullTries.Guard(seen, comment.By, comment.Permission) is { } path
            ? (ledger, said.And(Reaction.Confused, _ => TryWords.NotYours(path)))
        : (
            ledger with
            {
                Try = new TryRun(
                    comment.Id,
                    comment.By,
                    comment.Permission,
                    seen.Pull.Head,
                    seen.Pull.Base,
                    seen.Onto ?? seen.Pull.Head,
                    seen.Now
                ),
            },
            said.And(Reaction.Eyes)
        );

    private static (PullLedger, Said) Dequeue(PullSeen seen, PullLedger ledger, Comment comment, Said said) =>
        ledger.Request is null
            ? (ledger, said.And(Reaction.Confused, comment.By.Kind == ActorKind.User ? _ => Replies.NothingToDequeue() : null))
            : (
                ledger with
                {
                    Request = null,
                    Admission = null,
                    Standing = Standings.Dequeued(seen, Sentences.Dequeued(comment.By.Login)),
                },
                said.And(Reaction.Done)
            );

    private static (PullLedger, Said) Hold(PullSeen seen, PullLedger ledger, Comment comment, Command.Hold hold, Said said) =>
        !seen.Pull.Open ? (ledger, said.And(Reaction.Confused, _ => Replies.AlreadyOver(seen.Pull.Merged)))
        // In the place of another's it would be the author's own, and theirs to lift.
        : ledger.Hold is { } other && comment.By.Id == seen.Pull.Author.Id && other.By.Id != comment.By.Id
            ? (ledger, said.And(Reaction.Confused, _ => Replies.HeldByAnother(other.By.Login)))
        : (
            ledger with
            {
                Hold = new Hold(comment.By, hold.Reason, seen.Now) { Ends = seen.Now + (hold.For ?? Intake.Hold.Usual) },
                HoldOver = null,
            },
            said.And(Reaction.Done)
        );

    private static (PullLedger, Said) Release(PullSeen seen, PullLedger ledger, Comment comment, Said said) =>
        ledger.Hold is not { } hold ? Clear(seen, ledger, comment, said)
        : comment.By.Id == seen.Pull.Author.Id && hold.By.Id != comment.By.Id
            ? (ledger, said.And(Reaction.Confused, _ => Replies.NotYourHold(hold.By.Login)))
        : (ledger with { Hold = null }, said.And(Reaction.Done));

    /// <summary>Somebody else looked, or whoever maintains the repository: it is no duplicate.</summary>
    private static (PullLedger, Said) Clear(PullSeen seen, PullLedger ledger, Comment comment, Said said) =>
        ledger.Standing.Code != Code.Duplicate ? (ledger, said.And(Reaction.Confused, _ => Replies.NotHeld()))
        : comment.Permission < Permission.Maintain && Parties(seen, ledger).Include(comment.By)
            ? (ledger, said.And(Reaction.Confused, _ => Replies.NotYourDuplicate()))
        : (ledger with { Cleared = seen.Pull.Head }, said.And(Reaction.Done));

    /// <param name="reason">Null: the lane may go on.</param>
    private static (PullLedger, Said) Tell(PullSeen seen, PullLedger ledger, Comment comment, string? reason, Said said) =>
        comment.Permission < Permission.Maintain ? (ledger, said.And(Reaction.Confused, _ => Replies.NotYourLane()))
        : !seen.Policy.HasLane(seen.Repo, seen.Pull.Base) ? (ledger, said.And(Reaction.Confused, _ => Replies.NoLane(seen.Pull.Base)))
        : (
            ledger with
            {
                Orders = ledger.Orders.Add(new LaneOrder(seen.Pull.Base, comment.Id, comment.By, reason, comment.Created)),
            },
            said.And(Reaction.Done)
        );

    /// <summary>
    /// A healthy canary is promoted by itself: to promote one before is for maintainers other than the authors of what is on it.
    /// </summary>
    private static (PullLedger, Said) Steer(PullSeen seen, PullLedger ledger, Comment comment, CanaryAsk ask, Said said) =>
        seen is not { Release: { Running: true } release, Policy.Canary: { } canary }
            ? (ledger, said.And(Reaction.Confused, _ => Replies.NoCanary()))
        : ask == CanaryAsk.Promote
        && (
            comment.Permission < Permission.Maintain
            || comment.By.Id == seen.Pull.Author.Id
            || release.Authors.Contains(comment.By.Login, StringComparer.OrdinalIgnoreCase)
        )
            ? (ledger, said.And(Reaction.Confused, _ => Replies.NotYourCanary()))
        : (
            ledger with
            {
                CanaryOrders = ledger.CanaryOrders.Add(
                    new CanaryOrder(canary.PromoteTo, seen.Pull.Number, ask, comment.Id, comment.By, comment.Created)
                ),
            },
            said.And(Reaction.Done)
        );

    private static (PullLedger, Said) OfLanded(PullSeen seen, PullLedger ledger, Comment comment, CanaryAsk ask, string? reason, Said said)
    {
        var isBack = seen.Release?.State == PullState.Reverted;
        var not =
            seen.Policy.Canary is null ? Replies.NoEnvironment()
            : !seen.Pull.Merged ? Replies.NotLanded()
            : ask == CanaryAsk.Revert && isBack ? Replies.TakenBack()
            : ask == CanaryAsk.Reland && !isBack ? Replies.NotTakenBack()
            : null;
        if (not is not null)
        {
            return (ledger, said.And(Reaction.Confused, _ => not));
        }

        var order = new CanaryOrder(seen.Policy.Canary!.PromoteTo, seen.Pull.Number, ask, comment.Id, comment.By, comment.Created)
        {
            Reason = reason,
        };
        return (
            ledger with
            {
                CanaryOrders = ledger.CanaryOrders.Add(order),
            },
            said.And(Reaction.Done, ask == CanaryAsk.Reland ? _ => Replies.Relands() : null)
        );
    }

    private static (PullLedger, Said) AcceptRisk(PullSeen seen, PullLedger ledger, Comment comment, string reason, Said said) =>
        Parties(seen, ledger).Include(comment.By) ? (ledger, said.And(Reaction.Confused, _ => Replies.NotYourRisk()))
        : !PullHead.IsSurelyMeant(ledger, comment.Created) ? (ledger, said.And(Reaction.Confused, _ => Replies.SaidBeforePush()))
        : (
            ledger with
            {
                Accepted = new RiskAcceptance(comment.By, seen.Pull.Head, reason, comment.Id),
            },
            said.And(Reaction.Done, _ => Replies.RiskAccepted(seen.Pull.Head))
        );

    private static (PullLedger, Said) ResetLimits(PullSeen seen, PullLedger ledger, Comment comment, Said said) =>
        comment.Permission < Permission.Maintain || Parties(seen, ledger).Include(comment.By)
            ? (ledger, said.And(Reaction.Confused, _ => Replies.NotYourLimits()))
            : (
                ledger with
                {
                    Pardoned = comment.Created,
                },
                said.And(Reaction.Done, _ => Replies.LimitsReset(seen.Pull.Author.Login, ledger.Assessment?.Origin)) with
                {
                    Lines = said.Lines.Add(PullOutcomes.Pardon(seen, ledger)),
                }
            );

    private static Parties Parties(PullSeen seen, PullLedger ledger) =>
        Intake.Admissions.Parties.Of(seen, ledger.Assessment?.Origin ?? OriginAssessment.None);
}
