using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Tests.Release;

public sealed class NaturalTests
{
    [Fact]
    public void Evidence_of_one_event_is_the_logarithm_of_its_ratio()
    {
        for (var share = 0.001; share < 1; share += 0.0173)
        {
            var one = new EProcess(1, 2);
            one.Add(1, 0, share);

            Assert.Equal(Math.Log(2 / ((2 * share) + 1 - share)), one.LogE, 4e-16);
        }
    }

    [Theory]
    [InlineData(0.05, 0.012)]
    [InlineData(0.5, 0.2)]
    [InlineData(0.5, 0.49)]
    public void Evidence_is_as_exact_where_the_share_wavers_from_tick_to_tick(double about, double by)
    {
        for (var off = -by; off <= by; off += by / 97)
        {
            var one = new EProcess(1, 10);
            one.Add([new Counts(0, 0, about), new Counts(1, 0, about + off)]);

            Assert.Equal(Math.Log(10 / ((10 * (about + off)) + 1 - about - off)), one.LogE, 1e-15);
        }
    }

    [Fact]
    public void Bounds_are_the_logarithms_of_what_they_allow()
    {
        for (var alpha = 1e-9; alpha < 0.5; alpha *= 1.7)
        {
            Assert.Equal(-Math.Log(alpha), new Bounds(alpha).Harm, 1e-14);
        }
    }
}
