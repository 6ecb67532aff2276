using System.Text.Json;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>Which repositories there are. Stamped with our own time: a lost repository comes back with an older time of GitHub's.</summary>
internal static class InstallationReader
{
    public static Told Read(string kind, string action, JsonElement body, DateTimeOffset seen) =>
        (kind, action) switch
        {
            ("installation", "deleted" or "suspend") => new(Lost(body, "repositories", seen), Reach: true),
            ("installation", _) => new([], Reach: true),
            ("installation_repositories", _) => new(Lost(body, "repositories_removed", seen), Reach: true),
            _ => new([], Reach: false),
        };

    public static RepositoryFact? Repository(string action, JsonElement body, DateTimeOffset seen)
    {
        var repository = body.At("repository");
        var alive = action != "deleted" && !repository.Flag("archived");
        var installation = body.Number("installation", "id");
        if (
            repository.Number("id") is not { } id
            || repository.Text("name") is not { } name
            || repository.Text("owner", "login") is not { } owner
            || (alive && installation is null)
        )
        {
            return null;
        }

        return new(
            id,
            Stamps.Of(seen),
            new Repository(id, owner, name, installation ?? 0, repository.Flag("private"), repository.Text("default_branch") ?? "", alive)
        );
    }

    private static List<Fact> Lost(JsonElement body, string list, DateTimeOffset seen)
    {
        var facts = new List<Fact>();
        foreach (var repository in body.Each(list))
        {
            if (repository.Number("id") is { } id && repository.Text("full_name")?.Split('/') is [var owner, var name])
            {
                facts.Add(
                    new RepositoryFact(
                        id,
                        Stamps.Of(seen),
                        new Repository(
                            id,
                            owner,
                            name,
                            body.Number("installation", "id") ?? 0,
                            repository.Flag("private"),
                            "",
                            Alive: false
                        )
                    )
                );
            }
        }

        return facts;
    }
}
