using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>Long stories of one pull, thrown by dice; after every look the rules hold that no story may break.</summary>
public sealed class StormTests
{
    [Fact]
    public void No_story_breaks_a_rule()
    {
        for (var seed = 1UL; seed <= 150; seed++)
        {
            Play(new Dice(seed), $"seed {seed}");
        }
    }

    private static void Play(Dice dice, string story)
    {
        var seen = PullStory.Begin(dice);
        for (var step = 0; step < 40; step++)
        {
            (seen, var what) = PullStory.Next(dice, seen);
            story += $", {what}";
            var plan = PullDecider.Decide(seen);
            Holds(seen, plan, story);

            // Now and then the bot crashes before its moves are made, and looks again.
            seen = dice.Roll() < 0.15 ? seen.From(plan.Next) : seen.After(plan);
            var settled = PullDecider.Decide(seen);
            Holds(seen, settled, story);
            var quiet = PullDecider.Decide(seen.After(settled));
            Assert.True(quiet.Moves.Count == 0 && quiet.Journal.Count == 0, $"{story}: it does not come to rest: {quiet.Moves}");
        }
    }

    private static void Holds(PullSeen seen, Plan<PullLedger, PullMove> plan, string story)
    {
        var (ledger, before) = (plan.Next, seen.Ledger);
        var admission = ledger.Admission;
        Assert.True(admission is null || ledger.Request is not null, $"{story}: admitted unasked");
        Assert.True(admission is null || seen.Pull.Merged || admission.Head == seen.Pull.Head, $"{story}: admitted with another head");
        Assert.True(admission is null || seen.Pull.Merged || (!seen.Pull.Draft && ledger.Hold is null), $"{story}: a draft or a held pull is admitted");
        Assert.True(
            admission is null || seen.Pull.Merged || !seen.Pull.IsFork(Pull.Repo.Id) || ledger.Request is { Vouched: true, By: not null, Permission: >= Permission.Write },
            $"{story}: a fork is admitted that nobody stands for");
        Assert.True(ledger.Ticket >= before.Ticket && ledger.Settled >= before.Settled && ledger.Settled <= ledger.Ticket, $"{story}: tickets run backwards");
        Assert.True(
            admission is null == (ledger.Standing.State is not (PullState.Queued or PullState.Testing) && ledger.Standing.Code is not (Code.Paused or Code.FlakyRetry)),
            $"{story}: admission {admission} and standing {ledger.Standing} disagree");
        Assert.True(
            plan.Moves.OfType<PullMove.PutComment>().All(move => move.Id is not null || (move.Marker == "<!-- sluice -->" ? seen.Shown.CommentId : seen.Shown.VerdictId) is null),
            $"{story}: a comment has a twin");
        Assert.True(
            plan.Moves.OfType<PullMove.SetLabels>().All(move => move.Add.All(label => !seen.Pull.Labels.Contains(label)) && move.Remove.All(seen.Pull.Labels.Contains)),
            $"{story}: labels are set that are set");
        Assert.True(before.Standing.State != PullState.Unqueued || ledger.Standing.State != PullState.Unqueued || plan.Moves.All(move => move is not (PullMove.PutCheck { Id: null } or PullMove.PutComment { Id: null })), $"{story}: something is written on a pull that nobody queued");
    }
}
