namespace Sluice.Hub.Model;

/// <summary>What a token stands for.</summary>
public abstract record Credential(string Token)
{
    public sealed record Personal(string Token, Account Account) : Credential(Token);

    /// <summary>An App's token to act on somebody's behalf.</summary>
    public sealed record OnBehalf(string Token, Account Account, App App, DateTimeOffset ExpiresAt) : Credential(Token);

    /// <summary>An installation token. Repositories null: all that the installation has.</summary>
    public sealed record Installed(
        string Token,
        Installation Installation,
        SortedDictionary<string, Access> Permissions,
        SortedSet<long>? Repositories,
        DateTimeOffset ExpiresAt
    ) : Credential(Token);
}

/// <summary>Installation tokens come as <c>ghs_</c> and 36 letters or, since 2026, as <c>ghs_APPID_JWT</c>.</summary>
public enum TokenShape
{
    Short,
    Long,
    Alternating,
}
