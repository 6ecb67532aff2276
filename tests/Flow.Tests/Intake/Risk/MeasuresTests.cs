using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake.Risk;

public sealed class MeasuresTests
{
    [Theory]
    [InlineData(new[] { .1, .2, .3, .4 }, new[] { false, false, true, true }, 1)]
    [InlineData(new[] { .1, .2, .3, .4 }, new[] { true, true, false, false }, 0)]
    [InlineData(new[] { .1, .3, .2, .4 }, new[] { false, false, true, true }, 0.75)]
    [InlineData(new[] { .5, .5, .5 }, new[] { false, true, true }, 0.5)]
    public void AUC_is_how_often_a_bad_change_scores_above_a_good_one(double[] scores, bool[] bad, double auc) =>
        Assert.Equal(auc, Measures.Auc(scores, bad), 12);

    [Fact]
    public void AUC_of_one_kind_is_not_defined() => Assert.Equal(double.NaN, Measures.Auc([.1, .2], [true, true]));

    [Fact]
    public void Calibration_is_measured_in_ten_steps()
    {
        double[] p = [.12, .18, .75, .75, 1];
        bool[] bad = [false, true, true, true, true];
        var table = Measures.Table(p, bad);

        Assert.Equal(
            [(0.1, 2, 0.15, 0.5), (0.7, 2, 0.75, 1), (0.9, 1, 1, 1)],
            table.Select(step => (step.From, step.Count, Math.Round(step.Predicted, 9), step.Happened))
        );
        Assert.Equal(((2 * .35) + (2 * .25)) / 5, Measures.Ece(p, bad), 12);
        Assert.Equal(((.12 * .12) + (.82 * .82) + (2 * .0625)) / 5, Measures.Brier(p, bad), 12);
    }

    [Theory]
    [InlineData(0.2, 0.099, Band.Low)]
    [InlineData(0.2, 0.1, Band.Medium)]
    [InlineData(0.2, 0.4, Band.Medium)]
    [InlineData(0.2, 0.401, Band.High)]
    public void Bands_are_half_and_twice_the_share_of_bad_changes(double share, double score, Band band) =>
        Assert.Equal(band, Bands.Of(share, [0.5]).Of(score));

    [Theory]
    [InlineData(0.29, Band.Low)]
    [InlineData(0.3, Band.Medium)]
    [InlineData(0.9, Band.Medium)]
    [InlineData(0.91, Band.High)]
    public void Where_much_is_bad_bands_are_the_lowest_three_tenths_and_the_highest_tenth(double score, Band band) =>
        Assert.Equal(band, Bands.Of(0.36, [.. Enumerable.Range(0, 100).Select(n => n / 100.0)]).Of(score));

    [Fact]
    public void Published_figures_have_the_means_that_were_published() =>
        Assert.All(Published.All.Zip([0.7246, 0.7065, 0.7055]), pair => Assert.Equal(pair.Second, pair.First.Auc.Values.Average(), 1e-4));

    [Fact]
    public void The_model_that_ships_says_how_it_was_made_and_knows_no_project()
    {
        Assert.StartsWith("sluice risk train issta21.csv.gz --shared", Shipped.Model.MadeBy, StringComparison.Ordinal);
        Assert.Contains("75932 of 94918", Shipped.Model.TrainedOn, StringComparison.Ordinal);
        Assert.Empty(Shipped.Model.Own);
        Assert.NotNull(Shipped.Model.History);
        Assert.InRange(Shipped.Model.BadShare, 0.2, 0.3);
    }
}
