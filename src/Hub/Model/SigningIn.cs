using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Hub.Model;

/// <summary>What an App asks a browser for: somebody who lets it act on their behalf.</summary>
/// <param name="Challenge">The S256 of a verifier that is shown with the code; null: none.</param>
public sealed record SignInAsk(App App, Account Person, string Redirect, string? Challenge);

/// <summary>
/// Letting an App act on one's behalf: a person agrees, GitHub hands out a code, and the App changes the code for a token.
/// </summary>
public sealed class SigningIn(World world)
{
    public static TimeSpan TokenLives { get; } = TimeSpan.FromHours(8);

    private static readonly TimeSpan CodeLives = TimeSpan.FromMinutes(10);

    private readonly SortedDictionary<string, (SignInAsk Ask, DateTimeOffset Until)> _codes = new(StringComparer.Ordinal);

    /// <summary>Who sits at the browser; null: nobody, who would be asked for a password.</summary>
    public Account? AtBrowser { get; set; }

    /// <summary>Host and port of a callback that was registered, and its path or one below; on the loopback address any port.</summary>
    public static bool Allows(App app, string redirect) =>
        Uri.TryCreate(redirect, UriKind.Absolute, out var asked)
        && app.CallbackUrls.Any(known =>
            Uri.TryCreate(known, UriKind.Absolute, out var url)
            && url.Scheme == asked.Scheme
            && url.Host == asked.Host
            && (url.Port == asked.Port || url.Host is "127.0.0.1" or "[::1]")
            && (
                asked.AbsolutePath == url.AbsolutePath
                || asked.AbsolutePath.StartsWith(url.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal)
            )
        );

    public string Agree(SignInAsk ask)
    {
        var code = $"{world.Dice.Next():x16}{world.Dice.Next():x4}";
        _codes[code] = (ask, world.Now + CodeLives);
        return code;
    }

    /// <summary>The token, or GitHub's word for what is wrong. A code serves once.</summary>
    public (string? Token, string? Error) Redeem(string client, string secret, string code, string? redirect, string? verifier)
    {
        var app = world.Apps.Values.FirstOrDefault(each =>
            each.ClientId.Length > 0 && each.ClientId == client && each.ClientSecret == secret
        );
        if (app is null)
            return (null, "incorrect_client_credentials");
        if (!_codes.Remove(code, out var known) || known.Until <= world.Now || known.Ask.App != app)
            return (null, "bad_verification_code");
        if (redirect is not null && redirect != known.Ask.Redirect)
            return (null, "redirect_uri_mismatch");
        if (known.Ask.Challenge is { } challenge && challenge != Challenge(verifier ?? ""))
            return (null, "bad_verification_code");
        var token = $"ghu_{world.Dice.Letters(36)}";
        world.Tokens[token] = new Credential.OnBehalf(token, known.Ask.Person, app, world.Now + TokenLives);
        return (token, null);
    }

    private static string Challenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
