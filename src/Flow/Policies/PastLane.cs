using Sluice.Flow.Repo;

namespace Sluice.Flow.Policies;

/// <summary>What a lane lived through of late, as the books tell it: what a proposed policy is replayed on.</summary>
/// <param name="Pulls">Those that were in line and of which is known how that ended, ascending by when they came.</param>
/// <param name="Builds">How long each build ran: seconds.</param>
/// <param name="Flake">P(a build is red | nobody in it is bad), as the lane learnt it.</param>
public sealed record PastLane(int Days, Row<PastPull> Pulls, Row<double> Builds, double Flake);

/// <param name="Queued">When it was in line first.</param>
/// <param name="Risk">The predicted P(it fails by itself).</param>
/// <param name="Bad">It was put out because its checks failed.</param>
public sealed record PastPull(int Number, DateTimeOffset Queued, Band Band, double Risk, bool Bad)
{
    /// <summary>An agent made it by itself, and nobody answers for it.</summary>
    public bool Unsponsored { get; init; }

    /// <summary>When it waited for approval first; null: it never did.</summary>
    public DateTimeOffset? Asked { get; init; }

    /// <summary>When each approver approved first.</summary>
    public Row<DateTimeOffset> Approvals { get; init; } = [];

    /// <summary>The approvals that a policy asks for it, by its band and origin alone.</summary>
    public int Needs(Approvals policy) => policy.Of(Band) + (Unsponsored ? policy.Agent : 0);
}

/// <summary>How a lane would have done.</summary>
/// <param name="MedianWait">From its arrival to its landing: seconds.</param>
/// <param name="BuildsPerPull">Builds over pulls that landed.</param>
public sealed record Replayed(double MedianWait, double BuildsPerPull);
