using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>
/// What the lane and the release say of one pull, in the words of its own room. Two ledgers are read, however many pulls there are.
/// </summary>
internal sealed class WordsOfOthers(IStore store)
{
    internal async Task<Others> Of(Repository repo, PullRequest pull, Policy policy, DateTimeOffset now, CancellationToken stop)
    {
        var canary = policy.Canary;
        var lane = (await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, pull.Base), stop)).Value ?? LaneLedger.New;
        var release = canary is null
            ? null
            : (await store.Ledger<EnvironmentLedger>(new EnvironmentSubject(repo.Id, canary.PromoteTo), stop)).Value;
        return new Others(
            Lane(lane, pull, now),
            lane.Halted,
            lane.Pause is { } pause ? new PausedBy(pause.By.Login, pause.Reason, pause.At) : null,
            release is null ? null : Release(release, pull.Number, canary!.Environment),
            lane.Limits,
            lane.Tide.Presses is { ByCanary: false }
                ? TideWords.High(lane.Tide.Read(now, lane.Line.Count + lane.Outside.Count))
                : lane.Outside.FirstOrDefault(kept => kept.By == OutsideBy.Pressure)?.Because
        );
    }

    private static LaneWord? Lane(LaneLedger lane, PullRequest pull, DateTimeOffset now) =>
        LaneWords.Of(lane, pull.Number, now) is { } place
            ? new LaneWord(
                place.Ticket,
                place.State,
                place.Code,
                place.Position,
                place.Batch,
                place.LandedSha,
                place.Checks,
                place.Confidence,
                place.Because,
                place.With,
                place.Since
            )
            {
                Head = place.Head,
                Until = place.Until,
                Eta = place.Eta,
                Overtaken = place.Overtaken,
            }
            : null;

    private static ReleaseWord? Release(EnvironmentLedger release, int number, string environment) =>
        Fate.Of(release, number) is { } fate
            ? new ReleaseWord(fate.State, fate.Code, environment, fate.Because, fate.Confidence, fate.RevertPull, fate.Innocent, fate.Since)
            {
                Taken = fate.Taken,
                Running = fate.Running,
                Authors = fate.Authors,
            }
            : null;
}

internal sealed record Others(
    LaneWord? Lane,
    string? LanePaused,
    PausedBy? LanePausedBy,
    ReleaseWord? Release,
    Row<Allowance> Limits,
    string? Pressed
);
