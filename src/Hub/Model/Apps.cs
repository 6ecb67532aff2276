namespace Sluice.Hub.Model;

/// <summary>A registered GitHub App. Its keys are kept as PEM text; the world itself never signs anything.</summary>
public sealed class App(long id, string slug, Account owner, Account bot)
{
    public long Id { get; } = id;

    public string Slug { get; } = slug;

    public Account Owner { get; } = owner;

    public Account Bot { get; } = bot;

    public string Name { get; init; } = slug;

    public string Description { get; init; } = "";

    public string ExternalUrl { get; init; } = "https://localhost/";

    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    /// <summary>Where people who signed in may be sent back to.</summary>
    public SortedSet<string> CallbackUrls { get; } = new(StringComparer.Ordinal);

    public string PublicKeyPem { get; set; } = "";

    /// <summary>Keys that were made after the first: an App may have several, so that they can be changed without a gap.</summary>
    public List<string> LaterKeysPem { get; } = [];

    public string WebhookSecret { get; set; } = "";

    /// <summary>Where deliveries go; null while the App has no active webhook.</summary>
    public string? WebhookUrl { get; set; }

    public SortedDictionary<string, Access> Permissions { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Events { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>An App on an account, with what it was granted there.</summary>
public sealed class Installation(long id, App app, Account account)
{
    public long Id { get; } = id;

    public App App { get; } = app;

    public Account Account { get; } = account;

    public SortedDictionary<string, Access> Permissions { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>The selected repositories' ids; null means all of the account's.</summary>
    public SortedSet<long>? Selected { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? SuspendedAt { get; set; }

    public Account? SuspendedBy { get; set; }

    public bool Covers(Repository repository) => repository.Owner == Account && (Selected is null || Selected.Contains(repository.Id));
}
