using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Hub.Hooks;

/// <summary>How GitHub signs a delivery's raw bytes.</summary>
public static class Signature
{
    public static string Sha256(string secret, byte[] body) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";

    [SuppressMessage("Security", "CA5350", Justification = "The legacy header that GitHub still sends is defined as SHA-1.")]
    public static string Sha1(string secret, byte[] body) =>
        $"sha1={Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), body))}";
}
