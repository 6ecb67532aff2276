using Microsoft.Extensions.Configuration;
using Sluice.Flow;

namespace Sluice.Bot.Settings;

/// <summary>Every key that means something to this process; a star stands for a name, or for the number of a list's item.</summary>
internal static class KnownKeys
{
    private static readonly string[] All =
    [
        "GitHub:ApiUrl",
        "GitHub:WebUrl",
        "GitHub:AppId",
        "GitHub:PrivateKey",
        "GitHub:PrivateKeyPath",
        "GitHub:WebhookSecret",
        "GitHub:WebhookSecretPath",
        "GitHub:FormerWebhookSecret",
        "GitHub:ClientId",
        "GitHub:ClientSecret",
        "Database:ConnectionString",
        "Data:Path",
        "Data:EncryptionKey",
        "Web:PublicUrl",
        "Operators",
        "Operators:*",
        "Api:Tokens:*:Sha256",
        "Api:Tokens:*:Scopes",
        "Api:Tokens:*:Scopes:*",
        "Api:Tokens:*:Repositories",
        "Api:Tokens:*:Repositories:*",
        "Metrics:Sources:*:PrometheusUrl",
        "Metrics:Sources:*:JsonUrl",
        "Metrics:Sources:*:BearerToken",
        "Metrics:Sources:*:Matchers",
        "Metrics:Sources:*:Repositories",
        "Metrics:Sources:*:Repositories:*",
        "Notify:Slack:*:Url",
        "Notify:Slack:*:Repositories",
        "Notify:Slack:*:Repositories:*",
        "Notify:Webhooks:*:Url",
        "Notify:Webhooks:*:Secret",
        "Notify:Webhooks:*:Repositories",
        "Notify:Webhooks:*:Repositories:*",
        "Ai:Provider",
        "Ai:Endpoint",
        "Ai:Model",
        "Ai:Key",
        "Ai:TokensPerDay",
        "Queue:Slots",
        "Pace:SweepSeconds",
        "Pace:Turns",
        .. TraceReader.Keys,
    ];

    /// <summary>The framework's own that make sense on a command line: a whole key, or a section.</summary>
    private static readonly string[] Hosts =
    [
        "urls",
        "environment",
        "contentRoot",
        "applicationName",
        "http_ports",
        "https_ports",
        "AllowedHosts",
        "Logging",
        "Kestrel",
    ];

    /// <summary>Keys of our own sections that are none, where a value is set; each with the key that was probably meant.</summary>
    public static IEnumerable<(string Key, string? Meant)> Unknown(IConfiguration configuration) =>
        from pair in configuration.AsEnumerable()
        where pair.Value is not null && IsOurs(pair.Key) && !All.Any(known => Fits(pair.Key, known))
        orderby pair.Key
        select (pair.Key, Meant(pair.Key));

    /// <summary>
    /// Whether a key is neither ours, nor in a section of ours (where <see cref="Unknown"/> judges it), nor the framework's.
    /// </summary>
    public static bool IsForeign(string key) =>
        !IsOurs(key)
        && !All.Contains(key, StringComparer.OrdinalIgnoreCase)
        && !Hosts.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>The key that was probably meant; null: none is near.</summary>
    public static string? Meant(string key)
    {
        var written = key.Replace("__", ":", StringComparison.Ordinal).Split(':');
        return Nearest.To(string.Join(':', written), All.Concat(Hosts).Select(known => Named(written, known.Split(':'))));
    }

    private static bool IsOurs(string key) =>
        key.Contains(':', StringComparison.Ordinal)
        && All.Any(known => known.Split(':')[0].Equals(key.Split(':')[0], StringComparison.OrdinalIgnoreCase));

    private static bool Fits(string key, string known)
    {
        var (parts, pattern) = (key.Split(':'), known.Split(':'));
        return parts.Length == pattern.Length
            && parts.Zip(pattern).All(pair => pair.Second == "*" || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
    }

    private static string Named(string[] written, string[] known) =>
        string.Join(
            ':',
            known.Select(
                (part, index) =>
                    part != "*" ? part
                    : index < written.Length ? written[index]
                    : "NAME"
            )
        );
}
