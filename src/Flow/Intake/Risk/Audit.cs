using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>
/// A small random sample of those that the score itself makes wait: they need one approval less, so that something is learnt of what would
/// otherwise only prove the score right. Off unless the policy wants it.
/// </summary>
public static class Audit
{
    /// <summary>Whether a pull is in it and would need fewer approvals for that.</summary>
    /// <param name="risk">Of its head.</param>
    public static bool Draws(PullRequest pull, RiskAssessment risk, Policy policy) =>
        risk.ByScore
        && policy.Mode == Mode.Normal
        && Needs(policy.Flow.Approvals, risk.Band) < policy.Flow.Approvals.Of(risk.Band)
        && Lot(pull) < policy.Risk.Audit;

    /// <summary>What the band below would need, and never nobody's approval.</summary>
    public static int Needs(Approvals approvals, Band band) =>
        band == Band.Low ? approvals.Low : Math.Min(approvals.Of(band), Math.Max(1, approvals.Of(band - 1)));

    /// <summary>
    /// From 0 to below 1, by GitHub's id of the pull alone. Nobody chooses it, and it is the same after each push: a lot that follows the
    /// head could be drawn again by pushing until it wins.
    /// </summary>
    private static double Lot(PullRequest pull) =>
        (BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("audit " + pull.NodeId))) >> 11) * (1.0 / (1UL << 53));
}
