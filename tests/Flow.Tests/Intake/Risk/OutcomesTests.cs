using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake.Risk;

public sealed class OutcomesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly double[] Medium = [60, 10, 3, 2, 1, 1.2];

    [Theory]
    [InlineData(13, null)]
    [InlineData(14, false)]
    public void A_change_is_good_when_nothing_was_heard_of_it_for_two_weeks(int days, bool? bad) =>
        Assert.Equal(bad, Assert.Single(Settled.Of([Noted(1, Ending.Landed)], Start.AddDays(days))).Bad);

    [Theory]
    [InlineData(Ending.Reverted, 40, true)]
    [InlineData(Ending.Regressed, 0, true)]
    [InlineData(Ending.Hotfixed, 14, true)]
    [InlineData(Ending.Hotfixed, 15, false)]
    public void A_change_is_bad_once_it_is_taken_back_or_repaired(Ending ending, int days, bool bad) =>
        Assert.Equal(bad, Assert.Single(Settled.Of([Noted(1, Ending.Landed), Noted(1, ending, days)], Start.AddDays(50))).Bad);

    [Fact]
    public void Who_broke_a_build_and_landed_later_did_both()
    {
        var settled = Settled.Of([Noted(1, Ending.BrokeBuild), Noted(1, Ending.Landed, 1)], Start.AddDays(50));

        Assert.Equal([(true, null), (false, (bool?)false)], settled.Select(each => (each.Broke, each.Bad)));
    }

    [Fact]
    public void A_repair_of_what_never_landed_says_nothing() => Assert.Empty(Settled.Of([Noted(1, Ending.Hotfixed)], Start));

    [Fact]
    public void What_is_noted_is_read_again()
    {
        var outcome = new Outcome(Ending.Regressed, 0.31, Band.High, [1, 2.5, 3, 4, 5, 6]);

        Assert.Equal(outcome, Outcome.Read(outcome.Json()));
        Assert.Null(Outcome.Read("{"));
        Assert.Null(Outcome.Read(null));
    }

    [Fact]
    public void Twenty_four_outcomes_teach_nothing_and_twenty_five_move_the_level()
    {
        var few = FromOutcomes.Learn(Shipped.Model, Landed(24, every: 12));
        var enough = FromOutcomes.Learn(Shipped.Model, Landed(25, every: 12));

        Assert.Equal((null, "no track record yet"), (few.Own, few.Record.Worth(Band.High)));
        Assert.Equal(Experience.None.LogOdds(Known), few.LogOdds(Known));
        Assert.InRange(Odds.Probability(enough.LogOdds(Known)), 0.05, 0.2);
        Assert.Equal(Bands.Around(3 / 25.0), enough.Bands);
        Assert.True(enough.LogOdds(Known) < Experience.None.LogOdds(Known));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(400)]
    public void Where_nothing_came_back_yet_a_usual_change_is_neither_high_nor_sure_to_break_a_build(int count)
    {
        var learnt = FromOutcomes.Learn(Shipped.Model, [.. Landed(count, every: 1).Select(each => each with { Bad = false })]);

        Assert.NotEqual(Band.High, learnt.BandOf(Known));
        Assert.InRange(Odds.Probability(learnt.BuildLogOdds(Known)), 0.0001, 0.3);
    }

    [Fact]
    public void Where_all_came_back_no_change_is_sure_to_build()
    {
        var learnt = FromOutcomes.Learn(Shipped.Model, Landed(25, every: 1));

        Assert.InRange(Odds.Probability(learnt.BuildLogOdds(Known)), 0.0001, 0.3);
    }

    [Fact]
    public void A_label_says_what_it_was_worth()
    {
        Row<Settled> settled = [.. Landed(80, every: 10, Band.Low), .. Landed(20, every: 2, Band.High)];
        var record = FromOutcomes.Learn(Shipped.Model, settled).Record;

        Assert.Equal((100, 18), (record.Changes, record.Bad));
        Assert.Equal("2.8 \u00d7 this repository's revert rate (n = 20)", record.Worth(Band.High));
        Assert.Equal("0.6 \u00d7 this repository's revert rate (n = 80)", record.Worth(Band.Low));
        Assert.Equal("no track record yet for medium", record.Worth(Band.Medium));
        Assert.Equal(
            "none of the 30 changes that landed here came back",
            TrackRecord.Of([.. Landed(31, every: 1000).Skip(1)]).Worth(Band.Low)
        );
    }

    [Fact]
    public void Broken_builds_move_only_the_other_probability()
    {
        Row<Settled> broken = [.. Enumerable.Range(0, 30).Select(n => new Settled(n, Start, [.. Medium], 0.3, Band.Medium, null, n < 15))];
        var learnt = FromOutcomes.Learn(Shipped.Model, broken);

        Assert.Equal(16.0 / 50, learnt.BuildShare, 9);
        Assert.Equal(Experience.None.LogOdds(Known), learnt.LogOdds(Known));
        Assert.True(learnt.BuildLogOdds(Known) > Experience.None.BuildLogOdds(Known));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Trees_of_its_own_are_kept_only_where_they_would_have_helped(bool strange)
    {
        // Strange: here it is the small changes that are bad, which no other repository teaches.
        var dice = new Dice(3);
        Row<Settled> settled =
        [
            .. Enumerable
                .Range(0, 700)
                .Select(n =>
                {
                    var added = dice.Below(300);
                    var bad = dice.Roll() < (strange ? (added < 60 ? 0.9 : 0.05) : 0.2);
                    return new Settled(n, Start.AddHours(n), [added, 5, 2, 1, 1, 0.9], 0.3, Band.Medium, bad, false);
                }),
        ];
        var own = FromOutcomes.Learn(Shipped.Model, settled).Own!;

        Assert.Equal(strange ? Recipe.OwnSizes.Trees : 0, own.Sizes.Trees.Count);
    }

    [Theory]
    [InlineData(499, 0)]
    [InlineData(500, 150)]
    public void Trees_are_grown_from_five_hundred_outcomes_on(int outcomes, int trees)
    {
        Row<Settled> settled = [.. Enumerable.Range(0, outcomes).Select(n => Change(n, added: n * 37 % 300, bad: n * 37 % 300 < 60))];

        Assert.Equal(trees, FromOutcomes.Learn(Shipped.Model, settled).Own!.Sizes.Trees.Count);
    }

    [Fact]
    public void Where_more_than_a_third_is_bad_bands_are_quantiles_of_the_scores_here()
    {
        Row<Settled> settled =
        [
            .. Enumerable
                .Range(0, 100)
                .Select(n =>
                    Change(n, 0, bad: n % 5 < 2) with
                    {
                        Features = [Math.Exp(n / 15.0), n % 13, 1 + (n % 9), 1 + (n % 4), 1 + (n % 3), n % 7 / 3.0],
                    }
                ),
        ];
        var learnt = FromOutcomes.Learn(Shipped.Model, settled);
        var bands = settled.Select(each => learnt.BandOf([.. each.Features, .. Enumerable.Repeat(double.NaN, 7)])).ToList();

        Assert.True(learnt.Bands.HighOver < 0.8, $"twice the share would be {2 * learnt.BadShare}, and nothing high");
        Assert.InRange(bands.Count(band => band == Band.High), 1, 12);
        Assert.InRange(bands.Count(band => band == Band.Low), 15, 35);
    }

    [Fact]
    public void Changes_that_score_alike_do_not_all_become_high_together()
    {
        Row<Settled> settled = [.. Enumerable.Range(0, 100).Select(n => Change(n, added: 60, bad: n % 5 < 2))];
        var learnt = FromOutcomes.Learn(Shipped.Model, settled);

        Assert.Equal(Band.Medium, learnt.BandOf([.. settled[0].Features, .. Enumerable.Repeat(double.NaN, 7)]));
    }

    [Theory]
    [InlineData("Revert \"Add tax\"", "Reverts acme/shop#12", new[] { 12 })]
    [InlineData("Hotfix for #7: cart empties", "", new[] { 7 })]
    [InlineData("Mend the cart", "Fixes a regression from #9.\nBroken by #8", new[] { 8, 9 })]
    [InlineData("Add tax", "Closes #12", new int[0])]
    public void A_repair_names_what_it_repairs(string title, string body, int[] pulls) => Assert.Equal(pulls, Repairs.Of(title, body));

    private static Settled Change(int pull, int added, bool bad) =>
        new(pull, Start.AddHours(pull), [added, 5, 2, 1, 1, 0.9], 0.3, Band.Medium, bad, false);

    private static double[] Known => [.. Medium, .. Enumerable.Repeat(double.NaN, 7)];

    private static Noted Noted(int pull, Ending ending, int days = 0) =>
        new(pull, Start.AddDays(days), new Outcome(ending, 0.2, Band.Medium, [.. Medium]));

    private static Row<Settled> Landed(int count, int every, Band band = Band.Medium) =>
        [.. Enumerable.Range(0, count).Select(n => new Settled(n, Start.AddHours(n), [.. Medium], 0.2, band, n % every == 0, false))];
}
