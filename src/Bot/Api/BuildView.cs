using Sluice.Flow.Queue;

namespace Sluice.Bot.Api;

/// <summary>A candidate in flight.</summary>
/// <param name="Pulls">All that would land with it.</param>
internal sealed record BuildView(string Id, IReadOnlyList<int> Pulls, string? Sha, string State, DateTimeOffset? Started)
{
    /// <summary>The build that it is stacked on; null: the base.</summary>
    public string? Parent { get; init; }

    /// <summary>The pulls that it adds to that.</summary>
    public required IReadOnlyList<int> Adds { get; init; }

    /// <summary><c>spine</c>: stacked to land next; <c>side</c>: it looks for whom a failure is to blame.</summary>
    public required string Kind { get; init; }

    /// <summary>Probability that it passes, as it was believed when it was ordered.</summary>
    public double Odds { get; init; }

    /// <summary>What builds take here, in seconds; null: none was timed yet.</summary>
    public double? ExpectedSeconds { get; init; }

    public static BuildView Of(Build build, Estimates learnt) =>
        new(
            build.Id,
            [.. build.Content.Select(member => member.Number)],
            build.Candidate?.Hex,
            build.State.ToString().ToLowerInvariant(),
            build.Started
        )
        {
            Parent = build.Parent,
            Adds = [.. build.Members.Select(member => member.Number)],
            Kind = build.Kind.ToString().ToLowerInvariant(),
            Odds = build.Odds,
            ExpectedSeconds =
                learnt.Timed == 0 ? null : (build.Started is { } started ? learnt.BuildTimeAt(started) : learnt.BuildTime).TotalSeconds,
        };
}

/// <summary>Pulls that failed together.</summary>
internal sealed record RedView(IReadOnlyList<int> Pulls, int Times, IReadOnlyList<string> Checks)
{
    public static RedView Of(RedSet red) =>
        new([.. red.Suspects.Select(member => member.Number)], red.Times, [.. red.Failed.Select(check => check.Name)]);
}
