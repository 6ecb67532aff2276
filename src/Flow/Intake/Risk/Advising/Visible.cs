using System.Globalization;
using System.Text;

namespace Sluice.Flow.Intake.Risk.Advising;

/// <summary>Text of others as a person would see it: what has no shape on a screen could tell a model what its reader never sees.</summary>
internal static class Visible
{
    public static string Of(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    seen.Append(' ');
                    break;
                case UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate:
                    break;
                default:
                    seen.Append(rune);
                    break;
            }
        }

        return seen.ToString();
    }
}
