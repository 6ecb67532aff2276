using System.Text.RegularExpressions;

namespace Sluice.Bot.GitHub;

/// <summary>Reads the header that names the other pages.</summary>
internal static partial class Links
{
    public static Uri? Next(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var values)
        && NextLink().Match(string.Join(", ", values)) is { Success: true } match
        && Uri.TryCreate(match.Groups[1].Value, UriKind.Absolute, out var next)
            ? next
            : null;

    [GeneratedRegex("<([^>]*)>\\s*;\\s*rel=\"next\"")]
    private static partial Regex NextLink();
}
