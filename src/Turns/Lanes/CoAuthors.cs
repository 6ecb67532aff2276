using System.Text.RegularExpressions;
using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Lanes;

/// <summary>Who besides its author made the commits of a pull: what a squash would forget.</summary>
public static partial class CoAuthors
{
    private const int Most = 50;
    private const string Trailer = "co-authored-by:";

    /// <summary>
    /// <c>Name &lt;address&gt;</c>, each once, in the order of the commits; the author of the first commit is the squash's own.
    /// </summary>
    public static Row<string> Of(Row<CommitInfo> commits)
    {
        var first = commits.Count == 0 ? "" : commits[0].AuthorEmail;
        return commits
            .SelectMany(commit => Named(commit.Message).Prepend((Name: commit.AuthorName, Email: commit.AuthorEmail)))
            .Select(person => (Name: Clean(person.Name), Email: Clean(person.Email)))
            .Where(person =>
                person.Name.Length > 0
                && person.Email.Contains('@', StringComparison.Ordinal)
                && !person.Email.Equals(first, StringComparison.OrdinalIgnoreCase)
            )
            .DistinctBy(person => person.Email.ToUpperInvariant(), StringComparer.Ordinal)
            .Take(Most)
            .Select(person => $"{person.Name} <{person.Email}>")
            .ToRow();
    }

    /// <summary>By hand: a message is as long as its author likes, and a pattern would go over its blanks again and again.</summary>
    private static IEnumerable<(string Name, string Email)> Named(string message)
    {
        foreach (var line in message.Split('\n').Where(line => line.StartsWith(Trailer, StringComparison.OrdinalIgnoreCase)))
        {
            var value = line[Trailer.Length..].Trim(' ', '\t', '\r');
            if (value.IndexOf('<', StringComparison.Ordinal) is > 0 and var at && value[^1] == '>' && IsAddress(value[(at + 1)..^1]))
            {
                yield return (value[..at].TrimEnd(' ', '\t'), value[(at + 1)..^1]);
            }
        }
    }

    private static bool IsAddress(string text) =>
        text.Length > 2
        && text[1..^1].Contains('@', StringComparison.Ordinal)
        && !text.Any(letter => letter is '<' or '>' || char.IsWhiteSpace(letter));

    /// <summary>One line, without what would end the trailer or call somebody.</summary>
    private static string Clean(string text) =>
        Unfit().Replace(text, " ").Replace(" @", " ", StringComparison.Ordinal).Trim().TrimStart('@');

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>\s]+")]
    private static partial Regex Unfit();
}
