using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Duplicates;

/// <summary>By what a pull is found again in another one.</summary>
/// <param name="Same">Digest of all that it adds and removes, without blanks and places; null: it changes no line.</param>
/// <param name="Sketch">MinHash over its lines, base64; null: too few lines for a likeness to mean something.</param>
/// <param name="Issues">That it says it closes; ascending.</param>
public sealed record Fingerprint(Sha Head, string Base, string Author, bool IsMachine, string? Same, string? Sketch, Row<int> Issues)
{
    /// <summary>What another has to have one of, to be looked at: the same change, a band of the sketch, an issue.</summary>
    public Row<string> Keys { get; init; } = [];

    /// <summary>
    /// Where its head forked off: by another base, or once what it is built on has landed, the same head brings something else.
    /// </summary>
    public Row<Sha> From { get; init; } = [];

    /// <param name="diff">Unified.</param>
    public static Fingerprint Of(PullRequest pull, string diff)
    {
        var lines = Patch.Lines(diff);
        var same =
            lines.Count == 0 ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', lines))))[..24];
        return new Fingerprint(pull.Head, pull.Base, pull.Author.Login, false, same, MinHash.Of(lines), []);
    }

    /// <summary>Title and text may be edited without a push, and marks of an agent added.</summary>
    public Fingerprint With(PullRequest pull, bool isMachine)
    {
        var issues = ClosedIssues.Of(pull.Title, pull.Body);
        return this with
        {
            Base = pull.Base,
            IsMachine = isMachine,
            Issues = issues,
            Keys =
            [
                .. Same is null ? [] : Row.Of<string>([$"same {Same}"]),
                .. Sketch is null ? [] : MinHash.Bands(Sketch),
                .. issues.Select(issue => string.Create(CultureInfo.InvariantCulture, $"issue {issue}")),
            ],
        };
    }
}

/// <summary>A small sketch of a set of lines, by which the share that two sets have in common is estimated (Broder 1997).</summary>
internal static class MinHash
{
    private const int Size = 64;

    /// <summary>Of four hashes each: two sets of which 80 % is common share a band with P = 0.9997, of which 50 % with 0.64.</summary>
    private const int BandSize = 4;

    /// <summary>Of fewer lines many are alike by chance.</summary>
    private const int Fewest = 8;

    public static string? Of(IEnumerable<string> lines)
    {
        var set = new SortedSet<ulong>(lines.Select(Hash));
        if (set.Count < Fewest)
        {
            return null;
        }

        var sketch = new byte[Size * 4];
        for (var i = 0; i < Size; i++)
        {
            var seed = Mix((ulong)i + 1);
            BinaryPrimitives.WriteUInt32LittleEndian(sketch.AsSpan(i * 4), (uint)(set.Min(line => Mix(line ^ seed)) >> 32));
        }

        return Convert.ToBase64String(sketch);
    }

    /// <summary>Share of what both have, of what either has, 0 to 1; its standard error is at most 0.0625.</summary>
    public static double Likeness(string one, string other)
    {
        var (left, right) = (Convert.FromBase64String(one), Convert.FromBase64String(other));
        var equal = 0;
        for (var i = 0; i < Size; i++)
        {
            equal += left.AsSpan(i * 4, 4).SequenceEqual(right.AsSpan(i * 4, 4)) ? 1 : 0;
        }

        return (double)equal / Size;
    }

    public static IEnumerable<string> Bands(string sketch)
    {
        var bytes = Convert.FromBase64String(sketch);
        for (var band = 0; band < Size / BandSize; band++)
        {
            var hash = 14695981039346656037UL;
            foreach (var part in bytes.AsSpan(band * BandSize * 4, BandSize * 4))
            {
                hash = (hash ^ part) * 1099511628211;
            }

            yield return string.Create(CultureInfo.InvariantCulture, $"like {band} {Mix(hash):x16}");
        }
    }

    // FNV-1a, then SplitMix64's finisher: the same on every machine.
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return Mix(hash);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
