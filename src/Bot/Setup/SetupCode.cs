using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Setup;

/// <summary>The one-time code that the log prints: whoever reads the log may register the App. On the loopback address alone nobody else is there to ask.</summary>
internal sealed class SetupCode
{
    private const string Letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    public string Text { get; } = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 5)));

    public static bool IsNeeded(IEnumerable<string> addresses, HttpRequest request) =>
        !IsLoopback(addresses) || request.Headers.ContainsKey("Forwarded") || request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    public static bool IsLoopback(IEnumerable<string> addresses) => addresses.All(address =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Host == "localhost" || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))));

    public bool Holds(string? told) =>
        told is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Text), Encoding.UTF8.GetBytes(told.Trim().ToUpperInvariant()));
}
