using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>An App's JSON web token: RS256, at most ten minutes ahead, issued in the past by its client id or number.</summary>
internal static class AppTokens
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static bool LooksLikeOne(string token) => token.Count(c => c == '.') == 2 && !token.StartsWith("ghs_", StringComparison.Ordinal);

    public static Answer<Caller> Authenticate(World world, string token)
    {
        var parts = token.Split('.');
        if (Json(parts[0]) is not { } header || Json(parts[1]) is not { } claims || header["alg"].AsText() != "RS256")
            return Undecodable;
        var issuer = claims["iss"]?.ToString();
        var app = world.Apps.Values.FirstOrDefault(a => a.ClientId == issuer || a.Id.ToString(CultureInfo.InvariantCulture) == issuer);
        if (app is null)
            return new Refusal(404, "Integration not found");
        if (!IsSigned(app, parts))
            return Undecodable;
        var now = world.Now;
        if (Seconds(claims["exp"]) is not { } expires || expires <= now)
            return Bad(
                "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
            );
        if (expires > now + Longest)
            return Bad("'Expiration time' claim ('exp') is too far in the future");
        if (Seconds(claims["iat"]) is not { } issued || issued > now)
            return Bad("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
        return new Caller.TheApp(app);
    }

    private static Refusal Undecodable => Bad("A JSON web token could not be decoded");

    private static Refusal Bad(string message) => new(401, message);

    private static bool IsSigned(App app, string[] parts)
    {
        if (Bytes(parts[2]) is not { } signature)
            return false;
        return app.LaterKeysPem.Prepend(app.PublicKeyPem).Any(pem => pem.Length > 0 && IsSigned(pem, $"{parts[0]}.{parts[1]}", signature));
    }

    private static bool IsSigned(string pem, string text, byte[] signature)
    {
        using var key = RSA.Create();
        key.ImportFromPem(pem);
        return key.VerifyData(Encoding.ASCII.GetBytes(text), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static DateTimeOffset? Seconds(JsonNode? claim) =>
        claim is JsonValue value && value.TryGetValue<long>(out var seconds) && seconds is > 0 and < 99_999_999_999
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static JsonObject? Json(string segment) =>
        Bytes(segment) is { } bytes && SentJson.TryRead(bytes, out var json) ? json as JsonObject : null;

    private static byte[]? Bytes(string segment)
    {
        var text = segment.Replace('-', '+').Replace('_', '/').PadRight((segment.Length + 3) / 4 * 4, '=');
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
