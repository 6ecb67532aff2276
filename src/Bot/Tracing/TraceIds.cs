using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Bot.Tracing;

/// <summary>
/// Ids that follow from what they name: every replica, after every start, means the same trace, and what is sent twice is the same span.
/// </summary>
internal static class TraceIds
{
    public static string OfPull(long repo, int number) => Digest(string.Create(CultureInfo.InvariantCulture, $"pull/{repo}/{number}"), 16);

    /// <summary>The span of the whole pull request.</summary>
    public static string Root(string trace) => Span(trace, "root");

    public static string Span(string trace, string key) => Digest($"{trace}/{key}", 8);

    public static SpanLink ToPull(long repo, int number)
    {
        var trace = OfPull(repo, number);
        return new SpanLink(trace, Root(trace));
    }

    private static string Digest(string text, int bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
