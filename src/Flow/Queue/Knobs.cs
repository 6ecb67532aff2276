using Sluice.Flow.Policies;

namespace Sluice.Flow.Queue;

/// <summary>The scheduler's constants: found by simulation, the same for everybody but for the preset.</summary>
public sealed record Knobs
{
    public static Knobs Default { get; } = new();

    /// <summary>
    /// κ: size times hazard that a group may reach. Size × hazard is the number of innocents that a culprit is expected to drag along.
    /// </summary>
    public double Kappa { get; init; } = 1.4;

    /// <summary>μ: what a build costs, in waiting; 0: builds are free.</summary>
    public double Price { get; init; } = 1;

    /// <summary>How steeply that rises with the share of the slots that are in use.</summary>
    public double PricePower { get; init; } = 3;

    /// <summary>The share of the slots that may be in use before it costs anything.</summary>
    public double Idle { get; init; } = 0.25;

    /// <summary>How steeply it rises with the risk that the build is in vain.</summary>
    public double RiskPower { get; init; } = 4;

    /// <summary>δ: a pull is ejected from 1 − δ on.</summary>
    public double Doubt { get; init; } = 0.02;

    /// <summary>The same with one slot, where trying once more keeps everybody waiting.</summary>
    public double OneSlotDoubt { get; init; } = 0.06;

    /// <summary>
    /// Where builds flake more often than this, the one slot takes as much care as many do: half of what it would put out in doubt is good.
    /// </summary>
    public double Flaky { get; init; } = 0.02;

    /// <summary>Hazard of all that is stacked and has not landed.</summary>
    public double SpineHazard { get; init; } = 1.2;

    /// <summary>Hazard of one group on the bare base.</summary>
    public double GroupHazard { get; init; } = 0.5;

    /// <summary>Above it nothing is stacked on a pull that was never green.</summary>
    public double RiskyHazard { get; init; } = 0.25;

    /// <summary>A spine that is less likely to pass than this, and than <see cref="LostShare"/> of what it was, is cancelled.</summary>
    public double Lost { get; init; } = 0.25;

    public double LostShare { get; init; } = 0.6;

    /// <summary>Proven suspects board a spine while it is at least this likely to pass.</summary>
    public double Board { get; init; } = 0.6;

    /// <summary>One build at a time may gamble down to this.</summary>
    public double Gamble { get; init; } = 0.36;

    /// <summary>Hazard of a group that is tested for what it tells: a red as likely as a green tells most.</summary>
    public double TestHazard { get; init; } = 0.6;

    /// <summary>The same with one slot, which tests and lands in one.</summary>
    public double OneSlotHazard { get; init; } = 0.7;

    /// <summary>Another train is stacked while what is stacked is no more hazardous than this.</summary>
    public double TrainHazard { get; init; } = 0.7;

    /// <summary>Pulls on a train for each that waits for a test, per slot.</summary>
    public double TrainPrice { get; init; } = 4;

    /// <summary>Proven pulls that cannot be more likely to be bad than this are left out of the reckoning.</summary>
    public double Negligible { get; init; } = 0.02;

    /// <summary>
    /// A probe stands on the deepest part of the spine that is no more hazardous than this: green, it may land; red, it blames few.
    /// </summary>
    public double SafeHazard { get; init; } = 0.1;

    /// <summary>
    /// With one slot: while what is to be found out takes no more builds than this, each is what is expected to land most.
    /// </summary>
    public double FewGroups { get; init; } = 4;

    /// <summary>What a pull that has waited for the time of a build counts more than one that just came.</summary>
    public double AgeWeight { get; init; } = 0.3;

    /// <summary>Among how many of the oldest a group is chosen by risk.</summary>
    public int Window { get; init; } = 64;

    /// <summary>The same with one slot: a risky one that is let wait there comes due, and then holds up everybody.</summary>
    public int OneSlotWindow { get; init; } = 16;

    /// <summary>Where no build may add more than this, every build is stacked to land: one that only tells would cost as much.</summary>
    public int SmallBatch { get; init; } = 4;

    /// <summary>Weight of the builds that a landing would break against what it lands.</summary>
    public double Edge { get; init; } = 1;

    /// <summary>From which probability on a pull is ejected.</summary>
    public double Bar(int slots, double flake) => 1 - (slots == 1 && flake <= Flaky ? OneSlotDoubt : Doubt);

    public static Knobs Of(Preset preset) =>
        preset switch
        {
            Preset.Fast => Default with { Price = 0 },
            Preset.Thrifty => Default with { Kappa = 8, Price = 2 },
            Preset.Frugal => Default with { Kappa = 8, Price = 4, PricePower = 1, Idle = 0, RiskPower = 1, GroupHazard = 0.69 },
            _ => Default,
        };
}
