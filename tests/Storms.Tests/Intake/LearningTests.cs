using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;
using Sluice.Flow.Tests;
using Sluice.Flow.Tests.Intake.Risk;

namespace Sluice.Storms.Tests.Intake;

public sealed class LearningTests
{
    private static readonly ChangeTable Table = Drawn.Table(6000, 7, "early", "late");

    private static readonly RiskModel Shared = Training.Shared(Table, Part.Of(Table), "drawn", "drawn");

    [Fact]
    public void The_same_table_gives_the_same_bytes() =>
        Assert.Equal(
            ModelText.Write(Shared),
            ModelText.Write(Training.Shared(Drawn.Table(6000, 7, "early", "late"), Part.Of(Table), "drawn", "drawn"))
        );

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var model = Shared with { Own = [OwnLearning.Fit(Shared, Table, Part.Of(Table)[1].Learnt, "late")!] };
        var read = ModelText.Read(ModelText.Write(model));

        Assert.Equal(model, read);
        Assert.Equal(
            Enumerable.Range(0, 50).Select(row => model.LogOdds(Features(row), "late")),
            Enumerable.Range(0, 50).Select(row => read.LogOdds(Features(row), "late"))
        );
    }

    [Fact]
    public void The_oldest_four_fifths_of_each_project_are_learnt_from()
    {
        var part = Part.Of(Table)[1];

        Assert.Equal(("late", 2400, 600), (part.Project, part.Learnt.Length, part.Judged.Length));
        Assert.True(part.Learnt.Max(Table.Made) < part.Judged.Min(Table.Made));
        Assert.All(part.Learnt, row => Assert.Equal(1, Table.Project(row)));
    }

    [Fact]
    public void Rows_out_of_order_are_put_in_order_of_time()
    {
        var lines = Drawn.Lines(100).ToList();
        var table = ChangeTable.Read([lines[0], .. lines.Skip(1).Reverse()], "t.csv");

        Assert.Equal(Enumerable.Range(0, 100).Reverse(), table.ByTime(0));
    }

    [Fact]
    public void Scores_order_the_newest_changes_and_what_a_project_learns_of_its_own_helps_it()
    {
        var trials = Evaluation.Of(Shared, Table, Part.Of(Table));
        var (unknown, own) = (trials[2].Projects[1], trials[3].Projects[1]);

        Assert.InRange(unknown.Auc, 0.7, 1);
        Assert.True(own.Auc > unknown.Auc, $"{own.Auc} is no more than {unknown.Auc}");
        Assert.True(own.Brier < unknown.Brier);
        Assert.InRange(own.Ece, 0, 0.08);
    }

    [Fact]
    public void A_project_that_was_left_out_is_scored_by_the_others_and_fifty_outcomes_set_its_level()
    {
        var trials = Evaluation.LeavingOneOut(Table, Part.Of(Table));

        Assert.Equal(["left out", "left out, 50 outcomes told"], trials.Take(2).Select(trial => trial.How));
        Assert.Equal(trials[0].Auc, trials[1].Auc);
        Assert.True(trials[1].Ece < trials[0].Ece);
    }

    [Fact]
    public void More_lines_added_are_never_safer_whatever_else_is_so()
    {
        for (var row = 0; row < 200; row++)
        {
            var features = Features(row);
            var odds = new[] { 0.0, 1, 3, 10, 30, 100, 300, 1000, 1e5 }
                .Select(added =>
                {
                    features[Kamei.LinesAdded] = added;
                    return Shared.LogOdds(features);
                })
                .ToList();

            Assert.Equal(odds.Order(), odds);
        }
    }

    [Theory]
    [InlineData(24, -1, 0)]
    [InlineData(25, 0, 0)]
    [InlineData(499, 0, 0)]
    [InlineData(500, 150, 80)]
    public void A_repository_learns_an_intercept_from_25_outcomes_and_trees_from_500(int outcomes, int onSizes, int onHistory)
    {
        var own = OwnLearning.Fit(Shared, Table, Part.Of(Table)[1].Learnt[..outcomes], "late");

        Assert.Equal((onSizes, onHistory), (own?.Sizes.Trees.Count ?? -1, own?.History?.Trees.Count ?? 0));
    }

    [Fact]
    public void A_table_of_six_features_gives_a_model_without_history()
    {
        var six = ChangeTable.Read(Drawn.Lines(400).Select(line => string.Join(',', line.Split(',')[..10])), "six.csv");
        var model = Training.Shared(six, Part.Of(six), "six", "six");

        Assert.Null(model.History);
        Assert.Equal(model, ModelText.Read(ModelText.Write(model)));
        Assert.InRange(Evaluation.Of(model, six, Part.Of(six))[0].Auc, 0.6, 1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("la,ld")]
    [InlineData("""{"version":2}""")]
    [InlineData(
        """{"version":1,"made_by":"","trained_on":"","bad_share":0.2,"usual":{},"own":[],"sizes":{"intercept":0,"trees":[["exp",1,0,1]]}}"""
    )]
    public void What_is_no_model_is_refused_with_words(string text) =>
        Assert.NotEmpty(Assert.Throws<FormatException>(() => ModelText.Read(text)).Message);

    private static double[] Features(int row)
    {
        var features = new double[Kamei.Names.Count];
        Table.Features(row, features);
        return features;
    }
}
