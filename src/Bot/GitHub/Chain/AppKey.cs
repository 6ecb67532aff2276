using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>The App's private key: signs the tokens by which the App itself is known, good for minutes.</summary>
public sealed class AppKey : IDisposable
{
    /// <summary>GitHub takes no more than ten minutes by its own clock; ours may be ahead of it.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly RSA _rsa = RSA.Create();
    private readonly string _issuer;
    private readonly Func<string> _pem;
    private readonly TimeProvider _clock;
    private string _imported;
    private (string Token, DateTimeOffset Until)? _signed;

    /// <param name="issuer">The App's id or client id.</param>
    /// <exception cref="ArgumentException">The text is no private key in PEM form.</exception>
    public AppKey(string issuer, string pem, TimeProvider clock)
        : this(issuer, () => pem, clock) { }

    /// <param name="pem">The key as it is now: another one is taken up with the next token.</param>
    /// <exception cref="ArgumentException">The text is no private key in PEM form.</exception>
    public AppKey(string issuer, Func<string> pem, TimeProvider clock)
    {
        (_issuer, _pem, _clock, _imported) = (issuer, pem, clock, pem());
        _rsa.ImportFromPem(_imported);
    }

    public string Token()
    {
        lock (_gate)
        {
            if (_pem() is var pem && pem != _imported)
            {
                _rsa.ImportFromPem(pem);
                (_imported, _signed) = (pem, null);
            }

            var now = _clock.GetUtcNow();
            if (_signed is { } signed && now < signed.Until)
            {
                return signed.Token;
            }

            var token = Sign(now);
            _signed = (token, now + (Life / 2));
            return token;
        }
    }

    public void Dispose() => _rsa.Dispose();

    private string Sign(DateTimeOffset now)
    {
        var issued = (now - Skew).ToUnixTimeSeconds();
        var expires = (now + Life).ToUnixTimeSeconds();
        var claims = string.Create(CultureInfo.InvariantCulture, $$"""{"iat":{{issued}},"exp":{{expires}},"iss":"{{_issuer}}"}""");
        var signed = Encode("""{"alg":"RS256","typ":"JWT"}""") + "." + Encode(claims);
        return signed
            + "."
            + Base64Url.EncodeToString(_rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
