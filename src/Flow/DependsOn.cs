using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Flow.Commands;

namespace Sluice.Flow;

/// <summary>
/// What a pull's description says that it depends on: <c>Depends-On: #4</c>, on a line of its own. Anybody can write that, so it makes this
/// very pull wait, and nothing else.
/// </summary>
public static partial class DependsOn
{
    /// <summary>So many are looked up; who names more is told so.</summary>
    public const int Most = 20;

    /// <summary>In the order in which they are named, each once; none for a number of zero.</summary>
    /// <param name="fullName">Of the pull's own repository.</param>
    public static Row<Dependency> Read(string body, string fullName) =>
        !body.Contains("depend", StringComparison.OrdinalIgnoreCase)
            ? []
            : Markdown.Prose(body).SelectMany(line => OfLine(line, fullName)).Distinct().Take(Most + 1).ToRow();

    private static IEnumerable<Dependency> OfLine(string line, string fullName)
    {
        if (Line().Match(line) is not { Success: true } match)
        {
            yield break;
        }

        var at = match.Length;
        var some = false;
        while (Named().Match(line, at) is { Success: true } named)
        {
            some = true;
            at += named.Length;
            var repo = named.Groups["repo"].Value;
            var isOwn = repo.Length == 0 || repo.Equals(fullName, StringComparison.OrdinalIgnoreCase);
            yield return isOwn
            && int.TryParse(named.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
                ? new Dependency(number, null)
                : new Dependency(null, named.Groups["what"].Value);
        }

        var rest = some ? "" : line[at..].TrimStart();
        // "Depends on the weather" is prose; the trailer's own spelling with something unreadable is a mistake that somebody should hear
        // of.
        if (!some && match.Groups["trailer"].Success && rest.Length > 0 && !Nothing().IsMatch(rest))
        {
            yield return new Dependency(null, rest);
        }
    }

    [GeneratedRegex(
        @"^(?:[-*+]\s+(?:\[[ xX]\]\s+)?)?[*_]{0,3}(?:(?<trailer>depends?-on[*_]{0,3}\s*:)|(?:depends?|dependent|depending)[\s_-]*(?:up)?on\b[*_]{0,3}\s*:?)[*_]{0,3}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Line();

    [GeneratedRegex(
        @"\G(?:\s|,|;|&|and\b)*(?<what>https?://[^/\s]+/(?<repo>[\w.-]+/[\w.-]+)/(?:pull|pulls|issues)/(?<number>[0-9]{1,9})(?![0-9])(?:[/#?][^\s,;]*)?|(?<repo>[\w.-]+/[\w.-]+)?#(?<number>[0-9]{1,9})(?![0-9])|GH-(?<number>[0-9]{1,9})(?![0-9]))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:none|nothing|no|n/?a|(?>-+)|(?>\.+)|tbd|<!--.*)\W*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Nothing();
}

/// <param name="Number">A pull of the same repository; null: what is named is none.</param>
/// <param name="Said">What is named instead, in somebody else's words.</param>
public sealed record Dependency(int? Number, string? Said);
