using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Flow.Intake.Duplicates;

/// <summary>The issues of this repository that a pull says it closes, in GitHub's own words for that.</summary>
internal static partial class ClosedIssues
{
    public static Row<int> Of(string title, string body) =>
        [
            .. Said()
                .Matches($"{title}\n{body}")
                .Select(match => int.TryParse(match.Groups["issue"].ValueSpan, CultureInfo.InvariantCulture, out var issue) ? issue : 0)
                .Where(issue => issue > 0)
                .Distinct()
                .Order()
                .Take(10),
        ];

    [GeneratedRegex(
        @"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(?<issue>\d{1,9})\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Said();
}
