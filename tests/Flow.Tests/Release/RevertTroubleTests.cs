using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>What keeps a revert from being opened, or from landing, and how it goes on.</summary>
public sealed class RevertTroubleTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(3);

    [Fact]
    public void A_revert_that_cannot_be_composed_asks_a_person()
    {
        var fleet = new Fleet { RevertRefused = "conflict in src/a.sh" };
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;

        fleet.Run(Long);

        Assert.Equal((CanaryPhase.Asking, 0), (fleet.Ledger.Canary!.Phase, fleet.Reverts.Count));
        Assert.Contains("conflict in src/a.sh", Fate.Of(fleet.Ledger, 1)!.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revert_that_GitHub_refuses_for_a_moment_is_tried_again_before_anybody_is_asked()
    {
        var fleet = new Fleet { RevertRefused = "409: try again", Refusal = RefusalKind.Passes };
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Reverting });
        fleet.Run(TimeSpan.FromMinutes(50));
        Assert.Equal(CanaryPhase.Reverting, fleet.Ledger.Canary!.Phase);

        fleet.RevertRefused = null;
        fleet.Run(TimeSpan.FromMinutes(1));

        Assert.Equal((CanaryPhase.Reverting, 901), (fleet.Ledger.Canary!.Phase, fleet.Ledger.Canary.RevertPull));
        Assert.DoesNotContain("asking", fleet.Story);
    }

    [Theory]
    [InlineData(RefusalKind.Passes, 1)]
    [InlineData(RefusalKind.MayBeAllowed, 1)]
    [InlineData(RefusalKind.Lasts, 0)]
    public void What_GitHub_goes_on_refusing_is_a_question_and_is_tried_on_until_it_is_allowed(RefusalKind kind, int opened)
    {
        var fleet = new Fleet { RevertRefused = "no Apps here", Refusal = kind };
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Reverting });
        fleet.Run(kind == RefusalKind.Passes ? TimeSpan.FromMinutes(61) : TimeSpan.FromMinutes(1));
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        Assert.Contains("no Apps here", Fate.Of(fleet.Ledger, 1)!.Because, StringComparison.Ordinal);
        Assert.Equal(opened == 1, fleet.Ledger.Canary.Note!.Contains("`/sluice revert` on #1", StringComparison.Ordinal));

        fleet.RevertRefused = null;
        fleet.Run(TimeSpan.FromMinutes(11));

        Assert.Equal(opened, fleet.Reverts.Count);
        Assert.Equal(opened == 1 ? CanaryPhase.Reverting : CanaryPhase.Asking, fleet.Ledger.Canary.Phase);
    }

    [Fact]
    public void Who_says_revert_after_it_was_refused_has_it_tried_once_more()
    {
        var fleet = new Fleet { RevertRefused = "conflict in src/a.sh" };
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Asking });
        fleet.RevertRefused = null;

        fleet.Say(CanaryAsk.Revert, 1);
        fleet.Run(TimeSpan.FromMinutes(1));

        Assert.Single(fleet.Reverts);
        Assert.Equal(CanaryPhase.Reverting, fleet.Ledger.Canary!.Phase);
    }

    [Fact]
    public void A_revert_that_is_put_out_of_the_queue_asks_with_the_command_that_goes_on_and_goes_on_once_it_is_back()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.RunUntil(() => fleet.Ledger.Canary is { RevertPull: not null });
        fleet.Reverts[0] = fleet.Reverts[0] with { Out = new OutOfQueue(PullState.Ejected, Code.ChecksFailed, "`test` failed.") };
        fleet.Turn();

        Assert.Equal((CanaryPhase.Asking, "asking"), (fleet.Ledger.Canary!.Phase, fleet.Story.Last()));
        Assert.Contains("`test` failed): say `/sluice queue` on it", Fate.Of(fleet.Ledger, 1)!.Because, StringComparison.Ordinal);

        fleet.Reverts[0] = fleet.Reverts[0] with { Out = null };
        fleet.Turn();

        Assert.Equal((CanaryPhase.Reverting, (string?)null), (fleet.Ledger.Canary!.Phase, fleet.Ledger.Canary.Note));
        Assert.Single(fleet.Opened);
    }

    [Fact]
    public void What_landed_later_and_touches_the_same_files_is_listed_on_the_revert()
    {
        var fleet = new Fleet();
        (fleet.Paths[1], fleet.Paths[2], fleet.Paths[3]) = (["src/price.cs"], ["src/price.cs", "docs/a.md"], ["docs/b.md"]);
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.RunUntil(() => fleet.Ledger.Canary is { Phase: CanaryPhase.Baking });
        fleet.Land(2, 3);
        fleet.Run(Long);

        var body = Assert.Single(fleet.Opened).Body;
        Assert.Contains("touch the same files, so look whether they stand without it: #2.", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revert_that_somebody_closes_asks_and_goes_on_when_it_is_opened_again()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;
        fleet.Run(Long);
        fleet.Reverts[0] = fleet.Reverts[0] with { Open = false };
        fleet.Turn();
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);

        fleet.Reverts[0] = fleet.Reverts[0] with { Open = true };
        fleet.Turn();

        Assert.Equal(CanaryPhase.Reverting, fleet.Ledger.Canary!.Phase);
        Assert.Single(fleet.Opened);
    }
}
