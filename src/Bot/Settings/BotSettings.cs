using Sluice.Bot.Jobs;
using Sluice.Flow;

namespace Sluice.Bot.Settings;

/// <summary>The settings of the process (contract, section 2), read and found sound.</summary>
public sealed record BotSettings
{
    public required GitHubSettings GitHub { get; init; }

    /// <summary>Null: a private PostgreSQL is run under <see cref="DataPath"/>.</summary>
    public string? Database { get; init; }

    public required string DataPath { get; init; }

    /// <summary>32 bytes.</summary>
    public Row<byte>? EncryptionKey { get; init; }

    /// <summary>Null: the listening address.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Logins that may see operator pages.</summary>
    public Row<string> Operators { get; init; } = [];

    public Row<ApiToken> Tokens { get; init; } = [];

    public Row<MetricSource> Sources { get; init; } = [];

    public Row<Channel> Slack { get; init; } = [];

    public Row<Channel> Webhooks { get; init; } = [];

    public AiSettings Ai { get; init; } = new("none", null, null, null);

    /// <summary>Null: traces go nowhere.</summary>
    public TraceSettings? Tracing { get; init; }

    public Pace Pace { get; init; } = new();

    /// <summary>Builds at once over all repositories of one installation; null: each repository's own limit alone.</summary>
    public int? Slots { get; init; }
}

/// <param name="App">Null: none is registered; only /setup, health and the door (503) answer.</param>
public sealed record GitHubSettings(Uri ApiUrl, Uri WebUrl, AppCredentials? App, OAuthClient? Client);

/// <param name="PrivateKey">RSA, as PEM.</param>
public sealed record AppCredentials(long Id, string PrivateKey, string WebhookSecret)
{
    /// <summary>Signatures made with these are taken too, while the webhook secret is being changed.</summary>
    public Row<string> FormerSecrets { get; init; } = [];

    public override string ToString() => $"App {Id}"; // never its secrets
}

public sealed record OAuthClient(string Id, string Secret)
{
    public override string ToString() => $"client {Id}";
}

/// <param name="Sha256">Of the token, lowercase hexadecimal.</param>
/// <param name="Scopes">read, readings, targets.</param>
/// <param name="Repositories">Globs over owner/name.</param>
public sealed record ApiToken(string Name, string Sha256, Row<string> Scopes, Row<string> Repositories);

/// <summary>A source of canary metrics that a repository's YAML may name.</summary>
/// <param name="IsJson">False: Prometheus' HTTP query API.</param>
/// <param name="Repositories">Globs over owner/name of those that may.</param>
/// <param name="Matchers">Added to every selector; <c>{repository}</c> stands for owner/name.</param>
public sealed record MetricSource(string Name, Uri Url, bool IsJson, string? BearerToken, Row<string> Repositories, string? Matchers)
{
    public override string ToString() => $"{Name} at {Url}";
}

/// <summary>Where notices are sent, that a repository's YAML may name.</summary>
/// <param name="Repositories">Globs over owner/name of those that may.</param>
public sealed record Channel(string Name, Uri Url, string? Secret, Row<string> Repositories)
{
    public override string ToString() => Name;
}

/// <param name="Provider">none, openai or anthropic.</param>
public sealed record AiSettings(string Provider, Uri? Endpoint, string? Model, string? Key)
{
    /// <summary>What this process may spend in a day (UTC).</summary>
    public long TokensPerDay { get; init; } = 500_000;

    public override string ToString() => $"{Provider} {Model}";
}
