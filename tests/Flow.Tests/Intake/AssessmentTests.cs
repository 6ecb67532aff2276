using Sluice.Flow.Intake;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>
/// Origin and risk of a head outlive its landing: git has nothing to compare any more, and GitHub still calls the pull open.
/// </summary>
public sealed class AssessmentTests
{
    private static readonly PullSeen Risky = (
        Pull.Seen() with
        {
            Change = new Change(Pull.Head(100), Pull.Head(), [new FileChange("shop/price.py", 2_000, 900)]),
            Commits =
            [
                new CommitInfo(
                    Pull.Head(),
                    "Ada",
                    "ada@shop.example",
                    "ada@shop.example",
                    "Round prices\n\nCo-Authored-By: Claude <noreply@anthropic.com>",
                    Pull.Opened
                ),
            ],
        }
    )
        .Labelled(Pull.Ada)
        .Turned();

    private static readonly PullSeen OnBase = Risky with { Change = new Change(Pull.Head(), Pull.Head(), []), Commits = [] };

    [Fact]
    public void A_head_that_came_onto_the_base_keeps_what_was_found_of_it()
    {
        Assert.DoesNotContain("risk/low", Risky.Pull.Labels);
        Assert.Contains(Risky.Pull.Labels, label => label.StartsWith("origin/", StringComparison.Ordinal));

        Assert.Equal(Risky.Ledger.Assessment, PullDecider.Decide(OnBase).Next.Assessment);
        Assert.DoesNotContain(PullDecider.Decide(OnBase).Moves, move => move is PullMove.SetLabels);
    }

    [Fact]
    public void What_its_lane_and_the_canary_go_by_stays_too()
    {
        var before = Assert.IsType<Admission>(
            (Risky with { Reviews = [Pull.Approval(Pull.Bo), Pull.Approval(Pull.Cy)] }).Turned().Ledger.Admission
        );
        var after = (Risky with { Reviews = [Pull.Approval(Pull.Bo), Pull.Approval(Pull.Cy)] }).Turned() with
        {
            Change = OnBase.Change,
            Commits = [],
        };

        Assert.Equal(before, PullDecider.Decide(after).Next.Admission);
    }

    [Fact]
    public void A_head_that_was_first_seen_on_the_base_is_not_called_small()
    {
        var stranger = Pull.Seen() with { Change = new Change(Pull.Head(), Pull.Head(), []), Commits = [] };

        Assert.Null(PullDecider.Decide(stranger).Next.Assessment);
        Assert.Empty(PullDecider.Decide(stranger).Moves);
    }

    [Fact]
    public void A_head_that_differs_from_the_base_in_nothing_is_assessed()
    {
        var empty = Pull.Seen() with { Change = new Change(Pull.Head(100), Pull.Head(), []) };

        Assert.Equal(Pull.Head(), PullDecider.Decide(empty).Next.Assessment?.Head);
    }
}
