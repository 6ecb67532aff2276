using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>
/// Whether a deployer is told, again or at all. A canary that is told twice could go out twice, so it is told once and fails where that is
/// refused. A way back that is told twice does no harm and one that is not told does: it is told until that is certain, and after some
/// tries people are asked.
/// </summary>
public static class DispatchSteps
{
    /// <summary>Tries of a way back, within eight minutes; and of a workflow of which no run shows.</summary>
    public const int Most = 6;

    /// <summary>A run that was asked for is listed by then.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    /// <summary>What GitHub's clock and this one may differ by.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(15);

    /// <param name="known">Null: it was never begun.</param>
    public static DispatchStep Next(EnvironmentMove.Dispatch move, Dispatched? known, DateTimeOffset now) =>
        known switch
        {
            null or { State: DispatchState.NotMade or DispatchState.Unsent } => new DispatchStep.Send(),
            { State: DispatchState.Intended } => new DispatchStep.Find(),
            { State: DispatchState.Sent, Run: { } run } => new DispatchStep.Follow(run),
            { State: DispatchState.Sent } when move.By.By == DeployBy.WorkflowDispatch => new DispatchStep.Find(),
            { State: DispatchState.Refused } when IsTriedAgain(move.Payload, known) => Again(known, now),
            _ => new DispatchStep.Leave(),
        };

    /// <summary>No run is known to be of this dispatch.</summary>
    /// <param name="mayBeAnothers">There is one that may be, and may be another dispatch's.</param>
    public static DispatchStep Unfound(EnvironmentMove.Dispatch move, Dispatched known, bool mayBeAnothers, DateTimeOffset now)
    {
        if (known.State == DispatchState.Sent)
        {
            return new DispatchStep.Leave();
        }

        if (now - known.At < Settling)
        {
            return new DispatchStep.Wait(known.At + Settling);
        }

        // A workflow's run shows by itself; whoever else may listen to an event does not.
        var isUnsent = move.By.By == DeployBy.WorkflowDispatch && !mayBeAnothers && known.Tries < Most;
        return isUnsent || IsTriedAgain(move.Payload, known) ? new DispatchStep.Send() : new DispatchStep.Doubt();
    }

    /// <summary>A refusal of this is not the last word.</summary>
    public static bool IsTriedAgain(DeploymentPayload payload, Dispatched known) => payload.Stage == "rollback" && known.Tries < Most;

    /// <summary>When it is told again that was refused.</summary>
    public static DateTimeOffset Due(Dispatched known) => known.At + (First * Math.Pow(2, Math.Max(0, known.Tries - 1)));

    /// <summary>
    /// The run of a dispatch that was not told it: of several dispatches at about the same time each has its own only where all of theirs
    /// are there, in the same order.
    /// </summary>
    /// <param name="runs">Since the dispatch, of the bot's own, that no other dispatch is known to have; oldest first.</param>
    /// <param name="rivals">The dispatches of about that time of which no run is known either, by the ids of their deployments.</param>
    public static DeployRun? Mine(Row<DeployRun> runs, string asked, Dispatched known, SortedDictionary<string, Dispatched> rivals)
    {
        if (rivals.Count == 0)
        {
            return runs.Count > 0 ? runs[0] : null;
        }

        var areAllSent = known.State == DispatchState.Sent && rivals.Values.All(rival => rival.State == DispatchState.Sent);
        return areAllSent && runs.Count == rivals.Count + 1
            ? runs[rivals.Count(rival => IsBefore(rival.Key, rival.Value, asked, known))]
            : null;
    }

    private static bool IsBefore(string one, Dispatched first, string other, Dispatched second) =>
        first.At < second.At || (first.At == second.At && string.CompareOrdinal(one, other) < 0);

    private static DispatchStep Again(Dispatched known, DateTimeOffset now) =>
        now < Due(known) ? new DispatchStep.Wait(Due(known)) : new DispatchStep.Send();
}
