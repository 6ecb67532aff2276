using Sluice.Hub.Model;

namespace Sluice.Hub;

/// <summary>How a hub is started. Everything has a default.</summary>
public sealed record HubOptions
{
    /// <summary>0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>Where the bare repositories go (below <c>hub/</c> there, made anew at each start); null: a temporary folder.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>How many of the requests that it answered it remembers.</summary>
    public int KeptRequests { get; init; } = int.MaxValue;

    public ulong Seed { get; init; } = 1;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public Delays Delays { get; init; } = Delays.Ordinary;

    /// <summary>The first commit of acme/shop, content by path; null: a small tree.</summary>
    public IReadOnlyDictionary<string, string>? Files { get; init; }

    /// <summary>Whether main starts guarded: only the App moves it, and pulls need the check "ci" and a review.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>Where the App's webhooks go; may be set later on <c>hub.App</c>.</summary>
    public string? WebhookUrl { get; init; }

    public string? WebhookSecret { get; init; }

    /// <summary>The App's key; null: a new one, which takes a tenth of a second.</summary>
    public string? PrivateKeyPem { get; init; }
}
