using System.Buffers;
using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

internal static class RefName
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" ~^:?*[\\\u007f");

    /// <summary>git check-ref-format, and GitHub's wish for "refs/" and two slashes.</summary>
    public static bool IsValid(string name)
    {
        if (!name.StartsWith("refs/", StringComparison.Ordinal) || name.Count(c => c == '/') < 2)
            return false;
        if (name.EndsWith('/') || name.EndsWith('.') || name.Contains("..", StringComparison.Ordinal))
            return false;
        if (name.Contains("//", StringComparison.Ordinal) || name.Contains("@{", StringComparison.Ordinal))
            return false;
        if (name.AsSpan().IndexOfAny(Forbidden) >= 0 || name.Any(c => c < ' '))
            return false;
        if (IsMisleading(name[(name.IndexOf('/', 5) + 1)..]))
            return false;
        return name.Split('/').All(part => !part.StartsWith('.') && !part.EndsWith(".lock", StringComparison.Ordinal));
    }

    /// <summary>GitHub has no branch and no tag whose name could be taken for a whole ref's or a commit's.</summary>
    private static bool IsMisleading(string name) => name.StartsWith("refs/", StringComparison.Ordinal) || Zero.IsSha(name);
}
