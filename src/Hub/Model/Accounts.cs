namespace Sluice.Hub.Model;

public enum AccountType
{
    User,
    Organization,
    Bot,
}

/// <summary>What an account may do on a repository, in GitHub's order.</summary>
public enum Role
{
    None,
    Read,
    Triage,
    Write,
    Maintain,
    Admin,
}

public enum Access
{
    None,
    Read,
    Write,
}

/// <summary>A person, an organization or an App's bot.</summary>
public sealed class Account(long id, string login, AccountType type)
{
    public long Id { get; } = id;

    public string Login { get; } = login;

    public AccountType Type { get; } = type;

    public string Name { get; init; } = login;

    public string Email => $"{Id}+{Login}@users.noreply.localhost";

    /// <summary>Members of an organization, by login.</summary>
    public SortedSet<string> Members { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Teams of an organization by slug, and the logins of those in it.</summary>
    public SortedDictionary<string, SortedSet<string>> Teams { get; } = new(StringComparer.OrdinalIgnoreCase);

    public override string ToString() => Login;
}
