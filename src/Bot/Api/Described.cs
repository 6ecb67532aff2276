using Microsoft.AspNetCore.Builder;

namespace Sluice.Bot.Api;

/// <summary>What the OpenAPI document says of an address.</summary>
/// <param name="Id">Its name for who generates a client.</param>
/// <param name="Answer">What a 200 holds.</param>
internal sealed record Described(string Id, string Says, Type Answer)
{
    /// <summary>What may stand behind the question mark.</summary>
    public IReadOnlyList<Asking> Asks { get; init; } = [];

    /// <summary>What is handed in, as JSON Schema; null: nothing.</summary>
    public string? Takes { get; init; }

    /// <summary>The scope that an operator's token needs for it.</summary>
    public string? Scope { get; init; }
}

/// <summary>A whole number that may be asked for.</summary>
internal sealed record Asking(string Name, string Says, int Least, int Most);

internal static class Descriptions
{
    public static void Says(this RouteHandlerBuilder route, Described described) => route.WithMetadata(described);
}
