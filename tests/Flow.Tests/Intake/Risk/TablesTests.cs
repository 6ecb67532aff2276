using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Tests.Intake.Risk;

public sealed class TablesTests
{
    private const string Six = "la,ld,nf,nd,ns,entropy";

    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_case()
    {
        var table = ChangeTable.Read(["Entropy,BUG,ns,nd,nf,ld,la,date,note", "0.5,1,1,2,3,4,5,2020-01-02,x"], "t.csv");

        Assert.Equal([5, 4, 3, 2, 1, 0.5], Enumerable.Range(0, Kamei.Sizes).Select(feature => table.Feature(feature, 0)));
        Assert.Equal(
            (true, false, new DateTimeOffset(2020, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), ""),
            (table.IsBad(0), table.HasHistory, table.Made(0), table.Projects[0])
        );
    }

    [Theory]
    [InlineData("1600000000", 1600000000)]
    [InlineData("1600000000.9", 1600000000)]
    [InlineData("2020-09-13T12:26:40Z", 1600000000)]
    [InlineData("2020-09-13T14:26:40+02:00", 1600000000)]
    public void Dates_are_seconds_or_ISO(string date, long made) =>
        Assert.Equal(made, ChangeTable.Read([$"{Six},bug,author_date", $"1,0,1,1,1,0,0,{date}"], "t.csv").Made(0));

    [Theory]
    [InlineData("1,0,1,1,1,0,2,7", "t.csv:3: bug is \"2\": write 1 or 0")]
    [InlineData("1,0,one,1,1,0,1,7", "t.csv:3: nf is \"one\": write a number from 0")]
    [InlineData("-1,0,1,1,1,0,1,7", "t.csv:3: la is \"-1\": write a number from 0")]
    [InlineData("1,0,1,1,1,NaN,1,7", "t.csv:3: entropy is \"NaN\": write a number from 0")]
    [InlineData("1,0,,1,1,0,1,7", "t.csv:3: nf is \"\": write a number from 0")]
    [InlineData(
        "1,0,1,1,1,0,1,soon",
        "t.csv:3: author_date is \"soon\": write seconds since 1970, or a date as 2026-11-20 or 2026-11-20T18:00:00Z"
    )]
    [InlineData("1,0,1,1,1,0,1", "t.csv:3: 7 cells, but the header has 8")]
    [InlineData("1,0,1,1,1,0,1,\"7", "t.csv:3: a quote is opened here and never closed")]
    public void What_is_wrong_is_said_with_its_line(string row, string fault) =>
        Assert.Equal(
            fault,
            Assert
                .Throws<UnreadableTableException>(() => ChangeTable.Read([$"{Six},bug,author_date", "1,0,1,1,1,0,1,7", row], "t.csv"))
                .Message
        );

    [Theory]
    [InlineData("la,ld,nf,nd,bug", "t.csv:1: no column ns, entropy, date (or author_date)")]
    [InlineData("la,ld,nf,nd,ns,entropy,la,bug,date", "t.csv:1: the column la is there twice")]
    public void A_header_that_will_not_do_is_refused(string header, string fault) =>
        Assert.Equal(fault, Assert.Throws<UnreadableTableException>(() => ChangeTable.Read([header], "t.csv")).Message);

    [Fact]
    public void Nothing_at_all_is_no_table() =>
        Assert.Equal(
            "t.csv:1: empty: a header and rows are needed",
            Assert.Throws<UnreadableTableException>(() => Scoring.Lines([], "t.csv", Shipped.Model).ToList()).Message
        );

    [Fact]
    public void A_score_is_added_to_each_row_in_its_order_and_the_rest_is_kept()
    {
        var scored = Scoring
            .Lines([$"note,{Six}", "\"a, \"\"b\"\"", "c\",9000,0,40,9,3,4", "small,1,0,1,1,1,0"], "t.csv", Shipped.Model)
            .ToList();

        Assert.Equal(3, scored.Count);
        Assert.Equal($"note,{Six},score,band", scored[0]);
        Assert.Matches("^\"a, \"\"b\"\"\nc\",9000,0,40,9,3,4,0\\.\\d{6},high$", scored[1]);
        Assert.Matches("^small,1,0,1,1,1,0,0\\.\\d{6},low$", scored[2]);
    }

    [Fact]
    public void Scoring_needs_no_more_than_a_row_at_a_time()
    {
        var scored = Scoring.Lines(Endless(), "t.csv", Shipped.Model).Take(3).ToList();

        Assert.Equal(3, scored.Count);

        static IEnumerable<string> Endless()
        {
            yield return Six;
            while (true)
            {
                yield return "1,0,1,1,1,0";
            }
        }
    }

    [Fact]
    public void A_table_that_was_scored_is_not_scored_again() =>
        Assert.Equal(
            "t.csv:1: has a column score or band already: take it out, both are added here",
            Assert.Throws<UnreadableTableException>(() => Scoring.Lines([$"{Six},score"], "t.csv", Shipped.Model).ToList()).Message
        );
}
