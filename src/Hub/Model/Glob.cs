namespace Sluice.Hub.Model;

/// <summary>Branch patterns as in rulesets: <c>*</c> stays within a segment, <c>**</c> does not.</summary>
internal static class Glob
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern[0] == '*')
            {
                var deep = pattern.Length > 1 && pattern[1] == '*';
                var rest = deep ? pattern[2..].TrimStart('/') : pattern[1..];
                for (var i = 0; i <= text.Length; i++)
                {
                    if (Matches(rest, text[i..]))
                        return true;
                    if (i < text.Length && !deep && text[i] == '/')
                        return false;
                }

                return false;
            }

            if (text.IsEmpty || (pattern[0] != '?' && pattern[0] != text[0]))
                return false;
            pattern = pattern[1..];
            text = text[1..];
        }

        return text.IsEmpty;
    }
}
