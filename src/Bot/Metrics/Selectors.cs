using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Bot.Metrics;

/// <summary>
/// Adds label matchers to every selector of a PromQL query, so that a repository's query sees that repository's series whatever it says.
/// Where a word may be a metric or not, it is taken for one: at worst the query is then refused, never widened.
/// </summary>
internal static partial class Selectors
{
    private static readonly string[] Groupings = ["by", "without", "on", "ignoring", "group_left", "group_right"];
    private static readonly string[] Operators = ["and", "or", "unless", "atan2", "bool", "offset", "inf", "nan"];

    public static string Add(string query, string matchers) => Bound(Plain(query), matchers);

    /// <summary>
    /// Without backslashes but in strings. To Prometheus they are nothing; VictoriaMetrics takes the sign behind one for a letter of a
    /// name, and would so see another end of braces than is seen here.
    /// </summary>
    private static string Plain(string query)
    {
        var text = new StringBuilder(query.Length);
        for (var at = 0; at < query.Length; )
        {
            var end = query[at] switch
            {
                '#' => Comment(query, at),
                '"' or '\'' or '`' => Quoted(query, at),
                _ => at + 1,
            };
            text.Append(query[at] == '\\' ? "" : query.AsSpan(at, end - at));
            at = end;
        }

        return text.ToString();
    }

    private static string Bound(string query, string matchers)
    {
        var text = new StringBuilder(query.Length + matchers.Length);
        for (var at = 0; at < query.Length; )
        {
            var end = End(query, at);
            var part = query[at..end];
            switch (part[0])
            {
                case '#':
                    break;
                case '{':
                    text.Append('{').Append(matchers).Append(Next(query, at + 1) == '}' ? "" : ",");
                    Alternatives(text, part[1..], matchers);
                    break;
                case var letter when !IsName(letter):
                    text.Append(part);
                    break;
                default:
                    var next = Next(query, end);
                    if (Groupings.Contains(part.ToLowerInvariant()))
                    {
                        end = next == '(' ? Closed(query, query.IndexOf('(', end), ')') : end;
                        text.Append(query, at, end - at);
                    }
                    else
                    {
                        var metric =
                            next is not ('(' or '{')
                            && !Operators.Contains(part.ToLowerInvariant())
                            && !Grouping().IsMatch(query.AsSpan(end));
                        text.Append(part).Append(metric ? $"{{{matchers}}}" : "");
                    }

                    break;
            }

            at = end;
        }

        return text.ToString();
    }

    /// <summary>
    /// What stands in braces. Behind an <c>or</c> VictoriaMetrics reads another selector; as the name of a label it is one here as there.
    /// </summary>
    private static void Alternatives(StringBuilder text, string braces, string matchers)
    {
        var mayEnd = false;
        for (var at = 0; at < braces.Length; )
        {
            var end = IsName(braces[at]) || braces[at] is '#' or '"' or '\'' or '`' ? End(braces, at) : at + 1;
            var part = braces[at..end];
            text.Append(part);
            if (mayEnd && part.Equals("or", StringComparison.OrdinalIgnoreCase))
            {
                text.Append(' ').Append(matchers).Append(',');
                mayEnd = false;
            }
            else if (part[0] != '#' && !char.IsWhiteSpace(part[0]))
            {
                mayEnd = part[0] is not (',' or '=' or '!' or '~');
            }

            at = end;
        }
    }

    /// <summary>Where the part that begins at a place ends: a comment, a string, braces, a range, a number, a name, or one sign.</summary>
    private static int End(string query, int at) =>
        query[at] switch
        {
            '#' => Comment(query, at),
            '"' or '\'' or '`' => Quoted(query, at),
            '{' => Closed(query, at, '}'),
            '[' => Closed(query, at, ']'),
            var letter when IsName(letter) || char.IsAsciiDigit(letter) => Run(query, at),
            _ => at + 1,
        };

    private static int Run(string query, int at)
    {
        while (at < query.Length && (IsName(query[at]) || char.IsAsciiDigit(query[at]) || query[at] == '.'))
        {
            at++;
        }

        return at;
    }

    private static int Quoted(string query, int at)
    {
        for (var i = at + 1; i < query.Length; i++)
        {
            if (query[i] == query[at])
            {
                return i + 1;
            }

            i += query[i] == '\\' && query[at] != '`' ? 1 : 0;
        }

        return query.Length;
    }

    private static int Closed(string query, int at, char close)
    {
        for (var i = at + 1; i < query.Length; i++)
        {
            if (query[i] == close)
            {
                return i + 1;
            }

            i = query[i] switch
            {
                '"' or '\'' or '`' => Quoted(query, i) - 1,
                '#' => Comment(query, i) - 1,
                _ => i,
            };
        }

        return query.Length;
    }

    /// <summary>Either sign ends a line there.</summary>
    private static int Comment(string query, int at) =>
        query.AsSpan(at).IndexOfAny('\n', '\r') is >= 0 and var length ? at + length : query.Length;

    private static char Next(string query, int at)
    {
        while (at < query.Length && char.IsWhiteSpace(query[at]))
        {
            at++;
        }

        return at < query.Length ? query[at] : '\0';
    }

    /// <summary>What follows an aggregation that names its labels first.</summary>
    [GeneratedRegex(@"^\s*(by|without)\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Grouping();

    private static bool IsName(char letter) => char.IsLetter(letter) || letter is '_' or ':';
}
