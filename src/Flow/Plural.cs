using System.Globalization;

namespace Sluice.Flow;

/// <summary>How many there are of something, as people say it.</summary>
public static class Plural
{
    /// <param name="amount">Told with one decimal at most.</param>
    /// <param name="one">The word where it is one.</param>
    /// <param name="many">The word otherwise; null: with an s.</param>
    public static string Of(double amount, string one, string? many = null)
    {
        var number = amount.ToString("0.#", CultureInfo.InvariantCulture);
        return $"{number} {(number == "1" ? one : many ?? $"{one}s")}";
    }

    /// <summary>A word that follows a number elsewhere, or the verb to it.</summary>
    public static string Word(int count, string one, string many) => count == 1 ? one : many;
}
