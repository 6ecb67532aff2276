using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Ci;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>Whatever people say and do in whatever order: nobody comes in, and nobody is let go, against the rules.</summary>
public sealed class WalksTests
{
    private static readonly Actor[] People = [Pull.Ada, Pull.Bo, Pull.Cy, new Actor(50, "stranger"), Pull.Bot];

    private static readonly string[] Words =
    [
        "queue",
        "queue priority=urgent",
        "queue priority=high",
        "dequeue",
        "retry",
        "hold 1h because of lunch",
        "hold it",
        "hold 2d because of the audit",
        "hold until then",
        "release",
        "try",
        "explain",
        "accept-risk mine",
        "pause it",
        "resume",
        "promote",
        "revert it",
        "reset-limits",
        "quue",
    ];

    [Fact]
    public void Who_is_admitted_meets_the_rules_and_no_author_lifts_anothers_hold() =>
        Assert.All(Enumerable.Range(1, 800), seed => Walk(new Dice((ulong)seed)));

    private static void Walk(Dice dice)
    {
        var (seen, head) = (Begin(dice), 1);
        for (var minute = 6; minute < 46; minute += 1 + dice.Below(3))
        {
            head += dice.Below(9) == 0 ? 1 : 0;
            seen = Step(dice, seen with { Now = Pull.Opened.AddMinutes(minute + 1) }, head, minute);
            var plan = PullDecider.Decide(seen);
            Admits(seen, plan.Next);
            Holds(seen, plan.Next);
            seen = seen.After(plan);
        }
    }

    private static PullSeen Begin(Dice dice)
    {
        var isFork = dice.Below(2) == 0;
        var author = People[dice.Below(People.Length)];
        Admit[] ways = [Admit.Label, Admit.Command, Admit.Approved, Admit.Auto];
        return Pull.Seen().With(pull => pull with { HeadRepo = isFork ? 555 : Pull.Repo.Id, Author = author }) with
        {
            Reviews = [],
            Policy = Policy.Default with
            {
                Mode = dice.Below(6) == 0 ? Mode.Defensive : Mode.Normal,
                Queue = new QueuePolicy { Admit = [.. ways.Where(_ => dice.Below(2) == 0)] },
            },
            Ci =
                !isFork ? CiTouch.Nothing
                : dice.Below(3) == 0 ? null
                : new CiTouch(dice.Below(2) == 0 ? ["ci.sh"] : []),
        };
    }

    private static PullSeen Step(Dice dice, PullSeen seen, int head, int minute)
    {
        var (who, may) = (People[dice.Below(People.Length)], (Permission)dice.Below(6));
        return dice.Below(9) switch
        {
            _ when seen.Pull.Head != Pull.Head(head) => seen.Pushed(head, minute),
            0 => seen.Labelled(who, may, minute),
            1 => seen.With(pull => pull with { Open = !pull.Open }),
            2 => seen with { Reviews = seen.Reviews.Add(Pull.Approval(who, may, head) with { Id = minute, At = seen.Now }) },
            3 => seen with { Change = seen.Change is null ? Pull.Seen().Change! with { Head = Pull.Head(head) } : null },
            4 => seen.With(pull => pull with { Draft = !pull.Draft }),
            5 => seen with { Now = seen.Now.AddDays(dice.Below(9)) },
            _ => seen.Said(who, "/sluice " + Words[dice.Below(Words.Length)], may, minute),
        };
    }

    private static void Admits(PullSeen seen, PullLedger next)
    {
        if (next.Admission is not { } admission)
        {
            return;
        }

        Assert.True(seen.Pull is { Open: true, Draft: false } && next is { Hold: null, Request: not null });
        Assert.Equal((seen.Pull.Head, seen.Pull.Head), (admission.Head, next.Assessment?.Head));
        Assert.True(ApprovalTally.Of(seen, next, next.Assessment!).Met);
        if (seen.Pull.IsFork(seen.Repo.Id))
        {
            Assert.True(next.Request is { Vouched: true, Permission: >= Permission.Write });
            Assert.True(seen.Ci is { Paths.Count: 0 } || next.Request.Permission >= Permission.Maintain);
            Assert.True(seen.Ci is { Paths.Count: 0 } || next.Request.By!.Id != seen.Pull.Author.Id);
        }
    }

    private static void Holds(PullSeen seen, PullLedger next)
    {
        if (seen.Ledger.Hold is { } hold && hold.Until > seen.Now && hold.By.Id != seen.Pull.Author.Id && next.Hold?.By.Id != hold.By.Id)
        {
            Assert.Contains(seen.Comments, comment => !seen.Ledger.Heard(comment.Id) && comment.By.Id != seen.Pull.Author.Id);
        }
    }
}
