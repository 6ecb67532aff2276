using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

public sealed partial record Wire
{
    public JsonObject Account(Account account)
    {
        var api = $"{Api}/users/{Uri.EscapeDataString(account.Login)}";
        var page =
            account.Type == AccountType.Bot
                ? $"{Web}/apps/{account.Login.Replace("[bot]", "", StringComparison.Ordinal)}"
                : $"{Web}/{account.Login}";
        return new JsonObject
        {
            ["login"] = account.Login,
            ["id"] = account.Id,
            ["node_id"] = NodeIds.Of(KindOf(account), account.Id),
            ["avatar_url"] = $"{Web}/avatars/{account.Id}",
            ["gravatar_id"] = "",
            ["url"] = api,
            ["html_url"] = page,
            ["followers_url"] = $"{api}/followers",
            ["following_url"] = $"{api}/following{{/other_user}}",
            ["gists_url"] = $"{api}/gists{{/gist_id}}",
            ["starred_url"] = $"{api}/starred{{/owner}}{{/repo}}",
            ["subscriptions_url"] = $"{api}/subscriptions",
            ["organizations_url"] = $"{api}/orgs",
            ["repos_url"] = $"{api}/repos",
            ["events_url"] = $"{api}/events{{/privacy}}",
            ["received_events_url"] = $"{api}/received_events",
            ["type"] = account.Type.ToString(),
            ["user_view_type"] = "public",
            ["site_admin"] = false,
        };
    }

    public JsonNode? AccountOrNull(Account? account) => account is null ? null : Account(account);

    /// <summary>The longer form of GET /user and /users/{login}.</summary>
    public JsonObject Profile(Account account)
    {
        var profile = Account(account);
        profile["name"] = account.Name;
        foreach (var field in new[] { "company", "location", "email", "hireable", "bio", "twitter_username" })
            profile[field] = null;
        profile["blog"] = "";
        foreach (var field in new[] { "public_repos", "public_gists", "followers", "following" })
            profile[field] = 0;
        profile["created_at"] = "2020-01-01T00:00:00Z";
        profile["updated_at"] = "2020-01-01T00:00:00Z";
        return profile;
    }

    public JsonObject Organization(Account account)
    {
        var api = $"{Api}/orgs/{account.Login}";
        return new JsonObject
        {
            ["login"] = account.Login,
            ["id"] = account.Id,
            ["node_id"] = NodeIds.Of("O", account.Id),
            ["url"] = api,
            ["repos_url"] = $"{api}/repos",
            ["events_url"] = $"{api}/events",
            ["hooks_url"] = $"{api}/hooks",
            ["issues_url"] = $"{api}/issues",
            ["members_url"] = $"{api}/members{{/member}}",
            ["public_members_url"] = $"{api}/public_members{{/member}}",
            ["avatar_url"] = $"{Web}/avatars/{account.Id}",
            ["description"] = "",
        };
    }

    public JsonObject App(App app) =>
        new()
        {
            ["id"] = app.Id,
            ["slug"] = app.Slug,
            ["client_id"] = app.ClientId,
            ["node_id"] = NodeIds.Of("A", app.Id),
            ["owner"] = Account(app.Owner),
            ["name"] = app.Name,
            ["description"] = app.Description,
            ["external_url"] = app.ExternalUrl,
            ["html_url"] = $"{Web}/apps/{app.Slug}",
            ["created_at"] = Time(app.CreatedAt),
            ["updated_at"] = Time(app.CreatedAt),
            ["permissions"] = Permissions(app.Permissions),
            ["events"] = Array(app.Events, e => e),
        };

    public JsonObject Installation(Installation installation) =>
        new()
        {
            ["id"] = installation.Id,
            ["client_id"] = installation.App.ClientId,
            ["account"] = Account(installation.Account),
            ["repository_selection"] = installation.Selected is null ? "all" : "selected",
            ["access_tokens_url"] = $"{Api}/app/installations/{installation.Id}/access_tokens",
            ["repositories_url"] = $"{Api}/installation/repositories",
            ["html_url"] = $"{Web}/organizations/{installation.Account.Login}/settings/installations/{installation.Id}",
            ["app_id"] = installation.App.Id,
            ["app_slug"] = installation.App.Slug,
            ["target_id"] = installation.Account.Id,
            ["target_type"] = installation.Account.Type.ToString(),
            ["permissions"] = Permissions(installation.Permissions),
            ["events"] = Array(installation.Events, e => e),
            ["created_at"] = Time(installation.CreatedAt),
            ["updated_at"] = Time(installation.UpdatedAt),
            ["single_file_name"] = null,
            ["has_multiple_single_files"] = false,
            ["single_file_paths"] = new JsonArray(),
            ["suspended_by"] = AccountOrNull(installation.SuspendedBy),
            ["suspended_at"] = Time(installation.SuspendedAt),
        };

    public JsonObject Token(Credential.Installed token, IEnumerable<Repository>? repositories)
    {
        var shape = new JsonObject
        {
            ["token"] = token.Token,
            ["expires_at"] = Time(token.ExpiresAt),
            ["permissions"] = Permissions(token.Permissions),
            ["repository_selection"] = token.Repositories is null && token.Installation.Selected is null ? "all" : "selected",
        };
        if (repositories is not null)
            shape["repositories"] = Array(repositories, Repository);
        return shape;
    }

    /// <summary>Permissions as GitHub writes them; metadata comes with any.</summary>
    public static JsonObject Permissions(SortedDictionary<string, Access> permissions)
    {
        var shape = new JsonObject();
        foreach (var (name, access) in permissions)
        {
            if (access != Access.None)
                shape[name] = access.ToString().ToLower(CultureInfo.InvariantCulture);
        }

        shape["metadata"] = "read";
        return shape;
    }

    private static string KindOf(Account account) =>
        account.Type switch
        {
            AccountType.Organization => "O",
            AccountType.Bot => "BOT",
            _ => "U",
        };
}
