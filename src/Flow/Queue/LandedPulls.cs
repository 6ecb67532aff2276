using System.Text.Json;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>One pull that a push brought onto the base, as the lane's journal tells it.</summary>
/// <param name="Before">The base just before the push.</param>
/// <param name="Tip">The base after it.</param>
/// <param name="Commit">The commit that merged this pull.</param>
/// <param name="Fails">Probability that it broke a build by itself, as it was believed, 0 to 1.</param>
/// <param name="Reverts">The pulls that it takes back; ascending.</param>
public sealed record Landed(
    int Number,
    string Title,
    string Author,
    Sha Head,
    Sha Before,
    Sha Tip,
    Sha Commit,
    string Base,
    Band Band,
    double Fails,
    Row<int> Reverts,
    DateTimeOffset At
)
{
    /// <summary>Which queueing of the pull this ends.</summary>
    public int Ticket { get; init; }

    /// <summary>As it was queued.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>The policy was defensive for it.</summary>
    public bool Defensive { get; init; }

    /// <summary>As it was queued.</summary>
    public OriginClass Origin { get; init; }
}

/// <summary>The data of a journal line of kind <c>landed</c>: one push, all its pulls in merge order.</summary>
public static class LandedPulls
{
    /// <summary>The kind of the journal's lines that hold it.</summary>
    public const string Kind = "landed";

    public static string Write(Row<Landed> pulls) => JsonSerializer.Serialize(new Push(pulls), JsonSerializerOptions.Web);

    /// <exception cref="JsonException">The text is no such data.</exception>
    public static Row<Landed> Read(string data) =>
        JsonSerializer.Deserialize<Push>(data, JsonSerializerOptions.Web)?.Pulls ?? throw new JsonException("a landing without pulls");

    private sealed record Push(Row<Landed> Pulls);
}
