using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Where a pull stands in its lane, for its own turn, its page and the lane's.</summary>
/// <param name="Ticket">Which queueing it is about.</param>
/// <param name="State">Queued, Testing, Waiting (the lane builds it again without blame), Landed or Ejected.</param>
/// <param name="Position">From 1; null once it ended.</param>
/// <param name="Batch">The id of the build that it is in, or ended with.</param>
/// <param name="LandedSha">The commit on the base that brought it.</param>
/// <param name="With">The pulls that it waits for, or fails together with.</param>
public sealed record Place(
    int Number, int Ticket, PullState State, Code Code, int? Position, string? Batch, Sha? LandedSha, Row<Check> Checks, double? Confidence,
    string? Because, Row<int> With, DateTimeOffset Since)
{
    /// <summary>When it may go on, where that is known: the end of a freeze.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>About how long until it has landed if all goes well; null: it ended, or no build has finished yet.</summary>
    public TimeSpan? Eta { get; init; }
}

/// <summary>What a lane says of its pulls.</summary>
public static class LaneWords
{
    /// <summary>Of one pull: its current entry, or else its last outcome; null: the lane does not know it.</summary>
    public static Place? Of(LaneLedger ledger, Row<Entry> entries, int number, DateTimeOffset now, TimeSpan maxWait) =>
        Of(ledger, entries, now, maxWait).FirstOrDefault(place => place.Number == number)
        ?? ledger.Outcomes.Where(outcome => outcome.Number == number).MaxBy(outcome => outcome.Ticket) switch
        {
            { } outcome => new Place(
                number, outcome.Ticket, outcome.State, outcome.Code, null, outcome.Batch, outcome.LandedSha, outcome.Checks, outcome.Confidence,
                outcome.Because, outcome.With, outcome.At),
            null => null,
        };

    /// <summary>Of every pull in line, in order of service.</summary>
    public static Row<Place> Of(LaneLedger ledger, Row<Entry> entries, DateTimeOffset now, TimeSpan maxWait)
    {
        var over = new SortedSet<(int Number, int Ticket)>(ledger.Outcomes.Select(outcome => (outcome.Number, outcome.Ticket)));
        return Order.Of(entries.Where(entry => entry.Head == entry.CurrentHead && !over.Contains((entry.Number, entry.Ticket))), now, maxWait)
            .Select((entry, index) => Of(ledger, entry, index + 1) with { Eta = Eta(ledger, entry.Number, now) }).ToRow();
    }

    /// <summary>The rest of its build; for those in none yet, one more after the last that runs.</summary>
    private static TimeSpan? Eta(LaneLedger ledger, int number, DateTimeOffset now)
    {
        if (ledger.Learnt.Timed == 0)
        {
            return null;
        }

        var mean = TimeSpan.FromSeconds(ledger.Learnt.BuildSeconds / ledger.Learnt.Timed);
        var own = ledger.Builds.Where(build => build.Content.Any(member => member.Number == number)).Select(build => Rest(build, mean, now)).ToList();
        return own.Count > 0 ? own.Min() : mean + ledger.Builds.Select(build => Rest(build, mean, now)).DefaultIfEmpty(TimeSpan.Zero).Max();
    }

    private static TimeSpan Rest(Build build, TimeSpan mean, DateTimeOffset now) => build.State switch
    {
        BuildState.Green => TimeSpan.Zero,
        BuildState.Running when build.Started is { } started => TimeSpan.FromTicks(Math.Max(0, (mean - (now - started)).Ticks)),
        _ => mean,
    };

    private static Place Of(LaneLedger ledger, Entry entry, int position)
    {
        var builds = ledger.Builds.Where(build => build.Content.Any(member => member.Number == entry.Number)).ToList();
        var build = builds.Find(build => build.State == BuildState.Green) ?? builds.Find(build => build.State == BuildState.Running) ?? builds.FirstOrDefault();
        var place = new Place(entry.Number, entry.Ticket, PullState.Queued, Code.Queued, position, build?.Id, null, [], null, null, [], entry.Since);
        if (ledger.Reds.FirstOrDefault(red => red.Suspects.Count == 1 && red.Suspects[0].Number == entry.Number) is { } red)
        {
            return place with
            {
                State = PullState.Waiting,
                Code = Code.FlakyRetry,
                Checks = red.Failed,
                Because = QueueWords.Flaky(red.Failed),
            };
        }

        if (ledger.BaseRed is { } broken && BaseHealth.IsParked(ledger, entry.Number))
        {
            return place with { State = PullState.Waiting, Code = Code.Paused, Checks = broken.Failing };
        }

        if (ledger.Remade.Contains(entry.Number))
        {
            return place with { State = PullState.Waiting, Code = Code.BaseChanged, Because = QueueWords.Remade() };
        }

        if (build is not { State: BuildState.Running } && ledger.Frozen.FirstOrDefault(window => window.Pulls.Contains(entry.Number)) is { } freeze)
        {
            return place with { State = PullState.Waiting, Code = Code.Frozen, Because = freeze.Reason, Until = freeze.Until };
        }

        if (build is not { State: BuildState.Running } && ledger.Kept.FirstOrDefault(kept => kept.Pulls.Contains(entry.Number)) is { } kept)
        {
            return place with { State = PullState.Waiting, Code = kept.Code, Because = kept.Because };
        }

        if (build is { State: BuildState.Running } || (build is { State: BuildState.Green } && ledger.Pause is null))
        {
            return place with { State = PullState.Testing, Code = Code.Testing, Since = build.Started ?? build.Since };
        }

        return ledger.Blocks.FirstOrDefault(block => block.Number == entry.Number) is { } block
            ? place with { With = block.Behind, Because = QueueWords.MayLandFirst(block.Behind, block.Paths) }
            : place;
    }
}
