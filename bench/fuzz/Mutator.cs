using System.Text;
using Sluice.Hub.Model;

namespace Sluice.Bench.Fuzz;

/// <summary>
/// Spoils an input as an attacker or a broken disk would: a few small wounds, words of the format in the wrong place, depth, length.
/// </summary>
internal sealed class Mutator(Dice dice, IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> words)
{
    private const int Longest = 200_000;

    public byte[] Next()
    {
        var input = dice.Pick(corpus).ToList();
        for (var wounds = dice.Between(1, 6); wounds > 0; wounds--)
        {
            Wound(input);
        }

        return [.. input.Take(Longest)];
    }

    private void Wound(List<byte> input)
    {
        var at = dice.Between(0, input.Count + 1);
        var length = Math.Min(dice.Between(1, 40), input.Count - at);
        switch (dice.Between(0, 9))
        {
            case 0 when length > 0:
                input[at] ^= (byte)(1 << dice.Between(0, 8));
                break;
            case 1 when length > 0:
                input[at] = (byte)dice.Next();
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 4:
                input.RemoveRange(at, input.Count - at);
                break;
            case 5:
                var other = dice.Pick(corpus);
                input.InsertRange(at, other[dice.Between(0, other.Length)..]);
                break;
            case 6:
                // Depth, or a long run: what recursion and backtracking stumble over.
                var deep = dice.Pick(words);
                var times = dice.Chance(0.1) ? dice.Between(100, 20_000) : dice.Between(1, 20);
                input.InsertRange(at, Enumerable.Repeat(deep, times).SelectMany(word => word).Take(Longest));
                break;
            default:
                input.InsertRange(at, dice.Pick(words));
                break;
        }
    }

    public static IReadOnlyList<byte[]> Bytes(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
