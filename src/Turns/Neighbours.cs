using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Turns;

/// <summary>Who must look again when a ledger changed. A ring too many costs a look; one too few is repaired by the sweep.</summary>
internal static class Neighbours
{
    public static IEnumerable<Subject> OfPull(PullSeen seen, PullLedger? before, PullLedger after)
    {
        if (before?.Print != after.Print && after.Request is not null)
        {
            // It was not let in before what it is stood in the books.
            yield return new PullSubject(seen.Repo.Id, seen.Pull.Number);
        }

        if (before?.Admission != after.Admission || before?.Standing.State != after.Standing.State)
        {
            foreach (var child in seen.Children)
            {
                yield return new PullSubject(seen.Repo.Id, child);
            }
        }

        if (seen.Revert is not null && seen.Policy.Canary is { } canary && before?.Standing.State != after.Standing.State)
        {
            yield return new EnvironmentSubject(seen.Repo.Id, canary.PromoteTo);
        }

        if (before?.Pardoned != after.Pardoned)
        {
            yield return new LaneSubject(seen.Repo.Id, seen.Pull.Base);
        }

        if (before?.Admission == after.Admission && before?.Settled == after.Settled && before?.Rewritten == after.Rewritten)
        {
            yield break;
        }

        foreach (var lane in new[] { before?.Admission?.Base, after.Admission?.Base }.OfType<string>().Distinct())
        {
            yield return new LaneSubject(seen.Repo.Id, lane);
        }
    }

    /// <summary>The pulls whose build or outcome changed, and the environment after a landing, or whatever else moved the base.</summary>
    public static IEnumerable<Subject> OfLane(LaneSeen seen, LaneLedger? before, LaneLedger after)
    {
        var (was, now) = (Standings(before), Standings(after));
        foreach (var number in was.Keys.Union(now.Keys).Where(number => was.GetValueOrDefault(number) != now.GetValueOrDefault(number)))
        {
            yield return new PullSubject(seen.Repo.Id, number);
        }

        if (Still(before) != Still(after) || (before?.Frozen ?? []) != after.Frozen || (before?.Kept ?? []) != after.Kept)
        {
            foreach (var entry in seen.Entries)
            {
                yield return new PullSubject(seen.Repo.Id, entry.Number);
            }
        }

        // Not how many there are: the same turn forgets those that their pulls took in.
        if (seen.Policy.Canary is { } canary && (before?.Head != after.Head || Landed(after).Except(Landed(before)).Any()))
        {
            yield return new EnvironmentSubject(seen.Repo.Id, canary.PromoteTo);
        }
    }

    /// <summary>The pulls of every canary whose phase, verdict or blame changed, and those that a freeze keeps or keeps no more.</summary>
    public static IEnumerable<Subject> OfEnvironment(EnvironmentSeen seen, EnvironmentLedger? before, EnvironmentLedger after)
    {
        if ((before?.Breakers ?? []) != after.Breakers || Pressing(seen, before) != Pressing(seen, after))
        {
            yield return new LaneSubject(seen.Repo.Id, seen.Repo.DefaultBranch);
        }

        var was = before is null ? [] : Canaries(before).ToDictionary(canary => canary.Id, StringComparer.Ordinal);
        var concerned = Canaries(after)
            .Where(canary => !was.TryGetValue(canary.Id, out var old) || Told(old) != Told(canary))
            .SelectMany(canary => canary.Pulls);
        foreach (var pull in concerned)
        {
            yield return new PullSubject(seen.Repo.Id, pull.Number);
        }

        var numbers = before?.Frozen == after.Frozen ? [] : (before?.Frozen?.Pulls ?? []).Concat(after.Frozen?.Pulls ?? []).Distinct();
        foreach (var number in numbers)
        {
            yield return new PullSubject(seen.Repo.Id, number);
        }
    }

    private static IEnumerable<(int, int)> Landed(LaneLedger? ledger) =>
        (ledger?.Outcomes ?? []).Where(outcome => outcome.State == PullState.Landed).Select(outcome => (outcome.Number, outcome.Ticket));

    /// <summary>How far behind the deployments are, as far as it is anything to the lane.</summary>
    private static int Pressing(EnvironmentSeen seen, EnvironmentLedger? ledger) =>
        (ledger?.Waiting.Count ?? 0) is var waiting && waiting > 2 * seen.Policy.MaxPulls ? 2
        : waiting > seen.Policy.MaxPulls ? 1
        : 0;

    /// <summary>What keeps everybody in the lane, or many of those of whom nothing is built.</summary>
    private static (string?, Pause?, BreakerState?, Row<ParkedPull>?) Still(LaneLedger? ledger) =>
        (ledger?.Halted, ledger?.Pause, ledger?.Ci?.State, ledger?.BaseRed?.Parked);

    private static IEnumerable<Canary> Canaries(EnvironmentLedger ledger) =>
        (ledger.Case ?? ledger.Canary) is { } canary ? ledger.Past.Append(canary) : ledger.Past;

    private static (CanaryPhase, Verdict?, Blame?, int?, int, string?) Told(Canary canary) =>
        (
            canary.Phase,
            canary.Phase == CanaryPhase.Baking ? null : canary.Verdict?.Verdict,
            canary.Blame,
            canary.RevertPull,
            canary.Trials.Count,
            canary.Note
        );

    private static SortedDictionary<int, string> Standings(LaneLedger? ledger)
    {
        var standings = new SortedDictionary<int, string>();
        foreach (var kept in ledger?.Outside ?? [])
        {
            // Its place moves with every landing: it is told when it looks, and nobody is rung for that.
            standings[kept.Number] = $"{kept.By} {kept.Whose} {kept.Limit}";
        }

        foreach (var build in ledger?.Builds ?? [])
        {
            foreach (var member in build.Members)
            {
                standings[member.Number] = $"{build.Id} {build.State == BuildState.Ordered}";
            }
        }

        foreach (var driven in ledger?.Driven ?? [])
        {
            standings[driven.Number] = $"{driven.Entered} {driven.Out}";
        }

        foreach (var outcome in ledger?.Outcomes ?? [])
        {
            standings[outcome.Number] = $"{outcome.Ticket} {outcome.State}";
        }

        return standings;
    }
}
