using Sluice.Hub.Model;

namespace Sluice.Sim.Queues;

/// <summary>
/// A calibrated risk: the logit of P(bad) is normal. Where bad pulls are rare, those of the bad are shifted by its variance, so the area
/// under the curve is Φ(σ/√2), and σ = √2 Φ⁻¹(AUC).
/// </summary>
internal sealed record Risk(double Centre, double Spread)
{
    private const double Least = 1e-4;

    public static Risk Of(double share, double auc)
    {
        var spread = Math.Sqrt(2) * Quantile(auc);
        double low = -20,
            high = 20;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Mean(middle, spread) < share ? (middle, high) : (low, middle);
        }

        return new Risk((low + high) / 2, spread);
    }

    public double Throw(Dice dice) => Math.Clamp(Logistic(Centre + (Spread * dice.Normal())), Least, 1 - Least);

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double Mean(double centre, double spread)
    {
        double sum = 0,
            weight = 0;
        for (var z = -6.0; z <= 6; z += 0.02)
        {
            var density = Math.Exp(-z * z / 2);
            sum += density * Logistic(centre + (spread * z));
            weight += density;
        }

        return sum / weight;
    }

    /// <summary>Of the standard normal, by bisection of its distribution.</summary>
    private static double Quantile(double probability)
    {
        double low = -8,
            high = 8;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Below(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    /// <summary>Φ, by Simpson's rule: needed a few hundred times, to no more than six digits.</summary>
    private static double Below(double x)
    {
        const int Steps = 400;
        var step = x / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var at = i * step;
            sum +=
                Math.Exp(-at * at / 2)
                * (
                    i is 0 or Steps ? 1
                    : i % 2 == 1 ? 4
                    : 2
                );
        }

        return 0.5 + (sum * step / 3 / Math.Sqrt(2 * Math.PI));
    }
}
