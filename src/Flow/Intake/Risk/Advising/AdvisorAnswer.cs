using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Flow.Intake.Risk.Advising;

/// <summary>
/// Reads what a language model answered. It may have been talked into anything by what it read, so that nothing counts but a worry that
/// quotes a changed line of the very diff that was sent; there is no answer that says less risk than before.
/// </summary>
public static partial class AdvisorAnswer
{
    /// <summary>Characters; a longer answer is none.</summary>
    public const int Longest = 32_768;

    private const int MostWorries = 3;
    private const int LongestWhy = 140;

    /// <summary>A bracket or two occur in every change: to quote them says nothing.</summary>
    private const int ShortestQuote = 3;

    public static Advice Read(string answer, Brief brief)
    {
        if (answer.Length > Longest)
        {
            return Advice.Failure("the answer is too long");
        }

        try
        {
            using var json = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 8 });
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("worries", out var worries)
                && worries.ValueKind == JsonValueKind.Array
                ? new Advice(
                    worries
                        .EnumerateArray()
                        .Select(worry => Read(worry, brief))
                        .OfType<Worry>()
                        .DistinctBy(worry => (worry.Path, worry.Quote))
                        .Take(MostWorries)
                        .ToRow()
                )
                : Advice.Failure("the answer has not the form that was asked for");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter where half of a character stands for a text.
            return Advice.Failure("the answer is no JSON");
        }
    }

    private static Worry? Read(JsonElement worry, Brief brief) =>
        Text(worry, "path") is { } path
        && Text(worry, "quote") is { } quote
        && Text(worry, "why") is { } why
        && Line(brief, path, quote) is { } line
            ? new Worry(path, line, Harmless(why))
            : null;

    private static string? Text(JsonElement worry, string name) =>
        worry.ValueKind == JsonValueKind.Object && worry.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    /// <summary>The changed line that is quoted, with or without its sign; null: there is none in that file as it was sent.</summary>
    private static string? Line(Brief brief, string path, string quote)
    {
        var said = quote.Trim();
        return said.Count(char.IsLetterOrDigit) < ShortestQuote
            ? null
            : brief
                .Files.Where(file => file.Path == path)
                .SelectMany(file => file.Lines)
                .Where(line => line[0] is '+' or '-' && (line[1..].Trim() == said || line.Trim() == said))
                .Select(line => line[1..].Trim())
                .FirstOrDefault();
    }

    /// <summary>Letters, digits and what a plain sentence needs: no mention, no reference, no link, no markup.</summary>
    private static string Harmless(string why)
    {
        var plain = new StringBuilder(why.Length);
        foreach (var letter in Visible.Of(why.Length <= 4 * LongestWhy ? why : why[..(4 * LongestWhy)]))
        {
            plain.Append(char.IsLetterOrDigit(letter) || " .,;:'\"()+-=%?!/".Contains(letter, StringComparison.Ordinal) ? letter : ' ');
        }

        var said = Linked().Replace(Spaces().Replace(plain.ToString(), " ").Trim(), "$1$2$3 ");
        return said.Length == 0 ? "it does not say why"
            : said.Length <= LongestWhy ? said
            : said[..(LongestWhy - 1)] + "\u2026";
    }

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();

    // What GitHub makes a link of, without a mark that was taken out already: addresses and GH-12.
    [GeneratedRegex("(:)//|(www)\\.|(GH)-(?=[0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex Linked();
}
