namespace Sluice.Flow.Tests;

/// <summary>SplitMix64: the same rolls from the same seed on every runtime.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From 0 to below 1.</summary>
    public double Roll()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public bool Falls(double probability) => Roll() < probability;

    public int Below(int bound) => (int)(Roll() * bound);

    /// <summary>How many independent events of that mean happen; Knuth's product, in pieces so that it never underflows.</summary>
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
}
