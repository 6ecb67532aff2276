using Sluice.Sim.Queues;

namespace Sluice.Sim.Tests.Queues;

/// <summary>Quotes as RFC 4180 has them.</summary>
public sealed class TraceQuotingTests
{
    private const string Header = "number,arrival_s,author,origin,risk,paths,bad,conflicts\n";

    [Fact]
    public void A_quoted_field_may_hold_commas_quotes_and_line_ends()
    {
        var trace = Read(
            "\"number\",arrival_s,author,origin,risk,paths,bad,conflicts\n1,0,\"Ann \"\"the\"\" Fox, jr.\",human,\"0.1\",\"a,b;c\nd\",0,\"\"\n2,5,bo,human,0.1,,0,1\n"
        ).Trace!;

        Assert.Equal("Ann \"the\" Fox, jr.", trace.Changes[0].Author);
        Assert.Equal(["a,b", "c\nd"], trace.Changes[0].Paths);
        Assert.Equal([1], trace.Changes[1].Conflicts);
    }

    [Theory]
    [InlineData("1,0,\"ann,human,0.1,,0,\n2,1,bo,human,0.1,,0,\n", "2: a quote is opened here and never closed")]
    [InlineData("1,0,an\"n\"a,human,0.1,,0,\n", "2: cell 3 has a quote inside but does not begin with one")]
    [InlineData("1,0,\"ann\"a,human,0.1,,0,\n", "2: cell 3 goes on after its closing quote")]
    [InlineData("1,0,ann,human,0.1,\"a\nb\",0,\n2,1,bo,human,7,,0,\n", "4: risk cannot be \"7\"")]
    [InlineData("1,0,ann,human,0.1,\"a\nb\",0,\n\n2,1,bo,human,0.1,,0,\n", "4: is empty")]
    public void What_is_wrong_with_quotes_is_said_with_the_line_that_it_begins_on(string lines, string says)
    {
        var reading = Read(Header + lines);

        Assert.Null(reading.Trace);
        Assert.StartsWith(says, Assert.Single(reading.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_with_commas_and_certain_risks_is_read_again()
    {
        var odd = new Change(1, 0, "ann, \"jr.\"", "human", 1e-9, ["a,b"], false, []);

        var again = Read(TraceWriter.Write(new Trace("odd", [odd, odd with { Number = 2, Risk = 1 - 1e-9 }]))).Trace!;

        Assert.Equal((odd.Author, "a,b"), (again.Changes[0].Author, again.Changes[0].Paths[0]));
        Assert.All(again.Changes, change => Assert.InRange(change.Risk, 1e-7, 1 - 1e-7));
    }

    private static TraceReading Read(string text) => TraceReader.Read("trace.csv", text);
}
