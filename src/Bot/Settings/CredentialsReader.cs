using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Sluice.Flow;

namespace Sluice.Bot.Settings;

/// <summary>Where GitHub is, and who we are there.</summary>
internal static class CredentialsReader
{
    private const string Id = "GitHub:AppId";
    private const string Key = "GitHub:PrivateKey";
    private const string KeyPath = "GitHub:PrivateKeyPath";
    private const string Secret = "GitHub:WebhookSecret";
    private const string SecretPath = "GitHub:WebhookSecretPath";
    private const string Former = "GitHub:FormerWebhookSecret";
    private const string ClientId = "GitHub:ClientId";
    private const string ClientSecret = "GitHub:ClientSecret";

    private const string Missing =
        "it is missing, while other credentials of the App are set. Set them all, or none to register an App at /setup.";

    private static readonly string[] Keys = [Id, Key, KeyPath, Secret, SecretPath];

    /// <summary>The App once more, for whoever runs already: its files may have changed.</summary>
    /// <exception cref="SettingsException">What stands there now is malformed.</exception>
    public static AppCredentials? Again(IConfiguration configuration)
    {
        var ask = new Asking(configuration);
        var app = App(ask);
        return ask.Faults.Count == 0 ? app : throw new SettingsException(ask.Faults);
    }

    public static GitHubSettings Read(Asking ask) =>
        new(
            ask.Root("GitHub:ApiUrl") ?? new Uri("https://api.github.com"),
            ask.Root("GitHub:WebUrl") ?? new Uri("https://github.com"),
            App(ask),
            Client(ask)
        );

    private static AppCredentials? App(Asking ask)
    {
        if (Keys.All(key => ask.Text(key) is null))
        {
            return null;
        }

        if (ask.Text(Id) is null)
        {
            ask.Fault(Id, Missing);
        }

        OneOf(ask, Key, KeyPath, "one of the two");
        OneOf(ask, Secret, SecretPath, "one of the two");
        OneOf(ask, Former, SecretPath, "the file alone, with the former secret below the one of now");

        var (secrets, pem) = (Secrets(ask), Pem(ask));
        return ask.Number(Id) is { } id && pem is not null && secrets is [var secret, .. var former]
            ? new(id, pem, secret) { FormerSecrets = former.ToRow() }
            : null;
    }

    /// <summary>
    /// Of two that are set, one would be left out in silence, and nobody could tell which when a secret is being changed.
    /// </summary>
    private static void OneOf(Asking ask, string inline, string file, string instead)
    {
        if (ask.Text(inline) is not null && ask.Text(file) is not null)
        {
            ask.Fault(file, $"it is set beside {Asking.Environment(inline)}. Set {instead}.");
        }
    }

    /// <summary>
    /// That of now first. A file holds one in each line, so that both are there while GitHub changes from one to the other.
    /// </summary>
    private static List<string> Secrets(Asking ask)
    {
        if (ask.Text(Secret) is { } inline)
        {
            return [inline, .. ask.Text(Former) is { } former ? [former] : Array.Empty<string>()];
        }

        if (ask.Text(SecretPath) is null)
        {
            ask.Fault(Secret, Missing);
            return [];
        }

        var lines = (FileText(ask, SecretPath) ?? "")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToList();
        if (lines.Count == 0)
        {
            ask.Fault(SecretPath, "it holds no secret: write one into its first line.");
        }

        return lines;
    }

    private static string? Pem(Asking ask)
    {
        if (ask.Text(Key) is { } inline)
        {
            // An environment variable on one line writes its line ends as \n.
            return Sound(ask, Key, inline.Replace("\\n", "\n", StringComparison.Ordinal));
        }

        if (ask.Text(KeyPath) is null)
        {
            ask.Fault(Key, Missing);
            return null;
        }

        return FileText(ask, KeyPath) is { } text ? Sound(ask, KeyPath, text) : null;
    }

    private static string? FileText(Asking ask, string key)
    {
        var path = ask.Text(key)!;
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            ask.Fault(
                key,
                Directory.Exists(path)
                    ? $"{path} is a folder. Name the {(key == KeyPath ? ".pem file in it, as GitHub handed it out" : "file in it that holds the secret")}."
                    : $"it cannot be read: {fault.Message}"
            );
            return null;
        }
    }

    private static string? Sound(Asking ask, string key, string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            rsa.ExportRSAPrivateKey();
            return pem;
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            ask.Fault(key, "it is no RSA private key in PEM form (-----BEGIN RSA PRIVATE KEY-----), as GitHub hands it out.");
            return null;
        }
    }

    private static OAuthClient? Client(Asking ask)
    {
        if (ask.Text(ClientId) is { } id && ask.Text(ClientSecret) is { } secret)
        {
            return new(id, secret);
        }

        if ((ask.Text(ClientId) ?? ask.Text(ClientSecret)) is not null)
        {
            ask.Fault(
                ask.Text(ClientId) is null ? ClientId : ClientSecret,
                "it is missing, while the other half of the sign-in is set. Set both, or none."
            );
        }

        return null;
    }
}
