using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sluice.Bot.Visiting;

/// <summary>
/// The tokens that GitHub Actions signs for a job that asks for one (OpenID Connect): RS256, by keys that the issuer publishes.
/// </summary>
/// <param name="audience">For whom a token must be: one that was meant for somebody else says nothing here.</param>
public sealed class WorkflowTokens(SigningKeys keys, Uri issuer, Func<string> audience, TimeProvider clock)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Null: it is none, or not for us.</summary>
    public async Task<WorkflowClaims?> Read(string token, CancellationToken stop)
    {
        if (
            token.Split('.') is not [var head, var body, var signature]
            || Json(head) is not { } header
            || Json(body) is not { } claims
            || Bytes(signature) is not { } signed
        )
        {
            return null;
        }

        using (header)
        using (claims)
        {
            try
            {
                return
                    Text(header.RootElement, "alg") == "RS256"
                    && Text(header.RootElement, "kid") is { } kid
                    && IsForUs(claims.RootElement)
                    && await keys.Find(kid, stop) is { } key
                    && Holds(key, Encoding.ASCII.GetBytes($"{head}.{body}"), signed)
                    ? Claims(claims.RootElement)
                    : null;
            }
            catch (InvalidOperationException)
            {
                return null; // a text in it is no Unicode
            }
        }
    }

    private static bool Holds(RSAParameters key, byte[] text, byte[] signature)
    {
        using var rsa = RSA.Create(key);
        return rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private bool IsForUs(JsonElement claims)
    {
        var now = clock.GetUtcNow();
        return Text(claims, "iss")?.TrimEnd('/') == issuer.AbsoluteUri.TrimEnd('/')
            && IsAudience(claims)
            && Time(claims, "exp") is { } ends
            && now - Skew < ends
            && (Time(claims, "nbf") ?? now) <= now + Skew;
    }

    private bool IsAudience(JsonElement claims) =>
        claims.TryGetProperty("aud", out var told)
        && told.ValueKind switch
        {
            JsonValueKind.String => told.ValueEquals(audience()),
            JsonValueKind.Array => told.EnumerateArray()
                .Any(each => each.ValueKind == JsonValueKind.String && each.ValueEquals(audience())),
            _ => false,
        };

    private static WorkflowClaims? Claims(JsonElement claims) =>
        Text(claims, "repository") is { } repository
        && long.TryParse(Text(claims, "repository_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new(repository, id) { Ref = Text(claims, "ref"), Sha = Text(claims, "sha") }
            : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var seconds)
        && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static JsonDocument? Json(string segment)
    {
        try
        {
            return Bytes(segment) is { } bytes && JsonDocument.Parse(bytes) is { RootElement.ValueKind: JsonValueKind.Object } json
                ? json
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Bytes(string segment)
    {
        try
        {
            return Base64Url.DecodeFromChars(segment);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
