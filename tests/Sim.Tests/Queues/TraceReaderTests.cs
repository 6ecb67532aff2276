using Sluice.Sim.Queues;

namespace Sluice.Sim.Tests.Queues;

public sealed class TraceReaderTests
{
    private const string Header = "number,arrival_s,author,origin,risk,paths,bad,conflicts\n";

    [Fact]
    public void A_trace_is_read_in_the_order_of_arrival_and_number()
    {
        var trace = Read(Header + "2,5,bo,agent,0.25,src;docs,1,\r\n1,5,ann,human,.5,,0,2\n3,6.5,bot,automation,1e-3,src,0,1;2\n").Trace!;

        Assert.Equal([1, 2, 3], trace.Changes.Select(change => change.Number));
        Assert.Equal(new Change(3, 6.5, "bot", "automation", 0.001, ["src"], false, [1, 2]), trace.Changes[2]);
        Assert.Equal(["src", "docs"], trace.Changes[1].Paths);
    }

    [Fact]
    public void Columns_may_stand_in_another_order()
    {
        var trace = Read("bad,number,arrival_s,author,origin,risk,paths,conflicts\n1,7,0,ann,human,0.1,,\n").Trace!;

        Assert.Equal((7, true), (trace.Changes[0].Number, trace.Changes[0].Bad));
    }

    [Theory]
    [InlineData("1,0,ann,human,0,,0,", "2: risk cannot be \"0\"")]
    [InlineData("1,0,ann,human,1,,0,", "2: risk cannot be \"1\"")]
    [InlineData("1,0,ann,human,NaN,,0,", "2: risk cannot be \"NaN\"")]
    [InlineData("1,0,ann,humen,0.1,,0,", "did you mean human?")]
    [InlineData("1,-1,ann,human,0.1,,0,", "2: arrival_s cannot be \"-1\"")]
    [InlineData("1,,ann,human,0.1,,0,", "2: arrival_s is missing")]
    [InlineData("0,1,ann,human,0.1,,0,", "2: number cannot be \"0\"")]
    [InlineData("1,1,ann,human,0.1,,yes,", "2: bad cannot be \"yes\"")]
    [InlineData("1,1,ann,human,0.1,,0", "2: has 7 fields instead of 8")]
    [InlineData("1,1,ann,human,0.1,,0,\n\n2,2,bo,human,0.1,,0,", "3: is empty")]
    [InlineData("1,1,ann,human,0.1,,0,\n1,2,bo,human,0.1,,0,", "3: #1 stands in line 2 already")]
    [InlineData("1,1,ann,human,0.1,,0,\n3,2,bo,human,0.1,,0,", "3: a gap before #3: #2 is missing")]
    [InlineData("1,1,ann,human,0.1,,0,\n2,0.5,bo,human,0.1,,0,", "3: time runs backwards: 0.5 comes after 1")]
    [InlineData("1,1,ann,human,0.1,,0,9", "2: conflicts names #9, which is not in the trace")]
    [InlineData("1,1,ann,human,0.1,,0,1", "2: conflicts go in a circle: #1 names #1")]
    [InlineData("1,1,ann,human,0.1,,0,2\n2,1,bo,human,0.1,,0,1", "3: conflicts go in a circle: #2 names #1")]
    [InlineData(
        "1,1,ann,human,0.1,,0,\n2,1,bo,human,0.1,,0,1\n3,1,bo,human,0.1,,0,1;2\n4,2,bo,human,0.1,,0,5\n5,2,bo,human,0.1,,0,6\n6,2,bo,human,0.1,,0,4",
        "7: conflicts go in a circle: #6 names #4"
    )]
    public void What_is_wrong_is_said_with_its_line(string lines, string says)
    {
        var reading = Read(Header + lines + "\n");

        Assert.Null(reading.Trace);
        Assert.Contains(reading.Faults, fault => fault.ToString().Contains(says, StringComparison.Ordinal));
        Assert.Single(reading.Faults);
    }

    [Theory]
    [InlineData("", "1: is empty")]
    [InlineData("\u001F\uFFFD\u0008\0\n\uFFFD,\uFFFD", "1: is packed: let its name end in .gz")]
    [InlineData(Header, "2: has a header and no pull requests")]
    [InlineData(
        "number,arrival_s,author,origin,risk,path,bad,conflicts\n1,0,ann,human,.1,,0,\n",
        "1: has an unknown column \"path\": did you mean paths?"
    )]
    [InlineData("number,arrival_s,author,origin,risk,paths,bad\n1,0,ann,human,.1,,0\n", "1: lacks the column conflicts")]
    [InlineData(
        "number,arrival_s,author,risk,paths\n1,0,ann,.1,\n",
        "1: lacks the columns origin, bad, conflicts: the columns are number,"
    )]
    [InlineData("date,la,ld,bug\n1,2,3,1\n", "1: has unknown columns \"date\", \"la\", \"ld\", \"bug\": the columns are number,")]
    [InlineData("number,arrival_s,author,origin,risk,paths,bad,bad,conflicts\n", "1: names the column bad twice")]
    public void A_header_that_is_not_the_one_is_told(string text, string says) =>
        Assert.StartsWith(says, Read(text).Faults[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_file_of_another_kind_does_not_flood_the_terminal() =>
        Assert.Equal(20, Read(Header + string.Concat(Enumerable.Repeat("x\n", 500))).Faults.Count);

    [Theory]
    [InlineData("agent_flood")]
    [InlineData("steady_k4")]
    [InlineData("overload_k16")]
    public void The_samples_are_read(string name) => Assert.Equal(2000, Samples.Read(name).Changes.Count);

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("1.5h", 5400)]
    [InlineData("1d", 86400)]
    public void A_length_of_time_has_a_unit(string text, double seconds) => Assert.Equal(seconds, Length.Read(text)?.TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("m")]
    [InlineData("-3m")]
    [InlineData("0s")]
    [InlineData("1e400h")]
    [InlineData("3 weeks")]
    public void Anything_else_is_no_length_of_time(string text) => Assert.Null(Length.Read(text));

    private static TraceReading Read(string text) => TraceReader.Read("trace.csv", text);
}
