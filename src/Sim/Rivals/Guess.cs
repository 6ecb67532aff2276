using Sluice.Hub.Model;

namespace Sluice.Sim.Rivals;

/// <summary>A build: a pull on top of those ahead of it that are guessed to land.</summary>
/// <param name="Pull">The one that it is for.</param>
/// <param name="Sign">Of those guessed to land: equal for the same set, with a chance in 2⁶⁴ for another.</param>
internal readonly record struct Guess(int Pull, ulong Sign)
{
    /// <summary>A set's sign is the exclusive or of its members' marks, so that one more or less is one step.</summary>
    public static ulong Mark(int pull) => new Dice((ulong)pull * 0xD1B54A32D192ED03UL).Next();
}

/// <summary>How a guess differs from the likeliest one.</summary>
internal sealed class Lead(int place, int pull, int[] ahead, double[] lands)
{
    private int[]? _order;

    public int Place => place;

    public int Pull => pull;

    /// <summary>The places in <see cref="Landing"/>'s list of those ahead, the least certain first.</summary>
    public int[] Order =>
        _order ??= [.. Enumerable.Range(0, ahead.Length).OrderByDescending(i => Math.Min(lands[i], 1 - lands[i])).ThenBy(i => i)];

    public int Count => ahead.Length;

    /// <summary>What it costs to guess otherwise of that one.</summary>
    public double Price(int flip)
    {
        var sure = lands[Order[flip]];
        return Math.Min(sure, 1 - sure) / Math.Max(sure, 1 - sure);
    }

    public ulong Mark(int flip) => Guess.Mark(ahead[Order[flip]]);

    /// <summary>Those that land by this guess, in their order.</summary>
    public IEnumerable<int> Landing(int[] flips) => ahead.Where((_, i) => lands[i] >= 0.5 != flips.Any(flip => Order[flip] == i));
}
