using System.Security.Cryptography;

namespace Sluice.Bot.Settings;

/// <summary>Where GitHub is, and who we are there.</summary>
internal static class CredentialsReader
{
    private const string Id = "GitHub:AppId";
    private const string Key = "GitHub:PrivateKey";
    private const string KeyPath = "GitHub:PrivateKeyPath";
    private const string Secret = "GitHub:WebhookSecret";
    private const string ClientId = "GitHub:ClientId";
    private const string ClientSecret = "GitHub:ClientSecret";

    private const string Missing = "is missing, while other credentials of the App are set. Set them all, or none to register an App at /setup.";

    private static readonly string[] Keys = [Id, Key, KeyPath, Secret];
    private static readonly string[] NoFile = [Id, Secret];

    public static GitHubSettings Read(Asking ask) => new(
        ask.Url("GitHub:ApiUrl") ?? new Uri("https://api.github.com"),
        ask.Url("GitHub:WebUrl") ?? new Uri("https://github.com"),
        App(ask),
        Client(ask));

    private static AppCredentials? App(Asking ask)
    {
        if (Keys.All(key => ask.Text(key) is null))
        {
            return null;
        }

        foreach (var key in NoFile.Where(key => ask.Text(key) is null))
        {
            ask.Fault(key, Missing);
        }

        var pem = Pem(ask);
        return ask.Number(Id) is { } id && pem is not null && ask.Text(Secret) is { } secret ? new(id, pem, secret) : null;
    }

    private static string? Pem(Asking ask)
    {
        if (ask.Text(Key) is { } inline)
        {
            // An environment variable on one line writes its line ends as \n.
            return Sound(ask, Key, inline.Replace("\\n", "\n", StringComparison.Ordinal));
        }

        if (ask.Text(KeyPath) is not { } path)
        {
            ask.Fault(Key, Missing);
            return null;
        }

        try
        {
            return Sound(ask, KeyPath, File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            ask.Fault(KeyPath, Directory.Exists(path) ? $"{path} is a folder. Name the .pem file in it, as GitHub handed it out." : $"cannot be read: {fault.Message}");
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
            ask.Fault(key, "is no RSA private key in PEM form (-----BEGIN RSA PRIVATE KEY-----), as GitHub hands it out.");
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
            ask.Fault(ask.Text(ClientId) is null ? ClientId : ClientSecret, "is missing, and the other half of the sign-in is set.");
        }

        return null;
    }
}
