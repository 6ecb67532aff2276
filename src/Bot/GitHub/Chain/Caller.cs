using System.Globalization;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>Who asks: the App itself (0), or one of its installations.</summary>
internal readonly record struct Caller(long Installation)
{
    public static Caller App => new(0);

    public bool IsApp => Installation == 0;

    public override string ToString() => IsApp ? "the App" : string.Create(CultureInfo.InvariantCulture, $"installation {Installation}");
}

/// <summary>What the handlers must know of a request beside its method and address.</summary>
internal static class Marks
{
    public static readonly HttpRequestOptionsKey<Caller> Caller = new("sluice.caller");

    /// <summary>It makes something that GitHub tells people of: the scarcest budget (80 a minute, 500 an hour).</summary>
    public static readonly HttpRequestOptionsKey<bool> Notifies = new("sluice.notifies");

    /// <summary>A GraphQL request that writes: GitHub counts it five times, and it is never repeated blindly.</summary>
    public static readonly HttpRequestOptionsKey<bool> Mutates = new("sluice.mutates");

    /// <summary>Its address holds a moment, and is never asked again: keeping the answer would only take the room of others.</summary>
    public static readonly HttpRequestOptionsKey<bool> Once = new("sluice.once");

    /// <summary>How often the process had stood still when it was made (<see cref="Pulse"/>).</summary>
    public static readonly HttpRequestOptionsKey<int> Stops = new("sluice.stops");

    /// <summary>The installation whose breaker hears what comes of it, where the App asks for it.</summary>
    public static readonly HttpRequestOptionsKey<long> For = new("sluice.for");

    /// <summary>Whose breaker hears what comes of it; 0: the App's own.</summary>
    public static long Concerns(this HttpRequestMessage request) =>
        request.Options.TryGetValue(For, out var installation) ? installation : request.By().Installation;

    public static Caller By(this HttpRequestMessage request) =>
        request.Options.TryGetValue(Caller, out var caller) ? caller : Chain.Caller.App;

    public static bool IsAskedOnce(this HttpRequestMessage request) => request.Options.TryGetValue(Once, out var once) && once;

    public static bool IsGraph(this HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/graphql", StringComparison.Ordinal);

    public static bool IsRead(this HttpRequestMessage request) =>
        request.IsGraph()
            ? !(request.Options.TryGetValue(Mutates, out var mutates) && mutates)
            : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head;
}
