using Sluice.Flow.Policies;

namespace Sluice.Flow.Tests.Queue;

/// <summary>What is true of the pulls, and how the world treats the lane.</summary>
internal sealed record Weather
{
    public int Pulls { get; init; } = 24;

    public double Bad { get; init; } = 0.08;

    public double Pairs { get; init; } = 0.004;

    public double Conflicts { get; init; } = 0.004;

    public double Flakes { get; init; } = 0.01;

    public double NoVerdict { get; init; }

    public double Outside { get; init; }

    public double HeadMoves { get; init; }

    public double LostMoves { get; init; }

    /// <summary>Mean minutes between two arrivals.</summary>
    public double Gap { get; init; } = 1;

    public QueuePolicy Policy { get; init; } = new();
}
