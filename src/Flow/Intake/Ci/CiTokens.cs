using System.Text.RegularExpressions;

namespace Sluice.Flow.Intake.Ci;

/// <summary>
/// The words of a script that could be paths. Not a shell's parser: quotes fall away, whatever a variable or a command stands for becomes a
/// wildcard, everything that is no letter of a path ends a word. Each mistake made so finds a word too many.
/// </summary>
internal static partial class CiTokens
{
    /// <summary>Stands for anything, slashes too; a single <c>*</c> and <c>?</c> are the shell's own.</summary>
    public const string Anything = "**";

    /// <summary>No path of a repository is longer or deeper, or else it counts as named.</summary>
    private const int Longest = 512;
    private const int Deepest = 24;

    private static readonly Regex Expressions = Linear(@"\$\{\{.*?\}\}");
    private static readonly Regex Places = Linear(@"\{[0-9]+\}");
    private static readonly Regex FileHashes = Linear(@"hashFiles\([^)]*\)");
    private static readonly Regex Variables = Linear(@"\$\{[^}\s]*\}|\$(env:)?\w+|\$[@*<^?#]|%\w+%");
    private static readonly Regex Alternatives = Linear(@"\{[^{}\s]*,[^{}\s]*\}|\[[^\[\]\s]+\]");

    /// <summary>As written, but with one kind of slash; each once for each place.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var inner = Expressions.Matches(text).Select(match => Places.Replace(FileHashes.Replace(match.Value, " "), Anything)).ToList();
        var plain = Unfold(Expressions.Replace(text, Anything));
        var words = Split(plain).Concat(Split(Alternatives.Replace(plain, Anything)));
        return words.Concat(inner.SelectMany(expression => Split(Unfold(expression)))).Where(word => !IsEndless(word));
    }

    /// <summary>The end of a path that is one word here: a name with blanks in it is several.</summary>
    public static string Tail(string path) =>
        Split(path.Replace("*", " ", StringComparison.Ordinal).Replace('?', ' ')).LastOrDefault() ?? "";

    public static bool IsEndless(string path) => path.Length > Longest || path.AsSpan().Count('/') > Deepest;

    /// <summary>Without steps upwards and without slashes at its ends; empty: it names nothing.</summary>
    public static string Straighten(string word)
    {
        var path = "/" + word + "/";
        var up = path.LastIndexOf("/../", StringComparison.Ordinal);
        var parts = path[(up < 0 ? 0 : up + 4)..].Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        var straight = string.Join('/', parts).TrimEnd('.');
        return straight.Any(char.IsLetterOrDigit) ? straight : "";
    }

    /// <summary>Modules by their dotted name, <c>python -m tools.release</c>, as paths.</summary>
    public static IEnumerable<string> Modules(string text) =>
        Module().Matches(text).Select(match => match.Groups[1].Value.Replace('.', '/'));

    private static string Unfold(string text)
    {
        var open = Variables.Replace(text.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal), Anything);
        return Ends().Replace(open.Replace("$(", Anything + " ", StringComparison.Ordinal), " " + Anything);
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || !IsOfPath(text[at]))
            {
                if (at > start)
                {
                    yield return text[start..at].Replace('\\', '/');
                }

                start = at + 1;
            }
        }
    }

    private static bool IsOfPath(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/' or '\\' or '+' or '*' or '?' or >= '\u00a1';

    [GeneratedRegex(@"\)(?=[\w./\\-])")]
    private static partial Regex Ends();

    // Python's other flags may stand before the m.
    [GeneratedRegex(@"\s-[bBdEiIOPqsSuvx]*m[ \t]+[""']?(\w[\w.]*)")]
    private static partial Regex Module();

    /// <summary>In linear time: these texts are a stranger's as well.</summary>
    private static Regex Linear(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant);
}
