using System.Text.RegularExpressions;
using Sluice.Flow.Policies.Yaml;

namespace Sluice.Flow.Policies;

/// <summary>Reads a query whose ranges are as long as what it is asked about, which only the asker knows.</summary>
internal static partial class QueryRange
{
    private static readonly string[] Lengths = ["$tick", "$bake", "$window"];

    /// <param name="own">What stands for that length in this query.</param>
    /// <param name="always">As for <see cref="Fields.Required"/>.</param>
    public static string Read(Fields fields, string key, string what, string own, string why, bool always = true)
    {
        var query = fields.Required(key, what, always);
        var bare = Quoted().Replace(query, "\"\"");
        if (Array.Find(Lengths, length => length != own && bare.Contains(length, StringComparison.Ordinal)) is { } length)
        {
            fields.Contradiction(key, $"has {length}: write {own}, {why}");
        }
        else if (Range().Matches(bare).FirstOrDefault(range => range.Groups["length"].Value != own) is { Value: var other })
        {
            fields.Contradiction(key, $"has the range {Node.Show(other)}: write [{own}], {why}");
        }

        return query;
    }

    [GeneratedRegex("""\[\s*(?<length>[0-9]+(ms|[smhdwy])|\$\{?\w+\}?)[^\]]*\]""", RegexOptions.None, 1000)]
    private static partial Regex Range();

    /// <summary>PromQL's strings: a character class of a label matcher is no range.</summary>
    [GeneratedRegex("""(?>"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|`[^`]*`)""", RegexOptions.None, 1000)]
    private static partial Regex Quoted();
}
