using System.Globalization;
using Sluice.Hub.Model;

namespace Sluice.Hub.Hooks;

/// <summary>How an attempt ended: GitHub's word, the answer's status (0 when there was none), and what was answered.</summary>
public sealed record Outcome(string Status, int StatusCode, TimeSpan Duration, string Answer = "")
{
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    public static Outcome TimedOut { get; } = new("timed out", 504, TimeSpan.FromSeconds(10));
}

/// <summary>One attempt to bring an event to an App. A redelivery is another attempt with the same GUID.</summary>
public sealed class Delivery(
    long id,
    Guid guid,
    string name,
    string? action,
    App app,
    Installation? installation,
    long? repository,
    byte[] body
)
{
    public long Id { get; } = id;

    public Guid Guid { get; } = guid;

    /// <summary>The event's name, as in X-GitHub-Event.</summary>
    public string Event { get; } = name;

    public string? Action { get; } = action;

    public App App { get; } = app;

    public Installation? Installation { get; } = installation;

    public long? RepositoryId { get; } = repository;

    /// <summary>The raw bytes that are signed and sent.</summary>
    public byte[] Body { get; } = body;

    public bool IsRedelivery { get; init; }

    public DateTimeOffset DeliveredAt { get; set; }

    /// <summary>Null until it was tried.</summary>
    public Outcome? Outcome { get; set; }

    /// <summary>The headers that GitHub sends with it, beside the content type.</summary>
    public SortedDictionary<string, string> Headers()
    {
        var headers = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["User-Agent"] = "GitHub-Hookshot/1ab2c3d",
            ["X-GitHub-Event"] = Event,
            ["X-GitHub-Delivery"] = Guid.ToString("D"),
            ["X-GitHub-Hook-ID"] = HookId.ToString(CultureInfo.InvariantCulture),
            ["X-GitHub-Hook-Installation-Target-ID"] = App.Id.ToString(CultureInfo.InvariantCulture),
            ["X-GitHub-Hook-Installation-Target-Type"] = "integration",
        };
        if (App.WebhookSecret.Length == 0)
            return headers;
        headers["X-Hub-Signature"] = Signature.Sha1(App.WebhookSecret, Body);
        headers["X-Hub-Signature-256"] = Signature.Sha256(App.WebhookSecret, Body);
        return headers;
    }

    // An App has one webhook; its number need only be the same each time.
    private long HookId => App.Id + 400_000_000;
}
