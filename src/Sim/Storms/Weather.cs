namespace Sluice.Sim.Storms;

/// <summary>What befalls deliveries and the process. Probabilities from 0 to 1.</summary>
/// <param name="Crash">Of dying at one await of a turn.</param>
/// <param name="Late">Longest delay of a delivery: drawn evenly, so that deliveries overtake each other.</param>
public sealed record Weather(double Lost, double Doubled, double Crash, TimeSpan Late)
{
    public static Weather Calm { get; } = new(0, 0, 0, TimeSpan.FromSeconds(1));

    public static Weather Draw(Dice dice) => new(
        dice.Unit() * 0.3, dice.Unit() * 0.3, dice.Unit() * 0.01, TimeSpan.FromSeconds(dice.Between(1, 300)));
}
