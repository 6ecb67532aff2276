using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.GraphQL;

/// <summary>Users, bots, organizations; Apps; labels.</summary>
internal static class ActorTypes
{
    public static void Add(Schema schema)
    {
        foreach (
            var (name, type) in new[] { ("User", AccountType.User), ("Bot", AccountType.Bot), ("Organization", AccountType.Organization) }
        )
        {
            var account = schema
                .Object<Account>(name, a => a.Type == type)
                // A bot's login is that of its App, without the "[bot]" that REST shows.
                .Scalar("login", (a, _) => a.Login.Replace("[bot]", "", StringComparison.Ordinal))
                .Scalar("id", (a, call) => (string?)call.Wire.Account(a)["node_id"])
                .Scalar("databaseId", (a, _) => a.Id)
                .Scalar("url", (a, call) => (string?)call.Wire.Account(a)["html_url"])
                .Scalar("avatarUrl", (a, call) => (string?)call.Wire.Account(a)["avatar_url"], "size");
            if (type != AccountType.Bot)
                account.Scalar("name", (a, _) => a.Name);
        }

        schema.Abstract("Actor", ["User", "Bot", "Organization"], "login", "url", "avatarUrl");
        schema.Abstract("RepositoryOwner", ["User", "Organization"], "login", "id", "url", "avatarUrl");
        schema
            .Object<App>("App")
            .Scalar("id", (a, _) => NodeIds.Of("A", a.Id))
            .Scalar("databaseId", (a, _) => a.Id)
            .Scalar("name", (a, _) => a.Name)
            .Scalar("slug", (a, _) => a.Slug);
        schema
            .Object<Label>("Label")
            .Scalar("id", (l, _) => NodeIds.Of("LA", l.Id))
            .Scalar("name", (l, _) => l.Name)
            .Scalar("color", (l, _) => l.Color)
            .Scalar("description", (l, _) => l.Description)
            .Scalar("isDefault", (l, _) => l.IsDefault);
    }
}
