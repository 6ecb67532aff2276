using System.Security.Cryptography;

namespace Sluice.Hub.Model;

/// <summary>What an App's manifest asks for.</summary>
public sealed record Manifest(string Name, string Url, string RedirectUrl)
{
    public string? HookUrl { get; init; }

    public bool HookActive { get; init; } = true;

    public string Description { get; init; } = "";

    public string[] Events { get; init; } = [];

    public string[] CallbackUrls { get; init; } = [];

    public SortedDictionary<string, Access> Permissions { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>An App that a manifest made, with what is told only once.</summary>
public sealed record Registration(App App, string PrivateKeyPem);

/// <summary>Registering Apps by manifest: a person agrees, GitHub hands out a code, and the code is changed for the App's keys.</summary>
public sealed class Registering(World world)
{
    private static readonly TimeSpan CodeLives = TimeSpan.FromHours(1);

    private readonly SortedDictionary<string, (Manifest Manifest, Account Owner, DateTimeOffset Until)> _codes = new(
        StringComparer.Ordinal
    );

    /// <summary>A person agreed: the code that goes back to the manifest's redirect address.</summary>
    public string Agree(Account owner, Manifest manifest)
    {
        var code = $"{world.Dice.Next():x16}{world.Dice.Next():x16}";
        _codes[code] = (manifest, owner, world.Now + CodeLives);
        return code;
    }

    /// <summary>Makes the App. A code serves once and for an hour.</summary>
    public Answer<Registration> Redeem(string code)
    {
        if (!_codes.Remove(code, out var asked) || asked.Until <= world.Now)
            return Refusal.NotFound;
        using var key = RSA.Create(2048);
        var manifest = asked.Manifest;
        var slug = Slug(manifest.Name);
        var publicKey = key.ExportSubjectPublicKeyInfoPem();
        var app = world.People.App(
            slug,
            asked.Owner,
            (id, bot) =>
                new App(id, slug, asked.Owner, bot)
                {
                    Name = manifest.Name,
                    Description = manifest.Description,
                    ExternalUrl = manifest.Url,
                    ClientId = $"Iv23li{world.Dice.Letters(14)}",
                    ClientSecret = $"{world.Dice.Next():x16}{world.Dice.Next():x16}{world.Dice.Next():x8}",
                    PublicKeyPem = publicKey,
                    WebhookSecret = $"{world.Dice.Next():x16}{world.Dice.Next():x16}",
                    WebhookUrl = manifest.HookActive ? manifest.HookUrl : null,
                    CreatedAt = world.Now,
                }
        );
        foreach (var (permission, access) in manifest.Permissions)
            app.Permissions[permission] = access;
        app.Events.UnionWith(manifest.Events);
        app.CallbackUrls.UnionWith(manifest.CallbackUrls);
        return new Registration(app, key.ExportRSAPrivateKeyPem());
    }

    private string Slug(string name)
    {
        var slug = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        for (var n = 1; ; n++)
        {
            var free = n == 1 ? slug : $"{slug}-{n}";
            if (!world.Accounts.ContainsKey($"{free}[bot]"))
                return free;
        }
    }
}
