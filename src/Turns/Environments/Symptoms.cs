using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>Where a regressed canary fails. Asked once, after it was taken off: whose fault it is may wait, its users may not.</summary>
public sealed class Symptoms(IMetrics metrics)
{
    /// <summary>
    /// A source that cannot be reached is waited for this long; then the blame does without it, or the revert would not be open within ten
    /// seconds of the verdict.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <returns>Null: nothing is asked yet, or the answer is still to come.</returns>
    public async Task<Row<Symptom>?> Of(Repository repo, CanaryPolicy policy, Canary? canary, DateTimeOffset now, CancellationToken stop)
    {
        var asked = policy.Metrics.Where(metric => metric.Where is not null).ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        if (
            canary is not { Part: null, BakingSince: { } since, Verdict: { } verdict }
            || (canary is not { Taken.Count: > 0, Suspects.Count: 0 } && !Shadowing.IsDue(policy, canary))
        )
        {
            return null;
        }

        var symptoms = new List<Symptom>();
        // Whole seconds: not every source reads others.
        var bake = TimeSpan.FromSeconds(Math.Ceiling((verdict.At - since).TotalSeconds));
        foreach (var metric in asked)
        {
            var answer = await metrics.Where(repo, metric, verdict.At, bake > policy.Every ? bake : policy.Every, stop);
            if (answer is Answer<Row<Symptom>>.Later && now - (canary.Taken.Count > 0 ? canary.Since : verdict.At) < Patience)
            {
                return null;
            }

            symptoms.AddRange(answer is Answer<Row<Symptom>>.Made { Value: var found } ? found : []);
        }

        return symptoms.ToRow();
    }
}
