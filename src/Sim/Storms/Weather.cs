using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>What befalls deliveries and the process. Probabilities from 0 to 1.</summary>
/// <param name="Crash">Of dying at one await of a turn.</param>
/// <param name="Late">Longest delay of a delivery: drawn evenly, so that deliveries overtake each other.</param>
public sealed record Weather(double Lost, double Doubled, double Crash, TimeSpan Late)
{
    /// <summary>Of a call of any port but the bell's meeting a fault.</summary>
    public double Gusts { get; init; }

    /// <summary>Of those, how many are refusals that are gone when asked again.</summary>
    public double Refusals { get; init; }

    /// <summary>Of another replica taking the same subject's turn at one await, as when this one was frozen beyond its lease.</summary>
    public double Frozen { get; init; }

    /// <summary>How wrong this machine's clock is.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>What people do who do not know the queue.</summary>
    public int Deeds { get; init; }

    /// <summary>Of a limit's being reached with one request to GitHub.</summary>
    public double Limits { get; init; }

    /// <summary>Of a token's ending with one request.</summary>
    public double Expiring { get; init; }

    /// <summary>Of a request's being answered with a 422 that is gone when asked again.</summary>
    public double Unprocessed { get; init; }

    /// <summary>Of a tick's being told otherwise than it was.</summary>
    public double Lies { get; init; }

    /// <summary>Of the repository's being renamed in this storm.</summary>
    public double Renames { get; init; }

    /// <summary>Of pulls from a fork that is deleted.</summary>
    public double Forks { get; init; }

    public static Weather Calm { get; } = new(0, 0, 0, TimeSpan.FromSeconds(1));

    public static Weather Draw(Dice dice) =>
        new(dice.Unit() * 0.3, dice.Unit() * 0.3, dice.Unit() * 0.01, TimeSpan.FromSeconds(dice.Between(1, 300)));

    /// <summary>
    /// In two of three storms more than deliveries and the process are hit. With dice of its own: what else a seed draws stays as it was.
    /// </summary>
    public Weather Worse(Dice dice) =>
        !dice.Chance(2 / 3.0)
            ? this
            : this with
            {
                Gusts = dice.Unit() * 0.02,
                Refusals = dice.Unit() * 0.3,
                Frozen = dice.Chance(0.5) ? dice.Unit() * 0.01 : 0,
                Skew = TimeSpan.FromSeconds((dice.Unit() - 0.5) * 20),
                Deeds = dice.Between(0, 6),
            };

    /// <summary>In every second storm GitHub itself is difficult. With dice of its own, as above.</summary>
    public Weather Harder(Dice dice) =>
        !dice.Chance(0.5)
            ? this
            : this with
            {
                Limits = dice.Unit() * 0.004,
                Expiring = dice.Unit() * 0.01,
                Unprocessed = dice.Chance(0.5) ? dice.Unit() * 0.005 : 0,
                Renames = 0.3,
                Forks = 0.3,
                Lies = dice.Chance(0.4) ? dice.Unit() * 0.1 : 0,
            };
}
