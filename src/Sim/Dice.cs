namespace Sluice.Sim;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): a seed gives the same throws on every runtime, for ever.</summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Uniform in [from, to).</summary>
    public int Between(int from, int to) => from + (int)(Next() % (ulong)(to - from));

    public TimeSpan Within(TimeSpan longest) => longest * Unit();

    /// <summary>Exponential with a mean.</summary>
    public TimeSpan Around(TimeSpan mean) => mean * -Math.Log(1 - Unit());

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count)];

    /// <summary>Dice of their own for one part of a world, so that a throw more there changes nothing here.</summary>
    public Dice Fork() => new(Next());
}
