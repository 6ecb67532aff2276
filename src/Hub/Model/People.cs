using System.Globalization;
using System.Text;

namespace Sluice.Hub.Model;

/// <summary>Accounts, Apps, installations and their tokens.</summary>
public sealed class People(World world)
{
    private long _tokensIssued;

    public TokenShape Shape { get; set; } = TokenShape.Alternating;

    public Account User(string login, string? name = null) =>
        Add(new Account(world.NextId(), login, AccountType.User) { Name = name ?? login });

    public Account Organization(string login) => Add(new Account(world.NextId(), login, AccountType.Organization));

    public Account Bot(string login) => Add(new Account(world.NextId(), login, AccountType.Bot));

    /// <summary>The account that commits with this address belong to, if any.</summary>
    public Account? WithEmail(string email) =>
        world.Accounts.Values.FirstOrDefault(a => a.Email.Equals(email, StringComparison.OrdinalIgnoreCase));

    /// <summary>A token of a person, made up here unless given.</summary>
    public string TokenFor(Account account, string? token = null)
    {
        token ??= $"ghp_{world.Dice.Letters(36)}";
        world.Tokens[token] = new Credential.Personal(token, account);
        return token;
    }

    public App App(string slug, Account owner, Func<long, Account, App>? make = null)
    {
        var id = world.NextId();
        var bot = Add(new Account(world.NextId(), $"{slug}[bot]", AccountType.Bot));
        var app = make?.Invoke(id, bot) ?? new App(id, slug, owner, bot) { CreatedAt = world.Now };
        world.Apps.Add(id, app);
        return app;
    }

    public Installation Install(App app, Account account, params Repository[] selected)
    {
        var installation = new Installation(world.NextId(), app, account)
        {
            CreatedAt = world.Now,
            UpdatedAt = world.Now,
            Selected = selected.Length == 0 ? null : [.. selected.Select(r => r.Id)],
        };
        foreach (var (permission, access) in app.Permissions)
            installation.Permissions[permission] = access;
        installation.Events.UnionWith(app.Events);
        world.Installations.Add(installation.Id, installation);
        world.Emit(new WorldEvent.InstallationChange("created", installation, account));
        return installation;
    }

    public void Uninstall(Installation installation, Account by)
    {
        if (!world.Installations.Remove(installation.Id))
            return;
        world.Emit(new WorldEvent.InstallationChange("deleted", installation, by));
    }

    /// <summary>Gives an installation with selected repositories others.</summary>
    public void Select(Installation installation, Account by, params Repository[] repositories)
    {
        var before = world.Repositories.Values.Where(installation.Covers).ToArray();
        installation.Selected = [.. repositories.Select(r => r.Id)];
        installation.UpdatedAt = world.Now;
        Told("added", repositories.Except(before).ToArray());
        Told("removed", before.Except(repositories).ToArray());

        void Told(string what, Repository[] changed)
        {
            if (changed.Length > 0)
                world.Emit(new WorldEvent.InstallationRepositories(what, installation, changed, by));
        }
    }

    public void Suspend(Installation installation, Account by)
    {
        (installation.SuspendedAt, installation.SuspendedBy, installation.UpdatedAt) = (world.Now, by, world.Now);
        world.Emit(new WorldEvent.InstallationChange("suspend", installation, by));
    }

    public void Unsuspend(Installation installation, Account by)
    {
        (installation.SuspendedAt, installation.SuspendedBy, installation.UpdatedAt) = (null, null, world.Now);
        world.Emit(new WorldEvent.InstallationChange("unsuspend", installation, by));
    }

    public Answer<Credential.Installed> IssueToken(
        Installation installation,
        SortedDictionary<string, Access>? permissions = null,
        SortedSet<long>? repositories = null
    )
    {
        if (installation.SuspendedAt is not null)
            return new Refusal(403, "This installation has been suspended");
        foreach (var (permission, access) in permissions ?? [])
        {
            if (permission != "metadata" && installation.Permissions.GetValueOrDefault(permission) < access)
                return new Refusal(422, "The permissions requested are not granted to this installation.");
        }

        foreach (var id in repositories ?? [])
        {
            if (!world.Repositories.TryGetValue(id, out var repository) || !installation.Covers(repository))
                return new Refusal(
                    422,
                    "There is at least one repository that does not exist or is not accessible to the parent installation."
                );
        }

        var token = new Credential.Installed(
            NewInstallationToken(installation.App),
            installation,
            permissions ?? installation.Permissions,
            repositories,
            world.Now + TimeSpan.FromHours(1)
        );
        world.Tokens[token.Token] = token;
        return token;
    }

    /// <summary>Who a token stands for now.</summary>
    public Answer<Caller> Authenticate(string token)
    {
        switch (world.Tokens.GetValueOrDefault(token))
        {
            case Credential.Personal personal:
                return new Caller.User(personal.Account);
            case Credential.OnBehalf behalf when behalf.ExpiresAt > world.Now:
                return new Caller.OnBehalf(behalf.Account, behalf.App, world.Installations.Values);
            case Credential.Installed installed
                when installed.ExpiresAt > world.Now && world.Installations.ContainsKey(installed.Installation.Id):
                if (installed.Installation.SuspendedAt is not null)
                    return new Refusal(403, "This installation has been suspended");
                return new Caller.Bot(installed.Installation, installed.Permissions, installed.Repositories);
            default:
                return new Refusal(401, "Bad credentials");
        }
    }

    /// <summary>A caller with all that the installation was granted.</summary>
    public static Caller.Bot As(Installation installation) => new(installation, installation.Permissions, null);

    private string NewInstallationToken(App app)
    {
        var isLong = Shape == TokenShape.Long || (Shape == TokenShape.Alternating && _tokensIssued++ % 2 == 1);
        if (!isLong)
            return $"ghs_{world.Dice.Letters(36)}";
        var expires = (world.Now + TimeSpan.FromHours(1)).ToUnixTimeSeconds();
        var claims = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"iss":"github","exp":{{expires}},"jti":"{{world.Dice.Letters(16)}}"}"""
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"ghs_{app.Id}_{Segment("""{"alg":"ES256","typ":"JWT"}""")}.{Segment(claims)}.{world.Dice.Letters(86)}"
        );
    }

    private static string Segment(string json) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private Account Add(Account account)
    {
        world.Accounts.Add(account.Login, account);
        return account;
    }
}
