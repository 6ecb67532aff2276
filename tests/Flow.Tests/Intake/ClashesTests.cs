using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>Whom a pull will meet is said before any build is spent on it, and never in its way.</summary>
public sealed class ClashesTests
{
    private static readonly Encounter Two = new(
        [new Clash(7, ["shop/price.py"]), new Clash(9, ["shop/cart.py", "shop/price.py"])],
        [new HotFile("shop/price.py", 6)]
    );

    [Fact]
    public void A_queued_pull_goes_on_and_its_check_and_record_say_whom_it_is_behind()
    {
        var plan = PullDecider.Decide((Pull.Seen() with { Meets = Two }).Labelled(Pull.Cy));
        var check = plan.Moves.OfType<PullMove.PutCheck>().Single();

        Assert.Equal(Code.Queued, plan.Next.Standing.Code);
        Assert.Contains(
            "It conflicts with #7 and #9, which are ahead of it, in `shop/cart.py` and `shop/price.py`",
            check.Summary,
            StringComparison.Ordinal
        );
        Assert.Contains("`shop/price.py` is also changed by 6 other open pull requests", check.Summary, StringComparison.Ordinal);
        Assert.Contains("\"conflicts_with\":[7,9]", check.Text, StringComparison.Ordinal);
        Assert.Equal(Two, plan.Next.Meets);
    }

    [Fact]
    public void That_others_come_and_go_is_not_worth_a_write_that_there_are_some_is()
    {
        var before = Pull.Seen().Labelled(Pull.Cy).Turned();
        var met = before with { Meets = Two };
        Assert.Single(PullDecider.Decide(met).Moves.OfType<PullMove.PutCheck>());

        var told = met.Turned();
        Assert.Empty(PullDecider.Decide(told with { Meets = new Encounter([Two.Clashes[1]], []) }).Moves);
        Assert.Single(PullDecider.Decide(told with { Meets = Encounter.None }).Moves.OfType<PullMove.PutCheck>());
    }

    [Fact]
    public void An_open_pull_is_found_by_the_paths_that_it_changes_old_names_too()
    {
        var seen = Pull.Seen() with
        {
            Change = Pull.Seen().Change! with
            {
                Files = [new FileChange("b", 1, 1, FileChangeKind.Renamed) { From = "c" }, new FileChange("a", 1, 0)],
            },
        };

        Assert.Equal(new Touched(Pull.Head(), "main", ["a", "b", "c"]), seen.Turned().Ledger.Touched);
        Assert.Null(seen.With(pull => pull with { Draft = true }).Turned().Ledger.Touched);
        Assert.Null(seen.Turned().With(pull => pull with { Open = false, Updated = Pull.Now }).Turned().Ledger.Touched);
        Assert.NotNull((seen.Turned() with { Change = null }).Turned().Ledger.Touched);
    }

    [Theory]
    [InlineData(Priority.Normal, 0, 11, true)]
    [InlineData(Priority.Normal, 0, 13, false)]
    [InlineData(Priority.Normal, -1, 13, true)]
    [InlineData(Priority.Normal, 1, 11, false)]
    [InlineData(Priority.High, 9, 13, true)]
    [InlineData(Priority.Low, -9, 11, false)]
    public void Ahead_is_who_has_more_priority_or_waits_longer(Priority priority, int minute, int number, bool isAhead) =>
        Assert.Equal(isAhead, Encounter.IsAhead(12, In(Priority.Normal, 0), number, In(priority, minute)));

    [Fact]
    public void Everybody_in_the_lane_is_ahead_of_who_is_not() => Assert.True(Encounter.IsAhead(12, null, 99, In(Priority.Low, 500)));

    [Fact]
    public void A_file_is_hot_that_four_others_change_and_the_three_hottest_are_told()
    {
        var mine = new Touched(Pull.Head(), "main", ["a", "b", "c", "d", "e"]);
        Touched Other(params string[] paths) => new(Pull.Head(2), "main", paths.ToRow());
        Touched[] others =
        [
            Other("a", "b", "x"),
            Other("a", "b", "x"),
            Other("a", "b", "x"),
            Other("a", "b", "c", "d", "x"),
            Other("b", "c", "d"),
            Other("c", "d"),
            Other("c", "d"),
        ];

        Assert.Equal([new HotFile("b", 5), new HotFile("a", 4), new HotFile("c", 4)], Encounter.HotOf(mine, others));
        Assert.Empty(Encounter.HotOf(mine, others.Take(3)));
    }

    private static Admission In(Priority priority, int minute) =>
        new(1, Pull.Head(), "main", priority, Pull.Now.AddMinutes(minute), 0, Band.Low, false, OriginClass.None, "ada");
}
