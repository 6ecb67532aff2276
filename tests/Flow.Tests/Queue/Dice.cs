namespace Sluice.Flow.Tests.Queue;

/// <summary>SplitMix64: the same seed throws the same on every runtime.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Falls(double probability) => Share() < probability;

    public int Below(int limit) => (int)(Next() % (ulong)limit);
}
