using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Flow.Intake.Risk.Outcomes;

/// <summary>Which earlier pulls a landed one says it repairs. Only what landed is asked: anybody may write anything.</summary>
public static partial class Repairs
{
    public static Row<int> Of(string title, string body) =>
        [
            .. Said()
                .Matches($"{title}\n{body}")
                .Select(match => int.TryParse(match.Groups["pull"].ValueSpan, CultureInfo.InvariantCulture, out var pull) ? pull : 0)
                .Where(pull => pull > 0)
                .Distinct()
                .Order()
                .Take(10),
        ];

    // "Reverts acme/shop#12", "Hotfix for #12", "Fixes a regression from #12", "broken by #12".
    [GeneratedRegex(
        @"\b(?:reverts?|hot-?fix(?:es)?|regression|broken by)\b[^\n#]{0,60}#(?<pull>\d{1,9})\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Said();
}
