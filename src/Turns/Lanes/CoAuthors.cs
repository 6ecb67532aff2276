using System.Text.RegularExpressions;
using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Lanes;

/// <summary>Who besides its author made the commits of a pull: what a squash would forget.</summary>
public static partial class CoAuthors
{
    private const int Most = 50;

    /// <summary><c>Name &lt;address&gt;</c>, each once, in the order of the commits; the author of the first commit is the squash's own.</summary>
    public static Row<string> Of(Row<CommitInfo> commits)
    {
        var first = commits.Count == 0 ? "" : commits[0].AuthorEmail;
        return commits
            .SelectMany(commit => Trailer().Matches(commit.Message).Select(match => (Name: match.Groups[1].Value, Email: match.Groups[2].Value)).Prepend((commit.AuthorName, commit.AuthorEmail)))
            .Select(person => (Name: Clean(person.Item1), Email: Clean(person.Item2)))
            .Where(person => person.Name.Length > 0 && person.Email.Contains('@', StringComparison.Ordinal) && !person.Email.Equals(first, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(person => person.Email.ToUpperInvariant(), StringComparer.Ordinal)
            .Take(Most).Select(person => $"{person.Name} <{person.Email}>").ToRow();
    }

    /// <summary>One line, without what would end the trailer or call somebody.</summary>
    private static string Clean(string text) => Unfit().Replace(text, " ").Replace(" @", " ", StringComparison.Ordinal).Trim().TrimStart('@');

    [GeneratedRegex(@"^co-authored-by:[ \t]*([^<\r\n]+?)[ \t]*<([^<>\s]+@[^<>\s]+)>[ \t]*\r?$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Trailer();

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>\s]+")]
    private static partial Regex Unfit();
}
