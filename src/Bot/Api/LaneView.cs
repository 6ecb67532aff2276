using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Bot.Api;

/// <summary>A lane as the contract's <c>queue/{base}</c> tells it.</summary>
internal sealed record LaneView(
    string Base, string? Head, string State, IReadOnlyList<EntryView> Entries, IReadOnlyList<BuildView> Builds, string? Breaker, string? Budget)
{
    /// <summary>Why it stands still, for people; null: it does not by itself.</summary>
    public string? Halted { get; init; }

    public PauseView? Paused { get; init; }

    public IReadOnlyList<FrozenView> Frozen { get; init; } = [];

    public static LaneView Of(Repository repo, string onto, Sha? head, LaneLedger ledger, IReadOnlyList<KeyValuePair<PullSubject, PullLedger>> pulls)
    {
        var entries = pulls
            .Select(pull => (pull.Key.Number, Admission: pull.Value.Admission!, pull.Value.Standing))
            .OrderBy(entry => entry.Standing.Position ?? int.MaxValue)
            .ThenByDescending(entry => entry.Admission.Priority)
            .ThenBy(entry => entry.Admission.Since)
            .ThenBy(entry => entry.Number)
            .Select((entry, index) => EntryView.Of(entry.Number, index + 1, entry.Admission, entry.Standing, ledger))
            .ToList();
        var state = ledger.Halted is not null ? "halted" : ledger.Pause is not null ? "paused" : ledger.Frozen.Count > 0 ? "frozen" : ledger.Builds.Count > 0 ? "building" : entries.Count > 0 ? "waiting" : "idle";
        return new(onto, (ledger.Head ?? head)?.Hex, state, entries, [.. ledger.Builds.Select(BuildView.Of)], null, null)
        {
            Halted = ledger.Halted,
            Paused = ledger.Pause is { } pause ? new PauseView(pause.By.Login, pause.Reason, pause.At) : null,
            Frozen = [.. ledger.Frozen.Select(window => new FrozenView(window.Until, window.Reason, [.. window.Pulls]))],
        };
    }
}

internal sealed record PauseView(string By, string Reason, DateTimeOffset At);

internal sealed record FrozenView(DateTimeOffset Until, string Reason, IReadOnlyList<int> Pulls);

internal sealed record EntryView(int Pull, int Position, string State, string Risk, string Origin, string Author, string? Batch, long? EtaSeconds)
{
    public static EntryView Of(int number, int position, Admission admission, Standing standing, LaneLedger ledger) => new(
        number, standing.Position ?? position, Slugs.Of(standing.State), Slugs.Of(admission.Band), Slugs.Of(admission.Origin), admission.Author,
        ledger.Builds.FirstOrDefault(build => build.Members.Any(member => member.Number == number))?.Id, null);
}

internal sealed record BuildView(string Id, IReadOnlyList<int> Pulls, string? Sha, string State, DateTimeOffset? Started)
{
    public static BuildView Of(Build build) => new(
        build.Id, [.. build.Content.Select(member => member.Number)], build.Candidate?.Hex, build.State.ToString().ToLowerInvariant(), build.Started);
}
