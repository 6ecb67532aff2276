using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Tests;
using Sluice.Flow.Tests.Release;

namespace Sluice.Storms.Tests.Release;

/// <summary>Hundreds of canaries: how often a sound one is called bad, and a bad one is not.</summary>
public sealed class CanaryStormTests
{
    [Fact]
    public void Hardly_any_sound_canary_of_two_hundred_is_called_bad_and_every_bad_one_is()
    {
        var (falseAlarms, missed) = (0, 0);
        for (var seed = 1UL; seed <= 200; seed++)
        {
            var sound = new Fleet(seed);
            sound.Land(1);
            sound.Run(TimeSpan.FromHours(2));
            falseAlarms += sound.Story.Contains("regressed") ? 1 : 0;
        }

        for (var seed = 1UL; seed <= 30; seed++)
        {
            var bad = new Fleet(seed);
            bad.Badness[bad.Land(1)[0].Commit] = 3;
            bad.Run(TimeSpan.FromHours(2));
            missed += bad.Story.Contains("regressed") && bad.Opened.Count() == 1 ? 0 : 1;
        }

        Assert.InRange(falseAlarms, 0, 4);
        Assert.Equal(0, missed);
    }

    [Theory]
    [InlineData(1, 0.05)]
    [InlineData(3, 0.05)]
    [InlineData(1, 0.5)]
    [InlineData(3, 0.5)]
    public void False_alarms_stay_rare_although_it_looks_again_and_again(int burst, double share)
    {
        var alarms = Enumerable.Range(0, 200).Count(seed => Alarms((ulong)seed, burst, share));

        Assert.InRange(alarms, 0, 5);
    }

    private static bool Alarms(ulong seed, int burst, double share)
    {
        var dice = new Dice(seed);
        var ticks = new List<Tick>();
        for (var tick = 0; tick < 120; tick++)
        {
            ticks.Add(new Tick("d", tick, burst * dice.Poisson(20 * share / burst), burst * dice.Poisson(20 * (1 - share) / burst), share));
            if (tick % 8 == 7 && Judge.Of([new Measured("errors", ticks.ToRow())], new Bounds(Tolerate: 1)).Verdict == Verdict.Regressed)
            {
                return true;
            }
        }

        return false;
    }
}
