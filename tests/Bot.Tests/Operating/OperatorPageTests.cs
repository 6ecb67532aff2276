using System.Text.RegularExpressions;
using Sluice.Bot.Operating;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Operating;

public sealed partial class OperatorPageTests
{
    [Fact]
    public void A_column_of_numbers_is_headed_as_one()
    {
        var view = new OperatorView(
            Some.Noon,
            false,
            [("acme/shop", new RepositoryState(1, 2, 0, 1, 0, 0))],
            [],
            [new TurnTrouble("pull/1/3", "fails", 2, Some.Noon)],
            0,
            null,
            [new RateReading("the App", "core", 4990, Some.Noon, null)],
            [new OperatorAct(Some.Noon, "ada", "sweep", "")]
        );

        var tables = Table().Matches(OperatorPage.Of(view).Text);

        Assert.Equal(4, tables.Count);
        Assert.All(tables, table => Assert.Equal(Numbers(table.Groups["row"].Value), Numbers(table.Groups["head"].Value)));
    }

    private static List<bool> Numbers(string row) =>
        Cell().Matches(row).Select(cell => cell.Value.Contains("\"number\"", StringComparison.Ordinal)).ToList();

    [GeneratedRegex("<thead>(?<head>.*?)</thead>\\s*<tbody>(?<row>.*?)</tr>", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex("<t[dh][ >][^<]*")]
    private static partial Regex Cell();
}
