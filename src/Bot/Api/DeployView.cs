using Sluice.Flow.Release;

namespace Sluice.Bot.Api;

/// <summary>A deployment as the contract's <c>deploys</c> tells it.</summary>
internal sealed record DeployView(
    string Environment, string Sha, IReadOnlyList<int> Pulls, string State, string? Verdict, DateTimeOffset Started, DateTimeOffset? Ended)
{
    /// <summary>The canary's; its receipt is at <c>deploys/{id}/receipt</c> once its verdict was acted on.</summary>
    public required string Id { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public string? Says { get; init; }

    /// <summary>What it was expected to see before it began.</summary>
    public string? Sees { get; init; }

    /// <summary>Comparisons of the baseline with itself that the judge made of its ticks, and how many of them it called worse.</summary>
    public SelfTest? SelfTest { get; init; }

    public static DeployView Of(string environment, Canary canary) => new(
        environment, canary.Sha.Hex, [.. canary.Pulls.Select(pull => pull.Number)], canary.Phase.ToString().ToLowerInvariant(),
        canary.Verdict?.Verdict.ToString().ToLowerInvariant(), canary.Created, canary.Ended)
    {
        Id = canary.Id,
        SelfTest = canary.SelfTest,
        Sees = canary.Foresight?.Says,
        Says = canary.Verdict?.Says,
    };
}
