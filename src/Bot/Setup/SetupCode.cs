using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Setup;

/// <summary>
/// The one-time code that the log prints: whoever reads the log may register the App. Where the listening address, the public one and the
/// one that was asked for are loopback, nobody else is there to ask.
/// </summary>
internal sealed class SetupCode
{
    private const string Letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    public string Text { get; } = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 5)));

    /// <param name="addresses">Where it listens.</param>
    /// <param name="outside">The operator's word for where it is to be found; null: none. A proxy that says nothing of itself is known by
    /// it.</param>
    public static bool IsNeeded(IEnumerable<string> addresses, Uri? outside, HttpRequest request) =>
        IsNeeded(addresses, outside)
        || !IsLoopback(request.Host.Host)
        || request.Headers.ContainsKey("Forwarded")
        || request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whoever asks.</summary>
    public static bool IsNeeded(IEnumerable<string> addresses, Uri? outside) =>
        !IsLoopback(addresses) || (outside is not null && !IsLoopback(outside.Host));

    public static bool IsLoopback(IEnumerable<string> addresses) =>
        addresses.All(address => Uri.TryCreate(address, UriKind.Absolute, out var url) && IsLoopback(url.Host));

    /// <summary>A name that somebody made lead here is none: a page that was loaded by it is another site's.</summary>
    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    public bool Holds(string? told) =>
        told is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Text), Encoding.UTF8.GetBytes(told.Trim().ToUpperInvariant()));
}
