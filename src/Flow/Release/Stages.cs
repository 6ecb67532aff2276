using System.Security.Cryptography;
using System.Text;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>The deployments that a canary asks for. Their ids are digests of what they are, so that none is ever asked for twice.</summary>
public static class Stages
{
    /// <summary>The id of a canary.</summary>
    /// <param name="serial">Counts the canaries of the pair: the same commit that goes again, after it was taken off, is another
    /// canary.</param>
    public static string CanaryId(string environment, int serial, Sha sha, Sha previous, IEnumerable<LandedPull> pulls)
    {
        var text = $"{environment}\n{serial}\n{sha}\n{previous}\n{string.Join(',', pulls.Select(pull => pull.Number))}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
    }

    public const string PartPrefix = "sluice/canary/";

    /// <summary>The name of the branch that the commit of a canary's part is pushed to, so that GitHub lets it be deployed.</summary>
    public static string PartBranch(Canary part) => $"{PartPrefix}{part.Id}";

    /// <summary>The canary's share of the traffic in percent: the last one, should the policy have fewer of them by now.</summary>
    public static int Weight(Canary canary, CanaryPolicy policy) => policy.Weights[Math.Min(canary.Weight, policy.Weights.Count - 1)];

    /// <summary>The deployment of the canary's current weight.</summary>
    public static EnvironmentMove.Deploy AtWeight(Canary canary, CanaryPolicy policy)
    {
        var weight = Weight(canary, policy);
        return Deploy(canary, canary.Sha, policy.Environment, "canary", weight, CanaryWords.AtWeight(canary, weight));
    }

    /// <summary>The deployment whose traffic is counted: while a wider weight is on its way, that of the weight before.</summary>
    public static EnvironmentMove.Deploy Watched(Canary canary, CanaryPolicy policy) =>
        AtWeight(Ticks.IsWidening(canary) ? canary with { Weight = canary.Weight - 1 } : canary, policy);

    /// <summary>The deployment to production.</summary>
    public static EnvironmentMove.Deploy Production(Canary canary, CanaryPolicy policy) =>
        Deploy(canary, canary.Sha, policy.PromoteTo, "production", 100, CanaryWords.ToProduction(canary));

    /// <summary>The ways back: of the canary environment, and of production when it was asked to run the commit.</summary>
    public static Row<EnvironmentMove.Deploy> Back(Canary canary, CanaryPolicy policy)
    {
        var back = Deploy(canary, canary.Previous, policy.Environment, "rollback", 0, CanaryWords.Back(canary));
        return canary.Promoted
            ? [back, Deploy(canary, canary.Previous, policy.PromoteTo, "rollback", 100, CanaryWords.Back(canary))]
            : [back];
    }

    /// <summary>What the canary waits for in its phase.</summary>
    public static Row<EnvironmentMove.Deploy> Awaited(Canary canary, CanaryPolicy policy) =>
        canary.Phase switch
        {
            CanaryPhase.Deploying => [AtWeight(canary, policy)],
            CanaryPhase.Promoting => [Production(canary, policy)],
            CanaryPhase.RollingBack => Back(canary, policy),
            _ => [],
        };

    /// <summary>The deployment on GitHub that answers a move; null: none yet.</summary>
    public static Deployment? Find(Row<Deployment> deployments, EnvironmentMove.Deploy asked) =>
        deployments.FirstOrDefault(each => each.Payload?.Id == asked.Payload.Id && each.Environment == asked.Environment);

    /// <summary>
    /// When a deployment has taken too long. The bot may have been down, or kept out by GitHub, between the decision and the asking: nobody
    /// who deploys is held to that.
    /// </summary>
    /// <param name="made">As GitHub shows it, by its clock; null: it does not.</param>
    public static DateTimeOffset Due(Canary canary, CanaryPolicy policy, Deployment? made) =>
        (made?.Created > canary.Since ? made.Created : canary.Since) + policy.Deploy.Timeout;

    public static bool IsUnfinished(DeploymentState state) =>
        state is DeploymentState.Pending or DeploymentState.Queued or DeploymentState.InProgress;

    private static EnvironmentMove.Deploy Deploy(Canary canary, Sha sha, string environment, string stage, int weight, string description)
    {
        var id = $"{canary.Id}-{stage}-{environment}-{weight}";
        var payload = new DeploymentPayload(id, stage, weight, canary.Pulls.Select(pull => pull.Number).Order().ToRow(), canary.Previous)
        {
            Fence = canary.Fence,
        };
        return new EnvironmentMove.Deploy(sha, environment, payload, description);
    }
}
