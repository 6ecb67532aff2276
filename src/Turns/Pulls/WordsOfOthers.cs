using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>What the lane and the release say of one pull, in the words of its own room.</summary>
public sealed class WordsOfOthers(IStore store)
{
    internal async Task<Others> Of(Repository repo, PullRequest pull, PullLedger ledger, Policy policy, DateTimeOffset now, CancellationToken stop)
    {
        var canary = policy.Canary;
        var admitted = await store.Ledgers<PullSubject, PullLedger>(repo.Id, stop);
        var queued = admitted.Where(pair => pair.Value.Admission is not null && pair.Key.Number != pull.Number).Select(pair => pair.Value).ToList();
        var lane = (await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, pull.Base), stop)).Value ?? LaneLedger.New;
        var release = canary is null ? null : (await store.Ledger<EnvironmentLedger>(new EnvironmentSubject(repo.Id, canary.PromoteTo), stop)).Value;
        var agent = ledger.Assessment?.Origin.Agent;
        return new Others(
            Lane(lane, admitted, pull, now, policy),
            lane.Halted,
            lane.Pause is { } pause ? new PausedBy(pause.By.Login, pause.Reason, pause.At) : null,
            release is null ? null : Release(release, pull.Number, canary!.Environment),
            agent is null ? 0 : queued.Count(other => other.Assessment?.Origin.Agent == agent),
            queued.Count(other => other.Admission?.Author == pull.Author.Login));
    }

    private static LaneWord? Lane(
        LaneLedger lane, IReadOnlyList<KeyValuePair<PullSubject, PullLedger>> admitted, PullRequest pull, DateTimeOffset now, Policy policy)
    {
        var entries = admitted.Where(pair => pair.Value.Admission?.Base == pull.Base)
            .Select(pair => Lanes.LookAtLane.Entry(pair.Key.Number, pair.Value, pair.Value.Admission!.Head, "", []));
        return LaneWords.Of(lane, entries.OrderBy(entry => entry.Number).ToRow(), pull.Number, now, policy.Queue.MaxWait) is { } place
            ? new LaneWord(
                place.Ticket, place.State, place.Code, place.Position, place.Batch, place.LandedSha, place.Checks, place.Confidence, place.Because, place.With,
                place.Since)
            { Until = place.Until }
            : null;
    }

    private static ReleaseWord? Release(EnvironmentLedger release, int number, string environment) =>
        Fate.Of(release, number) is { } fate
            ? new ReleaseWord(fate.State, fate.Code, environment, fate.Because, fate.Confidence, fate.RevertPull, fate.Innocent, fate.Since) { Taken = fate.Taken, Running = fate.Running, Authors = fate.Authors }
            : null;
}

internal sealed record Others(LaneWord? Lane, string? LanePaused, PausedBy? LanePausedBy, ReleaseWord? Release, int QueuedByAgent, int QueuedByAuthor);
