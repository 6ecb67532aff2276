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

    [Fact]
    public void Bounds_are_the_logarithms_of_what_they_allow()
    {
        for (var alpha = 1e-9; alpha < 0.5; alpha *= 1.7)
        {
            Assert.Equal(-Math.Log(alpha), new Bounds(alpha).Harm, 1e-14);
        }
    }
}
