using System.Security.Cryptography;
using System.Text;

namespace Sluice.Bot.Webhooks;

/// <summary>HMAC-SHA256 over a delivery's raw bytes, as <c>X-Hub-Signature-256</c> carries it.</summary>
public static class Signature
{
    private const string Prefix = "sha256=";

    public static bool Holds(string secret, ReadOnlySpan<byte> body, string? header)
    {
        Span<byte> told = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (
            header is null
            || !header.StartsWith(Prefix, StringComparison.Ordinal)
            || header.Length != Prefix.Length + (2 * told.Length)
            || Convert.FromHexString(header.AsSpan(Prefix.Length), told, out _, out _) != System.Buffers.OperationStatus.Done
        )
        {
            return false;
        }

        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, right);
        return CryptographicOperations.FixedTimeEquals(told, right);
    }

    public static string Of(string secret, ReadOnlySpan<byte> body) =>
        Prefix + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
