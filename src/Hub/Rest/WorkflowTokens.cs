using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>
/// The tokens that GitHub Actions signs for a job that may ask for one (OpenID Connect), and the keys that they are checked with.
/// </summary>
public sealed class WorkflowTokens(World world, Func<string> web) : IDisposable
{
    private const string KeyName = "hub-1";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly Lazy<RSA> _key = new(() => RSA.Create(2048));

    public string Issuer => $"{web()}/_services/token";

    /// <summary>As Enterprise Server publishes them.</summary>
    public void Map(Routes routes) => routes.Get("/_services/token/.well-known/jwks", Need.Nothing, _ => Reply.Ok(Keys()));

    /// <param name="audience">For whom; GitHub takes the owner's address where none is named.</param>
    public string Sign(
        Repository repository,
        string? audience = null,
        string reference = "refs/heads/main",
        string happened = "push",
        string? environment = null
    )
    {
        var now = world.Now;
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = audience ?? $"{web()}/{repository.Owner.Login}",
            ["sub"] = $"repo:{repository.FullName}:{(environment is null ? $"ref:{reference}" : $"environment:{environment}")}",
            ["repository"] = repository.FullName,
            ["repository_id"] = repository.Id.ToString(CultureInfo.InvariantCulture),
            ["repository_owner"] = repository.Owner.Login,
            ["repository_visibility"] = repository.IsPrivate ? "private" : "public",
            ["ref"] = reference,
            ["sha"] = repository.Branch(reference.Replace("refs/heads/", "", StringComparison.Ordinal)),
            ["event_name"] = happened,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = (now - Life).ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
        };
        if (environment is not null)
            claims["environment"] = environment;
        var text = $"{Segment($$"""{"typ":"JWT","alg":"RS256","kid":"{{KeyName}}"}""")}.{Segment(claims.ToJsonString())}";
        return $"{text}.{Base64Url.EncodeToString(_key.Value.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
            _key.Value.Dispose();
    }

    private JsonObject Keys()
    {
        var key = _key.Value.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject
                {
                    ["kty"] = "RSA",
                    ["alg"] = "RS256",
                    ["use"] = "sig",
                    ["kid"] = KeyName,
                    ["n"] = Base64Url.EncodeToString(key.Modulus),
                    ["e"] = Base64Url.EncodeToString(key.Exponent),
                }
            ),
        };
    }

    private static string Segment(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
