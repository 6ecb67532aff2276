namespace Sluice.Hub.Model;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): a seed's throws stay the same for ever, whatever the runtime does to its own generators.
/// </summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Uniform in [from, to).</summary>
    public int Between(int from, int to) => from + Below(to - from);

    public TimeSpan Within(TimeSpan longest) => longest * Unit();

    /// <summary>Standard normal, by Box and Muller.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>Dice of their own for one part of a world, so that a throw more there changes nothing here.</summary>
    public Dice Fork() => new(Next());

    public string Letters(int count)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        return string.Create(
            count,
            this,
            static (span, dice) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = alphabet[dice.Below(alphabet.Length)];
            }
        );
    }

    public Guid Guid() => new([.. BitConverter.GetBytes(Next()), .. BitConverter.GetBytes(Next())]);
}
