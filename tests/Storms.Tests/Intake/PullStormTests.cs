using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Storms.Tests.Intake;

/// <summary>Long stories of one pull, thrown by dice; after every look the rules hold that no story may break.</summary>
public sealed class PullStormTests
{
    [Fact]
    public void No_story_breaks_a_rule()
    {
        for (var seed = 1UL; seed <= 60; seed++)
        {
            Play(new Dice(seed), $"seed {seed}");
        }
    }

    private static void Play(Dice dice, string seed)
    {
        var story = new List<string> { seed };
        var seen = PullStory.Begin(dice);
        for (var step = 0; step < 40; step++)
        {
            (seen, var what) = PullStory.Next(dice, seen);
            story.Add(what);
            var plan = PullDecider.Decide(seen);
            Holds(seen, plan, story);

            // Now and then the bot crashes before its moves are made, and looks again.
            seen = dice.Roll() < 0.15 ? seen.From(plan.Next) : seen.After(plan);
            var settled = PullDecider.Decide(seen);
            Holds(seen, settled, story);
            var quiet = PullDecider.Decide(seen.After(settled));
            // Nobody composes here: that is asked for until it is done.
            Rule(quiet.Moves.All(move => move is PullMove.ComposeTry) && quiet.Journal.Count == 0, "it does not come to rest", story);
        }

        if (
            PullDecider.Decide(seen) is { Next: { Request: null, Hold: null } over }
            && PullDecider.Decide(seen.From(over) with { Now = seen.Now.AddHours(25) }).Next is { Request: null } late
        )
        {
            Rule(!late.IsAlive, "a day later it is alive still", story);
        }
    }

    private static void Holds(PullSeen seen, Plan<PullLedger, PullMove> plan, List<string> story)
    {
        var (ledger, before, open) = (plan.Next, seen.Ledger, !seen.Pull.Merged);
        var hasPlace =
            ledger.Standing.State is PullState.Queued or PullState.Testing || ledger.Standing.Code is Code.Paused or Code.FlakyRetry;
        Rule(hasPlace == ledger.Admission is not null, "its place and its standing disagree", story);
        if (ledger.Admission is { } admission && open)
        {
            var request = ledger.Request!;
            Rule(admission.Head == seen.Pull.Head && request.Head == seen.Pull.Head, "it is admitted with another head", story);
            Rule(!seen.Pull.Draft && ledger.Hold is null, "it is admitted as a draft or on hold", story);
            Rule(
                !seen.Pull.IsFork(Pull.Repo.Id) || request is { Vouched: true, By.Kind: ActorKind.User, Permission: >= Permission.Write },
                "it is a fork and nobody stands for it",
                story
            );
        }

        Rule(
            ledger.Ticket >= before.Ticket && ledger.Settled >= before.Settled && ledger.Settled <= ledger.Ticket,
            "tickets run backwards",
            story
        );
        Rule(
            !IsLanded(before) || IsLanded(ledger) || ledger.Request is not null || ledger.Standing.State == PullState.Left,
            "a landing is forgotten",
            story
        );
        Rule(
            ledger.Request is not null
                || ledger.Admission is not null
                || ledger.Settled == ledger.Ticket
                || ledger is { LeftAt: not null, Given: > 0 },
            "it ended and nothing closes its books",
            story
        );
        foreach (var move in plan.Moves)
        {
            Rule(Fits(seen, ledger, move), $"{move.GetType().Name} has nothing to do", story);
        }
    }

    private static bool IsLanded(PullLedger ledger) => ledger.Standing.State == PullState.Landed;

    private static bool Fits(PullSeen seen, PullLedger ledger, PullMove move) =>
        move.Match(
            labels =>
                labels.Add.All(label => !seen.Pull.Labels.Contains(label)) && labels.Remove.All(label => seen.Pull.Labels.Contains(label)),
            check => check.Digest != seen.Shown.CheckDigest && (check.Id is not null || ledger.Standing.State != PullState.Unqueued),
            comment =>
                comment.Id == (comment.Marker == "<!-- sluice -->" ? seen.Shown.CommentId : seen.Shown.VerdictId)
                && (comment.Id is not null || ledger.Standing.State != PullState.Unqueued),
            answer => !seen.Shown.Answered.Contains(answer.Reply.Comment),
            tellLane =>
                !seen.Shown.Answered.Contains(tellLane.Order.Comment)
                && ledger.Replies.Any(reply => reply.Comment == tellLane.Order.Comment),
            tellCanary =>
                !seen.Shown.Answered.Contains(tellCanary.Order.Comment)
                && ledger.Replies.Any(reply => reply.Comment == tellCanary.Order.Comment),
            advise => advise.Head == seen.Pull.Head,
            composeTry => ledger.Try is { Candidate: null } run && run.Comment == composeTry.Comment,
            _ => ledger.Try is null && ledger.EndedTries.Count > 0,
            drop => seen.Spent is { InUse: false } spent && (spent.Branch, spent.At) == (drop.Branch, drop.Expected),
            aim => seen.Aim is not null && aim.Onto == seen.Pull.Base
        );

    private static void Rule(bool holds, string broken, List<string> story)
    {
        if (!holds)
        {
            Assert.Fail($"{broken}: {string.Join(", ", story)}");
        }
    }
}
