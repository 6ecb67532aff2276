namespace Sluice.Flow.Intake.Admissions;

internal static class Titles
{
    private static readonly Row<string> Marks = ["wip", "[wip]", "(wip)", "draft:", "[draft]", "do not merge", "[do not merge]"];

    /// <summary>Whether a title begins with a word that says "not yet": the whole word, so that "Wipe the cache" is none.</summary>
    public static bool SayUnfinished(string title)
    {
        var text = title.TrimStart();
        return Marks.Any(mark =>
            text.StartsWith(mark, StringComparison.OrdinalIgnoreCase)
            && (text.Length == mark.Length || !char.IsLetterOrDigit(text[mark.Length]) || !char.IsLetter(mark[^1]))
        );
    }
}
