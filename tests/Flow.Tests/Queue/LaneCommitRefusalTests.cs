using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>GitHub refuses a landing for what a commit of it holds: that is a pull's affair, and the lane goes on without it.</summary>
public sealed class LaneCommitRefusalTests
{
    [Fact]
    public void Who_would_have_landed_alone_is_put_out_with_GitHubs_words()
    {
        var lane = Green(1);

        Refuse(lane, lane.Ledger.Landing!.Pulls[0].Head);

        var outcome = lane.Outcome(1);
        Assert.Equal((PullState.Ejected, Code.ChecksFailed), (outcome.State, outcome.Code));
        Assert.Contains("must start with", outcome.Because, StringComparison.Ordinal);
        Assert.Null(lane.Ledger.Halted);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public void Of_several_the_one_that_is_named_is_tried_alone_and_put_out_and_the_others_land(int number, bool isHead)
    {
        var lane = Green(1, 2, 3);
        var named = lane.Ledger.Landing!.Pulls[number - 1];

        Refuse(lane, isHead ? named.Head : named.Commit);
        Assert.Empty(lane.Ledger.Outcomes);

        Assert.Equal([2], LandAll(lane, number));
    }

    [Fact]
    public void Where_a_commit_is_nobodys_head_each_is_tried_alone()
    {
        var lane = Green(1, 2, 3);

        Refuse(lane, Values.Sha("an earlier commit of 2"));
        Assert.Empty(lane.Ledger.Outcomes);

        Assert.Equal([1, 1], LandAll(lane, 2));
    }

    [Fact]
    public void After_three_in_a_row_it_is_about_how_the_bot_makes_commits_and_the_lane_stands()
    {
        var lane = Alone(1, 2, 3, 4);
        for (var pull = 1; pull <= 3; pull++)
        {
            Refuse(lane, lane.Ledger.Landing!.Pulls[0].Commit);
            Assert.Equal(pull, lane.Ledger.Outcomes.Count);
            lane.Compose().CheckAll(CheckState.Success);
        }

        Refuse(lane, lane.Ledger.Landing!.Pulls[0].Commit);

        Assert.Equal(3, lane.Ledger.Outcomes.Count);
        Assert.Contains("must start with", lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.Contains("commits that the queue made", lane.Ledger.Halted, StringComparison.Ordinal);
        Assert.Equal(lane.Seen.Now.AddMinutes(10), lane.Plan.WakeAt);
    }

    [Fact]
    public void A_landing_between_shows_that_the_bots_commits_are_taken()
    {
        var lane = Alone(1, 2, 3, 4, 5);
        foreach (var isTaken in new[] { false, false, true, false, false })
        {
            if (isTaken)
            {
                lane.Land();
            }
            else
            {
                Refuse(lane, lane.Ledger.Landing!.Pulls[0].Commit);
            }

            lane.Compose().CheckAll(CheckState.Success);
        }

        Assert.Null(lane.Ledger.Halted);
        Assert.Equal(4, lane.Ledger.Outcomes.Count(outcome => outcome.State == PullState.Ejected));
    }

    [Fact]
    public void Pulls_own_commits_stop_no_lane_however_many_there_are()
    {
        var lane = Alone(1, 2, 3, 4, 5);
        for (var pull = 1; pull <= 5; pull++)
        {
            Refuse(lane, lane.Ledger.Landing!.Pulls[0].Head);
            Assert.Equal((pull, null), (lane.Ledger.Outcomes.Count, lane.Ledger.Halted));
            lane.Compose().CheckAll(CheckState.Success);
        }
    }

    [Fact]
    public void Heads_that_were_moved_for_the_landing_are_put_back()
    {
        var lane = Headed.Green(1, 2);
        var heads = lane.Ledger.Landing!.Heads;
        lane.Turn(seen =>
            Headed.Shows(seen, lane, 1, 2) with
            {
                HeadMoves = heads.Select(head => new HeadMoved(head.Number, head.From, head.To, null)).ToRow(),
            }
        );

        Refuse(lane, lane.Ledger.Landing!.Pulls[0].Commit);

        Assert.Equal(
            heads.Select(head => (head.Number, head.Head)),
            lane.Plan.Moves.OfType<LaneMove.MoveHead>().Select(move => (move.Number, move.To))
        );
    }

    [Fact]
    public void What_names_no_commit_is_about_the_branch()
    {
        var lane = Green(1, 2).Turn(seen => seen with { LandingRefused = "GH013: Changes must be made through a pull request." });

        Assert.Empty(lane.Ledger.Outcomes);
        Assert.NotNull(lane.Ledger.Halted);
    }

    /// <summary>Lands all but one, whose commit is refused whenever it would; how many landed together each time.</summary>
    private static List<int> LandAll(Lane lane, int refused)
    {
        var sizes = new List<int>();
        for (var turn = 0; turn < 8 && lane.Ledger.Outcomes.Count < 3; turn++)
        {
            if (lane.Compose().CheckAll(CheckState.Success).Ledger.Landing is not { } landing)
            {
                continue;
            }

            if (landing.Pulls.Any(pull => pull.Number == refused))
            {
                Refuse(lane, Values.Sha("an earlier commit"));
            }
            else
            {
                sizes.Add(landing.Pulls.Count);
                lane.Land();
            }
        }

        Assert.Null(lane.Ledger.Halted);
        Assert.Equal(3, lane.Ledger.Outcomes.Count);
        Assert.Equal(refused, Assert.Single(lane.Ledger.Outcomes, outcome => outcome.State == PullState.Ejected).Number);
        return sizes;
    }

    private static Lane Green(params int[] numbers) =>
        new Lane([.. numbers.Select(number => Values.Entry(number))]).Compose().CheckAll(CheckState.Success);

    private static Lane Alone(params int[] numbers) =>
        new Lane([.. numbers.Select(number => Values.Entry(number))])
            .With(queue => queue with { BatchMax = 1, Slots = 1 })
            .Compose()
            .CheckAll(CheckState.Success);

    private static void Refuse(Lane lane, Sha commit)
    {
        lane.Turn(seen => seen with { LandingRefused = $"GH013: Commit message must start with \"SHOP-\". Found 1 violation: {commit}" });
        lane.Seen = lane.Seen with { LandingRefused = null };
    }
}
