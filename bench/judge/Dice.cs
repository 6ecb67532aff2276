namespace Sluice.Bench;

/// <summary>
/// SplitMix64: the same rolls from the same seed on every runtime. Neighbouring seeds are mixed apart, for its streams only differ by where
/// they begin.
/// </summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = Mix(seed + 1);

    /// <summary>From 0 to below 1.</summary>
    public double Roll()
    {
        _state += 0x9E3779B97F4A7C15;
        return (Mix(_state) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>How many independent events of that mean happen.</summary>
    public int Poisson(double mean)
    {
        var count = 0;
        for (; mean > 0; mean -= 30)
        {
            var limit = Math.Exp(-Math.Min(mean, 30));
            for (var product = Roll(); product > limit; product *= Roll())
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>Of that shape and scale 1 (Marsaglia and Tsang 2000).</summary>
    public double Gamma(double shape)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1) * Math.Pow(1 - Roll(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + (x / Math.Sqrt(9 * d)), 3);
            if (v > 0 && Math.Log(1 - Roll()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - Roll())) * Math.Cos(2 * Math.PI * Roll());

    private static ulong Mix(ulong mixed)
    {
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
