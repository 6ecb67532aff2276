using System.Text.Json.Nodes;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;
using Sluice.Hub.Rest;

namespace Sluice.Hub.Control;

/// <summary>
/// The <c>/_hub</c> face: a script plays the people, sets the scene and reads what happened. "as" names who acts. No token is
/// asked for: a hub listens on the loopback address only.
/// </summary>
internal static class ControlApi
{
    public static Routes All(HubServer hub)
    {
        var routes = new Routes();
        routes.Get("/_hub/state", Need.Nothing, call => State(hub, call));
        routes.Get("/_hub/requests", Need.Nothing, call => Requests(hub, call));
        routes.Get("/_hub/repos/{owner}/{repo}/landings", Need.Nothing, Landings);
        routes.Post("/_hub/repos/{owner}/{repo}/workflow-tokens", Need.Nothing, call => WorkflowToken(hub, call));
        routes.Post("/_hub/users", Need.Nothing, AddUser);
        routes.Post("/_hub/repos", Need.Nothing, AddRepository);
        routes.Put("/_hub/app", Need.Nothing, call => SetApp(hub, call));
        routes.Put("/_hub/browser", Need.Nothing, SetBrowser);
        routes.Put("/_hub/delays", Need.Nothing, SetDelays);
        routes.Put("/_hub/installations/{id}/{state}", Need.Nothing, SetInstallation);
        PullControl.Map(routes);
        RuleControl.Map(routes);
        WeatherControl.Map(routes, hub);
        return routes;
    }

    /// <summary>Who a request says it acts as, with all that this account may do.</summary>
    public static Caller As(Call call)
    {
        var login = call.Text("as");
        if (!call.World.Accounts.TryGetValue(login, out var account))
            throw new BodyFault(new Refusal(422, $"There is no account \"{login}\"."));
        var installation = call.World.Installations.Values.FirstOrDefault(i => i.App.Bot == account);
        return installation is null ? new Caller.User(account) : People.As(installation);
    }

    private static Reply State(HubServer hub, Call call) =>
        Reply.Ok(
            new JsonObject
            {
                ["url"] = hub.Url,
                ["clone_url"] = hub.CloneUrl("ada"),
                ["app_id"] = hub.App.Id,
                ["client_id"] = hub.App.ClientId,
                ["client_secret"] = hub.App.ClientSecret,
                ["private_key"] = hub.PrivateKeyPem,
                ["webhook_secret"] = hub.WebhookSecret,
                ["webhook_url"] = hub.App.WebhookUrl,
                ["installation_id"] = hub.Installation.Id,
                ["tokens"] = new JsonObject(hub.Tokens.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value))),
                ["repositories"] = Wire.Array(call.World.Repositories.Values, r => r.FullName),
            }
        );

    private static Reply Requests(HubServer hub, Call call)
    {
        var since = call.QueryNumber("since", 0);
        return Reply.Ok(
            Wire.Array(
                hub.Requests.Since(since),
                r => new JsonObject
                {
                    ["at"] = Wire.Time(r.At),
                    ["method"] = r.Method,
                    ["path"] = r.Path,
                    ["operation"] = r.Operation,
                    ["status"] = r.Status,
                    ["who"] = r.Who,
                    ["installation"] = r.Installation,
                    ["content"] = r.IsContent,
                }
            )
        );
    }

    private static Reply Landings(Call call)
    {
        var branch = call.Query("branch") ?? call.Repository.DefaultBranch;
        return Reply.Ok(
            Wire.Array(
                call.Repository.Landings.Where(l => l.Branch == branch),
                l => new JsonObject
                {
                    ["branch"] = l.Branch,
                    ["before"] = l.Before,
                    ["after"] = l.After,
                    ["actor"] = l.Actor.Login,
                    ["via"] = l.Via,
                    ["forced"] = l.Forced,
                    ["at"] = Wire.Time(l.At),
                }
            )
        );
    }

    private static Reply WorkflowToken(HubServer hub, Call call) =>
        Reply.Created(
            new JsonObject
            {
                ["value"] = hub.WorkflowTokens.Sign(
                    call.Repository,
                    call.Optional("audience"),
                    call.Optional("ref") ?? "refs/heads/main",
                    call.Optional("event") ?? "push",
                    call.Optional("environment")
                ),
            }
        );

    private static Reply SetBrowser(Call call)
    {
        var login = call.Optional("login");
        if (login is not null && !call.World.Accounts.ContainsKey(login))
            return Reply.Refused(new Refusal(422, $"There is no account \"{login}\"."));
        call.World.SigningIn.AtBrowser = login is null ? null : call.World.Accounts[login];
        return Reply.NoContent;
    }

    private static Reply AddUser(Call call)
    {
        var (world, login) = (call.World, call.Text("login"));
        if (!Names.IsLogin(login))
            return Reply.Refused(
                new Refusal(422, "\"login\" is letters and digits, with single hyphens between them; a bot's may end in [bot].")
            );
        if (world.Accounts.ContainsKey(login))
            return Reply.Refused(new Refusal(422, $"There is an account \"{login}\" already."));
        var repository = Named(call, "repository");
        if (Word<Role>(call.Optional("role") ?? "write") is not { } role)
            return Reply.Refused(new Refusal(422, "\"role\" is one of read, triage, write, maintain, admin."));

        var account = call.Optional("type") == "Bot" ? world.People.Bot(login) : world.People.User(login, call.Optional("name"));
        if (repository is not null)
            repository.Collaborators[login] = role;
        return Reply.Created(
            new JsonObject
            {
                ["login"] = login,
                ["id"] = account.Id,
                ["token"] = world.People.TokenFor(account),
            }
        );
    }

    private static Reply AddRepository(Call call)
    {
        var world = call.World;
        if (!Names.IsRepository(call.Text("name")))
            return Reply.Refused(
                new Refusal(422, "\"name\" is 1 to 100 letters, digits, hyphens, underscores and full stops, and does not end in .git.")
            );
        if (!world.Accounts.TryGetValue(call.Text("owner"), out var owner))
            return Reply.Refused(new Refusal(422, "There is no such owner."));
        // A fork is called as what it is one of.
        var parent = Named(call, "fork_of");
        if (world.Repository(owner.Login, parent?.Name ?? call.Text("name")) is not null)
            return Reply.Refused(new Refusal(422, "There is such a repository already."));
        if (parent is not null)
            return Reply.Created(call.Wire.Repository(world.Repos.Fork(parent, owner)));

        var made = world.Repos.Create(
            owner,
            call.Text("name"),
            call.Object("files") is null ? null : Files(call),
            call.Flag("private") ?? false
        );
        return Reply.Created(call.Wire.Repository(made));
    }

    /// <summary>The repository that a field of the body names as OWNER/NAME; null: the field is not there.</summary>
    public static Repository? Named(Call call, string field) =>
        call.Optional(field) is not { } name ? null
        : name.Split('/') is [var owner, var repository] && call.World.Repository(owner, repository) is { } found ? found
        : throw new BodyFault(new Refusal(422, $"There is no repository \"{name}\"."));

    /// <summary>What a word of a body stands for; null: for none of them. A number is no word.</summary>
    public static T? Word<T>(string word)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<T>(known)
            : null;

    /// <summary>The "files" of a body: content by path, null removes.</summary>
    public static KeyValuePair<string, string?>[] Files(Call call)
    {
        var files = call.Object("files") ?? throw Call.Missing("files");
        return files.FirstOrDefault(f => !Names.IsPath(f.Key)) is { Key: { } path }
            ? throw new BodyFault(
                new Refusal(
                    422,
                    $"\"{path}\" is no path of a file: names with slashes between them, and none of them empty, '.', '..' or '.git'."
                )
            )
            : [.. files.Select(f => KeyValuePair.Create(f.Key, f.Value.AsText()))];
    }

    private static Reply SetApp(HubServer hub, Call call)
    {
        if (call.Optional("webhook_url") is { } url && !Names.IsWebAddress(url))
            return Reply.Refused(
                new Refusal(422, "\"webhook_url\" is an address such as http://127.0.0.1:8080/webhooks, or null for none.")
            );
        if (call.Body.ContainsKey("webhook_url"))
            hub.App.WebhookUrl = call.Optional("webhook_url");
        if (call.Optional("webhook_secret") is { } secret)
            hub.App.WebhookSecret = secret;
        return Reply.NoContent;
    }

    private static Reply SetDelays(Call call)
    {
        var now = call.World.Delays;
        call.World.Delays = new Delays(
            Milliseconds(call, "mergeable_ms") ?? now.Mergeable,
            Milliseconds(call, "indirect_merge_ms") ?? now.IndirectMerge,
            Milliseconds(call, "synchronize_ms") ?? now.Synchronize
        );
        return Reply.NoContent;
    }

    private static TimeSpan? Milliseconds(Call call, string name) =>
        call.Number(name) switch
        {
            null => null,
            >= 0 and <= 86_400_000 and var given => TimeSpan.FromMilliseconds(given),
            var given => throw new BodyFault(
                new Refusal(422, $"\"{name}\" is a whole number from 0 to 86400000, a day, and {given} is not.")
            ),
        };

    private static Reply SetInstallation(Call call)
    {
        if (!call.World.Installations.TryGetValue(call.Id("id"), out var installation))
            return Reply.Refused(Refusal.NotFound);
        var people = call.World.People;
        switch (call["state"])
        {
            case "suspended":
                people.Suspend(installation, installation.Account);
                break;
            case "active":
                people.Unsuspend(installation, installation.Account);
                break;
            case "deleted":
                people.Uninstall(installation, installation.Account);
                break;
            default:
                return Reply.Refused(new Refusal(422, "The state is one of suspended, active, deleted."));
        }

        return Reply.NoContent;
    }
}
