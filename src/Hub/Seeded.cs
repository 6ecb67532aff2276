using System.Security.Cryptography;
using Sluice.Hub.Model;

namespace Sluice.Hub;

/// <summary>What a hub's world began with.</summary>
public sealed record Seeded(
    Repository Shop,
    App App,
    Installation Installation,
    string PrivateKeyPem,
    SortedDictionary<string, string> Tokens
)
{
    internal static Seeded Plant(World world, HubOptions options)
    {
        using var key = options.PrivateKeyPem is null ? RSA.Create(2048) : RSA.Create();
        if (options.PrivateKeyPem is not null)
            key.ImportFromPem(options.PrivateKeyPem);
        var publicKey = key.ExportSubjectPublicKeyInfoPem();
        return world.Do(() =>
        {
            var owner = Seed.Owner(world);
            world.SigningIn.AtBrowser = world.Accounts["ada"];
            var shop = Seed.Repository(world, owner, "shop", options.Files?.Select(f => KeyValuePair.Create(f.Key, (string?)f.Value)));
            var app = Seed.App(world, owner, publicKey, options.WebhookSecret ?? world.Dice.Letters(32), options.WebhookUrl);
            var installation = world.People.Install(app, owner);
            if (options.IsGuarded)
                Seed.Guard(world, shop, app);
            return new Seeded(shop, app, installation, key.ExportRSAPrivateKeyPem(), Seed.Tokens(world));
        });
    }
}
