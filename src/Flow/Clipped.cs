namespace Sluice.Flow;

/// <summary>Text that is cut: never between the two halves of a character, which nothing that stores or sends text would take.</summary>
public static class Clipped
{
    /// <param name="most">So much stays, the mark that something is missing included.</param>
    public static string To(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "\u2026";
}
