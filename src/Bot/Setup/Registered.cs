using System.Text.Json.Serialization;
using Sluice.Bot.Settings;
using Sluice.Flow;

namespace Sluice.Bot.Setup;

/// <summary>An App as GitHub hands it out once.</summary>
internal sealed record Registered(long Id, string Slug, string PrivateKey, string WebhookSecret, string? ClientId, string? ClientSecret)
{
    private readonly Row<Former> _formers = [];

    /// <summary>The App's own page on GitHub.</summary>
    public string? Page { get; init; }

    /// <summary>The webhook secrets before this one, the latest first, as long as any of them may have signed a delivery.</summary>
    public Row<Former> Formers
    {
        get => FormerSecret is { } one && _formers.Count == 0 ? [new(one, FormerUntil)] : _formers;
        init => (_formers, FormerSecret, FormerUntil) = (value, null, null);
    }

    /// <summary>How one former secret was stored before there could be several: read, and written no more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FormerSecret { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? FormerUntil { get; init; }

    /// <summary>GitHub is known to sign with <see cref="WebhookSecret"/>.</summary>
    [JsonIgnore]
    public bool IsConfirmed => Formers.All(each => each.Until is not null);

    public override string ToString() => $"App {Id}"; // never its secrets

    /// <summary>With another secret, which GitHub may take or not: until it is known, every one before stays good without end.</summary>
    public Registered Following(string secret) => this with { WebhookSecret = secret, Formers = [new(WebhookSecret, null), .. Formers] };

    /// <summary>GitHub took the secret: those before are taken for a while.</summary>
    public Registered Confirmed(DateTimeOffset now, TimeSpan overlap) =>
        this with
        {
            Formers = Formers.Select(each => each with { Until = each.Until ?? now + overlap }).Where(each => now < each.Until).ToRow(),
        };

    /// <summary>The settings with it; what the operator set goes before.</summary>
    public GitHubSettings Into(GitHubSettings settings, DateTimeOffset now) =>
        settings with
        {
            App = new AppCredentials(Id, PrivateKey, WebhookSecret)
            {
                FormerSecrets = Formers.Where(each => each.Until is not { } until || now < until).Select(each => each.Secret).ToRow(),
            },
            Client =
                settings.Client
                ?? (ClientId is { Length: > 0 } id && ClientSecret is { Length: > 0 } secret ? new OAuthClient(id, secret) : null),
        };
}

/// <param name="Until">Null: it is taken until GitHub is known to sign with a later one.</param>
internal sealed record Former(string Secret, DateTimeOffset? Until)
{
    public override string ToString() => "a former secret"; // never itself
}
