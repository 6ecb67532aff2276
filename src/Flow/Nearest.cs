namespace Sluice.Flow;

/// <summary>What somebody probably meant.</summary>
public static class Nearest
{
    /// <summary>
    /// The word of <paramref name="known"/> that takes the fewest typing slips to reach; null: none is near. The first wins a tie.
    /// </summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var candidate in known)
        {
            var slips = word.Length > 40 ? int.MaxValue : Slips(word, candidate);
            // Half of a word may be wrong at most: else everything short is near to everything.
            if (slips < fewest && slips <= 3 && slips * 2 <= Math.Max(word.Length, candidate.Length))
            {
                (nearest, fewest) = (candidate, slips);
            }
        }

        return nearest
            ?? (
                word.Length is >= 3 and <= 40
                    ? known.FirstOrDefault(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                    : null
            );
    }

    /// <summary>Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.</summary>
    private static int Slips(string left, string right)
    {
        var rows = new int[left.Length + 1][];
        for (var i = 0; i <= left.Length; i++)
        {
            rows[i] = new int[right.Length + 1];
            rows[i][0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            rows[0][j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var same = Same(left[i - 1], right[j - 1]);
                var best = Math.Min(Math.Min(rows[i - 1][j] + 1, rows[i][j - 1] + 1), rows[i - 1][j - 1] + (same ? 0 : 1));
                var swapped = i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]);
                rows[i][j] = swapped ? Math.Min(best, rows[i - 2][j - 2] + 1) : best;
            }
        }

        return rows[left.Length][right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
