using Sluice.Flow.Flows;

namespace Sluice.Flow.Tests.Flows;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(1, 10, 0.0179, 0.4042)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(50, 1000, 0.0381, 0.0653)]
    public void A_rate_has_the_interval_of_Wilson(int are, int of, double low, double high)
    {
        var rate = Rate.From(are, of);

        Assert.Equal((low, high), (Math.Round(rate.Low, 4), Math.Round(rate.High, 4)));
        Assert.Equal((double)are / of, rate.Share);
    }

    [Fact]
    public void Of_nothing_anything_may_be_true() => Assert.Equal(new Rate(0, 0, null, 0, 1), Rate.From(0, 0));

    [Fact]
    public void A_length_tells_the_middle_and_the_long_end()
    {
        var length = Length.Of(Enumerable.Range(0, 101).Reverse().Select(seconds => TimeSpan.FromSeconds(seconds)));

        Assert.Equal(new Length(101, 50, 50, 95), length);
        Assert.Null(Length.Of([]));
        Assert.Equal(new Length(1, 3, 3, 3), Length.Of([TimeSpan.FromSeconds(3)]));
    }
}
