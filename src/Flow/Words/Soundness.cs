using System.Globalization;
using Sluice.Flow.Policies;

namespace Sluice.Flow.Words;

/// <summary>One line of what a sluice.yml without a fault sets up.</summary>
public static class Soundness
{
    public static string Of(Policy policy)
    {
        var queue = policy.Queue;
        var lanes =
            queue.Branches.Count == 0
                ? "a lane on the default branch"
                : $"{Plural.Of(queue.Branches.Count, "lane")} ({string.Join(", ", queue.Branches)})";
        var batches = string.Create(
            CultureInfo.InvariantCulture,
            $"batches of at most {queue.BatchMax} in {Plural.Of(queue.Slots, "slot")}"
        );
        var release = policy.Canary is { } canary
            ? $"{canary.Environment} before {canary.PromoteTo}, judged by {Plural.Of(canary.Metrics.Count, "metric")}"
            : "nothing is deployed";
        return $"sound: {lanes}; {batches}; {release}{(policy.Budget is null ? "" : "; an error budget")}";
    }
}
