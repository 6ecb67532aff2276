namespace Sluice.Bot.GitHub.Chain;

/// <summary>The headers that GitHub wants on every request.</summary>
internal static class Standard
{
    public static void Dress(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "sluice");
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.github+json");
        request.Headers.TryAddWithoutValidation("X-GitHub-Api-Version", "2022-11-28");
    }
}
