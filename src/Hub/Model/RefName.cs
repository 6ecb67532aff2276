using System.Buffers;

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
        return name.Split('/').All(part => !part.StartsWith('.') && !part.EndsWith(".lock", StringComparison.Ordinal));
    }
}
