using Sluice.Flow.Repo;

namespace Sluice.Flow.Release.Judging;

/// <summary>
/// A check on the deployed commit that lets a canary through or not. It counts nothing, so it has no evidence and no part in the mean.
/// </summary>
/// <param name="State">Null: nobody reported it since the canary was deployed.</param>
public sealed record Gate(string Check, CheckState? State)
{
    /// <summary>Only an end that says yes or no is one; what did not run to its end says nothing.</summary>
    public Verdict Verdict =>
        State switch
        {
            CheckState.Success => Verdict.Healthy,
            CheckState.Failure or CheckState.TimedOut or CheckState.ActionRequired => Verdict.Regressed,
            _ => Verdict.Invalid,
        };

    public string Says => $"the check \"{Check}\" {Stands}";

    private string Stands =>
        State switch
        {
            null => "was not reported since the canary was deployed",
            CheckState.Queued => "has not begun yet",
            CheckState.Running => "has not ended yet",
            CheckState.Success => "succeeded",
            CheckState.Failure => "failed",
            CheckState.TimedOut => "timed out",
            CheckState.ActionRequired => "demands that somebody acts",
            CheckState.Neutral => "ended neutral, which says nothing",
            CheckState.Skipped => "was skipped, which says nothing",
            CheckState.Cancelled => "was cancelled, which says nothing",
            CheckState.StartupFailure => "could not be started, which says nothing",
            _ => "is stale, which says nothing",
        };

    /// <summary>As judged among the other metrics.</summary>
    internal MetricVerdict Of(string name) => new(name, Verdict, 0, 0, Says) { Gate = true };
}
