using System.Buffers;
using System.Text.RegularExpressions;

namespace Sluice.Flow.Intake.Risk.Advising;

/// <summary>
/// Takes out of text what looks like a secret: tokens of known shapes, keys in PEM, values of names that say so, and runs too random to be
/// words. It would rather take out too much.
/// </summary>
public static partial class Secrets
{
    public const string Taken = "[redacted]";

    /// <summary>Bits for a letter: words of code stay under it, random letters and digits of that length are over.</summary>
    private const double Random = 3.7;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Lines of one file's diff, in order, each with its sign: a key in PEM goes over several.</summary>
    public static Row<string> Redact(IEnumerable<string> lines)
    {
        var (kept, inKey) = (new List<string>(), false);
        foreach (var line in lines)
        {
            if (line.Contains("-----BEGIN ", StringComparison.Ordinal) && line.Contains("KEY", StringComparison.Ordinal))
            {
                inKey = !line.Contains("-----END ", StringComparison.Ordinal);
                kept.Add(line[..1] + Taken);
            }
            else if (inKey)
            {
                inKey = !line.Contains("-----END ", StringComparison.Ordinal);
            }
            else
            {
                kept.Add(line[..1] + Redact(line[1..]));
            }
        }

        return kept.ToRow();
    }

    public static string Redact(string line)
    {
        var text = Known().Replace(line, Taken);
        text = InAddress().Replace(text, "$1" + Taken + "@");
        text = Bearer().Replace(text, "$1 " + Taken);
        text = Named()
            .Replace(text, match => match.Value.Contains(Taken, StringComparison.Ordinal) ? match.Value : match.Groups[1].Value + Taken);
        return Run().Replace(text, match => IsRandom(match.ValueSpan) ? Taken : match.Value);
    }

    private static bool IsRandom(ReadOnlySpan<char> run)
    {
        if (run.Length >= 32 && !run.ContainsAnyExcept(Hex))
        {
            return run.IndexOfAnyInRange('0', '9') >= 0;
        }

        return run.IndexOfAnyInRange('0', '9') >= 0
            && run.IndexOfAnyInRange('a', 'z') >= 0
            && run.IndexOfAnyInRange('A', 'Z') >= 0
            && Bits(run) >= Random;
    }

    private static double Bits(ReadOnlySpan<char> run)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var letter in run)
        {
            counts[letter]++;
        }

        var bits = 0.0;
        foreach (var count in counts)
        {
            bits -= count == 0 ? 0 : (double)count / run.Length * Math.Log2((double)count / run.Length);
        }

        return bits;
    }

    // GitHub, AWS, Slack, OpenAI and Anthropic, Google, GitLab, npm, PyPI, Stripe, SendGrid, and tokens of three parts (JWT).
    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{20,}|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}|xox[a-z]-[\w-]{10,}|sk-[\w-]{16,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|glpat-[\w-]{16,}|npm_[A-Za-z0-9]{30,}|pypi-[\w-]{30,}|[rs]k_(?:live|test)_\w{16,}|SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Known();

    // scheme://name:password@
    [GeneratedRegex(@"(://[^\s/:@'""]{0,80}:)[^\s/@'""]{1,200}@", RegexOptions.CultureInvariant)]
    private static partial Regex InAddress();

    [GeneratedRegex(@"(?<![A-Za-z])(Bearer|Basic) +[\w.~+/=-]{8,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    // A value of at least four letters after = : := => behind a name that says what it is; a call or another name is code, and no value,
    // only if nothing is quoted.
    [GeneratedRegex(
        @"((?:pass(?:word|wd|phrase)?|pwd|secret|token|credential|api[_-]?key|access[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|client[_-]?key|auth[_-]?key|account[_-]?key|connection[_-]?string)[A-Za-z0-9_-]{0,40}[""']?\]? {0,8}(?::=|=>|=|:)(?!=) {0,8})(?:""[^""]{4,}""?|'[^']{4,}'?|[^\s""'(){}<>\[\];,]{6,}(?![\w.(]))",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<![A-Za-z0-9+_=-])[A-Za-z0-9+_=-]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex Run();
}
