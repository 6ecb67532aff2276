using Sluice.Flow.Commands;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>Takes in what is asked of a pull: by the label, by comments, by the policy's own rules.</summary>
internal static class PullAsks
{
    public const string QueueLabel = "queue";

    /// <summary>Commands older than this at the first look were said to nobody: the bot was not there.</summary>
    private static readonly TimeSpan OldNews = TimeSpan.FromHours(1);

    private const int Remembered = 100;

    /// <summary>
    /// Each answer is a comment out of the few hundred an hour that GitHub lets the App write: nobody's to use up who may do nothing here.
    /// </summary>
    private const int StrangersAnswered = 5;

    private static readonly TimeSpan StrangersForgotten = TimeSpan.FromHours(1);

    public static (PullLedger Ledger, Row<Said> Said) TakeIn(PullSeen seen, PullLedger ledger)
    {
        var asked = Label(seen, Elsewhere(seen, Forget(seen, ledger)));
        Row<Said> said = [];
        foreach (var comment in seen.Comments.Where(comment => IsNew(seen, asked, comment)))
        {
            var commands = IsEdited(comment) ? [] : CommandReader.Read(comment.Body, seen.Policy.CommandAliases);
            if (commands.Count > 0)
            {
                (asked, var words) = PullCommands.Do(seen, asked, comment, commands);
                (asked, var isAnswered) = Heed(seen, asked, comment);
                said = isAnswered ? said.Add(words) : said;
            }

            asked = Done(asked, comment.Id);
        }

        return (Rule(seen, asked), said);
    }

    private static (PullLedger Ledger, bool IsAnswered) Heed(PullSeen seen, PullLedger ledger, Comment comment)
    {
        if (comment.Permission >= Permission.Write)
        {
            return (ledger, true);
        }

        var strangers = ledger.StrangersAnswered.Where(at => seen.Now - at < StrangersForgotten).ToRow();
        return strangers.Count >= StrangersAnswered ? (ledger, false) : (ledger with { StrangersAnswered = strangers.Add(seen.Now) }, true);
    }

    /// <summary>Notes that somebody wants this head queued.</summary>
    public static PullLedger Ask(PullSeen seen, PullLedger ledger, QueueRequest request) =>
        ledger.Request is not { } before
            ? ledger with
            {
                Ticket = ledger.Ticket + 1,
                Request = request with { Base = seen.Pull.Base, Priority = seen.Revert is null ? request.Priority : Priority.Revert },
            }
            : ledger with
            {
                // Asked again: the first place in line stays, and whoever has more rights stands for it.
                Request =
                    request.Vouched
                    && (
                        !before.IsVouchedFor(seen.Pull.Base)
                        || request.Permission > before.Permission
                        || before.By?.Id == seen.Pull.Author.Id
                    )
                        ? before with
                        {
                            Base = seen.Pull.Base,
                            By = request.By,
                            Permission = request.Permission,
                            Vouched = true,
                            Priority = request.Priority,
                            Also = Also(before, before),
                        }
                        : before with
                        {
                            Priority = request.Priority,
                            Also = Also(before, request),
                        },
            };

    private static Row<string> Also(QueueRequest before, QueueRequest other) =>
        other is { Vouched: true, By.Login: { } login } && !before.Also.Contains(login) ? before.Also.Add(login) : before.Also;

    /// <summary>The same as if a rule asked for it: what an explanation and the policy's own admission look at.</summary>
    public static PullLedger Imagined(PullSeen seen, PullLedger ledger) =>
        Ask(seen, ledger, new QueueRequest(null, Permission.None, seen.Pull.Head, Priority.Normal, seen.Now, false));

    public static bool IsVouched(PullSeen seen, PullLedger ledger, Permission permission, DateTimeOffset at) =>
        permission >= Permission.Write && (!seen.Pull.IsFork(seen.Repo.Id) || PullHead.IsSurelyMeant(ledger, at));

    /// <summary>Open, and not landed with this very head (GitHub closes a pull some time after its commits came onto the base).</summary>
    public static bool CanQueue(PullSeen seen, PullLedger ledger) =>
        seen.Pull.Open && !(PullPlace.HasLanded(ledger.Standing.State) && ledger.Standing.Head == seen.Pull.Head);

    private static PullLedger Forget(PullSeen seen, PullLedger ledger) =>
        seen.Ledger.HeadSeen is not null
            ? ledger
            : ledger with
            {
                CommandsUpTo = seen
                    .Comments.Where(comment => comment.Created <= seen.Now - OldNews)
                    .Select(comment => comment.Id)
                    .DefaultIfEmpty(0)
                    .Max(),
            };

    /// <summary>
    /// Aimed at another lane since: no rule of the former one admits it to this, and what is a revert there is none here.
    /// </summary>
    private static PullLedger Elsewhere(PullSeen seen, PullLedger ledger) =>
        !seen.Pull.Open || ledger.Request is not { Base: { } asked } request || asked == seen.Pull.Base ? ledger
        : request.By is null ? ledger with { Request = null, Admission = null, Standing = Standing.None }
        : request.Priority == Priority.Revert && seen.Revert is null ? ledger with { Request = request with { Priority = Priority.Normal } }
        : ledger;

    private static PullLedger Label(PullSeen seen, PullLedger ledger)
    {
        var last = seen.LabelEvents.LastOrDefault(found => LabelNames.Are(found.Label, QueueLabel));
        if (last is null || last.By.Id == seen.Self.Id || !seen.Policy.Queue.Admit.Contains(Policies.Admit.Label))
        {
            return ledger;
        }

        if (!last.On)
        {
            return ledger.Request is { ByLabel: true } request && last.At >= request.At && !LabelNames.Hold(seen.Pull.Labels, QueueLabel)
                ? ledger with
                {
                    Request = null,
                    Admission = null,
                    Standing = Standings.Dequeued(seen, Sentences.Unlabelled(last.By.Login)),
                }
                : ledger;
        }

        var permission = seen.Permissions.FirstOrDefault(known => known.Actor == last.By.Id)?.Permission;
        if (last.At <= ledger.LabelUpTo || permission is null)
        {
            return ledger;
        }

        ledger = ledger with { LabelUpTo = last.At };
        return !CanQueue(seen, ledger) || last.By.Kind != ActorKind.User || permission < Permission.Triage ? ledger
            : PullHead.IsSurelyOld(seen, ledger, last.At) ? ledger with { Standing = Standings.LabelledBefore(seen) }
            : Ask(seen, ledger, ByLabel(seen, ledger, last, permission.Value));
    }

    private static QueueRequest ByLabel(PullSeen seen, PullLedger ledger, LabelEvent put, Permission permission) =>
        new(
            put.By,
            permission,
            seen.Pull.Head,
            ledger.Request?.Priority ?? Priority.Normal,
            put.At,
            IsVouched(seen, ledger, permission, put.At)
        )
        {
            ByLabel = true,
        };

    // Reverts of the bot's own, and what the policy admits by itself: once for each head, so that what was ejected or taken out stays out.
    private static PullLedger Rule(PullSeen seen, PullLedger ledger)
    {
        // Of one that is held no more, or open again, or back at that head, this is only what was said last.
        var isOver =
            ledger.Standing is not ({ State: PullState.Unqueued } or { Code: Code.Held or Code.Closed or Code.HeadMoved })
            && ledger.Standing.Head == seen.Pull.Head;
        if (!CanQueue(seen, ledger) || isOver || ledger.Request is not null || ledger.Hold is not null)
        {
            return ledger;
        }

        var asked = Imagined(seen, ledger);
        return
            seen.Revert is not null || (IsAdmittedByRule(seen, asked) && Rules.Check(seen, asked).All(finding => finding.Obstacle is null))
            ? asked
            : ledger;
    }

    private static bool IsAdmittedByRule(PullSeen seen, PullLedger ledger) =>
        !seen.Pull.IsFork(seen.Repo.Id)
        && (
            seen.Policy.Queue.Admit.Contains(Policies.Admit.Auto)
            || (
                seen.Policy.Queue.Admit.Contains(Policies.Admit.Approved)
                && ledger.Assessment is { } assessment
                && ApprovalTally.Of(seen, ledger, assessment) is { Met: true, By.Count: > 0 }
            )
        );

    private static bool IsNew(PullSeen seen, PullLedger ledger, Comment comment) =>
        !ledger.Heard(comment.Id) && comment.By.Id != seen.Self.Id && CommandReader.MayHold(comment.Body);

    private static bool IsEdited(Comment comment) => comment.Updated > comment.Created;

    private static PullLedger Done(PullLedger ledger, long comment)
    {
        var done = ledger.CommandsDone.Add(comment).Order().ToRow();
        return done.Count <= Remembered
            ? ledger with
            {
                CommandsDone = done,
            }
            : ledger with
            {
                CommandsUpTo = done[done.Count - Remembered - 1],
                CommandsDone = done.Skip(done.Count - Remembered).ToRow(),
            };
    }
}
