using System.Globalization;

namespace Sluice.Flow;

/// <summary>
/// Characters that are not seen, but do something to what is: commands to a terminal, another direction of writing, another line.
/// </summary>
public static class Unseen
{
    /// <summary>Somebody's text with a space in the place of each.</summary>
    public static string Out(string text) => new([.. text.Select(letter => Is(letter) ? ' ' : letter)]);

    private static bool Is(char letter) =>
        char.GetUnicodeCategory(letter)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
