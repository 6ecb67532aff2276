using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>What can happen to a pull, one event at a time, in an order that the dice choose.</summary>
internal static class PullStory
{
    private static readonly string[] Words =
    [
        "queue",
        "queue priority=high",
        "queue priority=urgent",
        "dequeue",
        "retry",
        "hold wait",
        "release",
        "accept-risk fine",
        "status",
        "explain",
        "promote",
        "pause lunch",
        "resume",
        "try",
        "nonsense",
    ];

    private static readonly Permission[] Rights = [Permission.Read, Permission.Triage, Permission.Write, Permission.Maintain];

    private static readonly Actor[] People = [Pull.Ada, Pull.Bo, Pull.Cy, Pull.Bot];

    public static PullSeen Begin(Dice dice)
    {
        var seen = Pull.Seen() with
        {
            Policy = Policy.Default with
            {
                Queue = new QueuePolicy
                {
                    Admit = dice.Roll() < 0.3 ? [Admit.Label, Admit.Command, Admit.Auto] : [Admit.Label, Admit.Command],
                },
                Notify = new NotifyPolicy(Pick(dice, [CommentLevel.All, CommentLevel.Outcomes, CommentLevel.Problems])),
            },
            Revert = dice.Roll() < 0.1 ? new RevertOf(dice.Roll() < 0.5, false) : null,
        };
        return dice.Roll() < 0.3 ? seen.With(pull => pull with { HeadRepo = 555 }) : seen;
    }

    public static (PullSeen Seen, string What) Next(Dice dice, PullSeen seen)
    {
        var minute = (int)(seen.Now - Pull.Opened).TotalMinutes;
        var now = seen with { Now = seen.Now.AddMinutes(1) };
        switch (dice.Below(12))
        {
            case 0 when seen.Pull.Open:
                var head = minute % 200;
                return (
                    now.Pushed(head, minute) with
                    {
                        Shown = now.Shown with { CheckId = null, CheckDigest = null, Former = Former(now) },
                        Lane = null,
                    },
                    $"push {head}"
                );
            case 1:
                return (now.With(pull => pull with { Draft = !pull.Draft }), "draft");
            case 2 when seen.Pull.Open:
                return (now.Labelled(Pick(dice, People), Pick(dice, Rights), minute), "label");
            case 3 or 4 or 5:
                var (word, by) = (Pick(dice, Words), Pick(dice, People));
                return (now.Said(by, "/sluice " + word, Pick(dice, Rights), minute), $"{by.Login} says {word}");
            case 6:
                return (
                    now with
                    {
                        Reviews =
                        [
                            Pull.Approval(Pull.Bo) with
                            {
                                Commit = seen.Pull.Head,
                                State = dice.Roll() < 0.8 ? ReviewState.Approved : ReviewState.ChangesRequested,
                            },
                        ],
                    },
                    "review"
                );
            case 7 or 8 when seen.Ledger.Admission is { } admission && seen.Pull.Open:
                var (state, code) = Pick(
                    dice,
                    [
                        (PullState.Testing, Code.Testing),
                        (PullState.Waiting, Code.FlakyRetry),
                        (PullState.Ejected, Code.ChecksFailed),
                        (PullState.Queued, Code.Queued),
                        (PullState.Landed, Code.Landed),
                    ]
                );
                return (now with { Lane = Pull.Word(state, code, admission.Ticket) }, $"lane: {code}");
            case 9:
                return (now with { LanePaused = now.LanePaused is null ? "paused" : null }, "pause");
            case 10 when dice.Roll() < 0.2 && seen.Pull.Open:
                return (now.With(pull => pull with { Open = false, Merged = dice.Roll() < 0.5, Updated = now.Now }), "close");
            case 11:
                return (now with { Change = now.Change is null ? Pull.Seen().Change! with { Head = seen.Pull.Head } : null }, "mirror");
            default:
                return (now, "time");
        }
    }

    private static ShownCheck? Former(PullSeen seen) =>
        seen.Ledger.OldHead is null && seen.Ledger.Standing.Head == seen.Pull.Head && seen.Shown.CheckId is { } id
            ? new ShownCheck(id, seen.Shown.CheckDigest)
            : seen.Shown.Former;

    private static T Pick<T>(Dice dice, T[] from) => from[dice.Below(from.Length)];
}
