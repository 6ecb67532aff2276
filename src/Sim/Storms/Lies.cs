using Sluice.Turns.Ports;
using Dice = Sluice.Hub.Model.Dice;

namespace Sluice.Sim.Storms;

/// <summary>
/// What a source of metrics answers in bad weather: for a while nothing at all, or for one tick no number, or an absurd one.
/// </summary>
public sealed class Lies(Dice dice, TimeProvider clock, Tally tally)
{
    private DateTimeOffset _deadUntil;
    private TickCounts? _last;

    private enum Lie
    {
        Dead,
        NoNumber,
        Empty,
        Halved,
        AbsurdCanary,
        AbsurdBaseline,
        AbsurdBoth,
        AbsurdExposure,
        Stale,
    }

    /// <summary>Probability that one tick is not as it was.</summary>
    public double Rate { get; set; }

    /// <summary>It told something that was not so: whoever believes it may ask people what to do.</summary>
    public bool Told { get; private set; }

    public Answer<TickCounts> Of(TickCounts truth)
    {
        if (_deadUntil > clock.GetUtcNow())
        {
            return Dead();
        }

        var told = Rate > 0 && dice.Chance(Rate) ? Instead(truth) : new Answer<TickCounts>.Made(truth);
        _last = truth;
        return told;
    }

    private Answer<TickCounts> Instead(TickCounts truth)
    {
        Told = true;
        var lie = dice.Pick(Enum.GetValues<Lie>());
        if (lie == Lie.Dead)
        {
            _deadUntil = clock.GetUtcNow() + TimeSpan.FromMinutes(dice.Between(1, 30));
            return Dead();
        }

        if (lie == Lie.NoNumber)
        {
            // NaN, infinite, below zero as where a counter ran backwards, none: the port refuses each.
            tally.Add(Fault.MetricGap);
            return new Answer<TickCounts>.Refused("not a number (NaN)");
        }

        tally.Add(Fault.MetricLie);
        var times = Math.Pow(10, dice.Between(3, 13));
        return new Answer<TickCounts>.Made(
            lie switch
            {
                Lie.Empty => new TickCounts(0, 0, 0, 0),
                Lie.Halved => truth with { Canary = 0, CanaryExposure = 0 },
                Lie.AbsurdCanary => truth with { Canary = truth.Canary * times },
                Lie.AbsurdBaseline => truth with { Baseline = truth.Baseline * times },
                Lie.AbsurdBoth => truth with { Canary = truth.Canary * times, Baseline = truth.Baseline * times },
                Lie.AbsurdExposure => truth with { BaselineExposure = truth.BaselineExposure * times },
                _ => _last ?? truth,
            }
        );
    }

    private Answer<TickCounts> Dead()
    {
        tally.Add(Fault.MetricsDead);
        return dice.Chance(0.5)
            ? new Answer<TickCounts>.Refused("nobody answers there")
            : new Answer<TickCounts>.Later(clock.GetUtcNow() + TimeSpan.FromSeconds(30), "nobody answers there");
    }
}
