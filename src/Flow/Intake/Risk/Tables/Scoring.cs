using System.Globalization;
using Sluice.Flow.Intake.Risk.Model;

namespace Sluice.Flow.Intake.Risk.Tables;

/// <summary>A table of changes with the columns <c>score</c> and <c>band</c> added; row by row, so that no table is too large.</summary>
public static class Scoring
{
    /// <summary>The header and the rows, in their order, each as it stood and with two cells more.</summary>
    /// <exception cref="UnreadableTableException">Something in it is not as the contract says; rows before it have been given by
    /// then.</exception>
    public static IEnumerable<string> Lines(IEnumerable<string> lines, string file, RiskModel model)
    {
        ChangeColumns? columns = null;
        var features = new double[Kamei.Names.Count];
        foreach (var row in CsvRecords.Read(lines, file))
        {
            if (columns is null)
            {
                columns = new ChangeColumns(row, file, labelled: false);
                yield return columns.Has("score") || columns.Has("band")
                    ? throw new UnreadableTableException(
                        file,
                        row.Line,
                        "has a column score or band already: take it out, both are added here"
                    )
                    : $"{row.Text},score,band";
                continue;
            }

            columns.Features(row, features);
            var project = columns.Project(row);
            var score = Odds.Probability(model.LogOdds(features, project));
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Text},{score:0.000000},{Bands.Word(model.BandsOf(project).Of(score))}"
            );
        }

        if (columns is null)
        {
            throw new UnreadableTableException(file, 1, "empty: a header and rows are needed");
        }
    }
}
