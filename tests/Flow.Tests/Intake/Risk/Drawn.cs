using System.Globalization;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Tests.Intake.Risk;

/// <summary>
/// Changes drawn by seeded dice: large ones are bad more often, and in project <c>late</c> those of files that changed often are, too.
/// </summary>
internal static class Drawn
{
    public static readonly string Header = $"commit,project,author_date,bug,{string.Join(',', Kamei.Names)}";

    public static IEnumerable<string> Lines(int rows, ulong seed = 7, params string[] projects)
    {
        var dice = new Dice(seed);
        yield return Header;
        for (var row = 0; row < rows; row++)
        {
            var project = projects.Length == 0 ? "shop" : projects[row % projects.Length];
            var added = (int)Math.Exp(dice.Roll() * 7);
            var files = 1 + dice.Below(1 + (added / 20));
            var often = dice.Below(200);
            var odds = -4 + (0.6 * Math.Log(1 + added)) + (project == "late" ? often / 60.0 : 0);
            var bad = dice.Roll() < Odds.Probability(odds) ? 1 : 0;
            double[] features =
            [
                added,
                dice.Below(1 + added),
                files,
                1 + dice.Below(files),
                1,
                Math.Log2(files),
                dice.Below(900),
                1 + dice.Below(9),
                dice.Below(90),
                often,
                row,
                row / 2.0,
                dice.Below(50),
            ];
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"c{row},{project},{1_600_000_000 + (row * 3600)},{bad},{string.Join(',', features.Select(each => each.ToString(CultureInfo.InvariantCulture)))}"
            );
        }
    }

    public static ChangeTable Table(int rows, ulong seed = 7, params string[] projects) =>
        ChangeTable.Read(Lines(rows, seed, projects), "drawn.csv");
}
