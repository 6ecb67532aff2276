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
    int Number,
    int Ticket,
    PullState State,
    Code Code,
    int? Position,
    string? Batch,
    Sha? LandedSha,
    Row<Check> Checks,
    double? Confidence,
    string? Because,
    Row<int> With,
    DateTimeOffset Since
)
{
    /// <summary>The head with which it ended; null: it is in line.</summary>
    public Sha? Head { get; init; }

    /// <summary>When it may go on, where that is known: the end of a freeze.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who landed past it and why, and when that is over, as sentences; null: nobody did.</summary>
    public string? Overtaken { get; init; }

    /// <summary>About how long until it has landed if all goes well; null: it ended, or no build has finished yet.</summary>
    public TimeSpan? Eta { get; init; }
}

/// <summary>What a lane says of its pulls.</summary>
public static class LaneWords
{
    /// <summary>
    /// Of one pull: where it waits, or else its last outcome; null: the lane does not know it, or has not looked since it was admitted.
    /// </summary>
    public static Place? Of(LaneLedger ledger, int number, DateTimeOffset now) =>
        All(ledger, now).FirstOrDefault(place => place.Number == number)
        ?? ledger.Outcomes.Where(outcome => outcome.Number == number).MaxBy(outcome => outcome.Ticket) switch
        {
            { } outcome => new Place(
                number,
                outcome.Ticket,
                outcome.State,
                outcome.Code,
                null,
                outcome.Batch,
                outcome.LandedSha,
                outcome.Checks,
                outcome.Confidence,
                outcome.Because,
                outcome.With,
                outcome.At
            )
            {
                Head = outcome.Head,
            },
            null => null,
        };

    /// <summary>Of every pull in line, in order of service, and then of those who wait outside.</summary>
    public static Row<Place> Of(LaneLedger ledger, DateTimeOffset now) => All(ledger, now).ToRow();

    private static IEnumerable<Place> All(LaneLedger ledger, DateTimeOffset now) =>
        ledger
            .Line.Select(
                (entry, index) =>
                    Of(ledger, entry, index + 1) with
                    {
                        Eta = Eta(ledger, entry.Number, now),
                        Overtaken = OvertakingWords.Says(entry, now),
                    }
            )
            .Concat(ledger.Outside.Select((kept, index) => Outside(ledger, kept, ledger.Line.Count + index + 1, now)));

    private static Place Outside(LaneLedger ledger, Outsider kept, int position, DateTimeOffset now) =>
        new(
            kept.Number,
            kept.Ticket,
            PullState.Waiting,
            Code.WipLimit,
            position,
            null,
            null,
            [],
            null,
            OutsideWords.Says(kept),
            [],
            kept.Since
        )
        {
            Until = now + Soonest(ledger, kept, now),
        };

    /// <summary>
    /// About how long until it can have been let in: as many builds as are before it, for each that the party may have at a time.
    /// </summary>
    private static TimeSpan Soonest(LaneLedger ledger, Outsider kept, DateTimeOffset now)
    {
        var build = ledger.Learnt.Timed == 0 ? Usual : ledger.Learnt.BuildTimeAt(now);
        var wait = build * Math.Ceiling((double)kept.Place / Math.Max(1, kept.Limit));
        return kept.By is OutsideBy.CiMinutes or OutsideBy.Pressure || kept.Limit == 0 || wait > Longest ? Longest
            : wait < Shortest ? Shortest
            : wait;
    }

    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The rest of its build; for those in none yet, one more after the last that runs.</summary>
    private static TimeSpan? Eta(LaneLedger ledger, int number, DateTimeOffset now)
    {
        if (ledger.Learnt.Timed == 0)
        {
            return null;
        }

        var learnt = ledger.Learnt;
        var own = ledger
            .Builds.Where(build => build.Content.Any(member => member.Number == number))
            .Select(build => Rest(build, learnt, now))
            .ToList();
        return own.Count > 0
            ? own.Min()
            : learnt.BuildTimeAt(now) + ledger.Builds.Select(build => Rest(build, learnt, now)).DefaultIfEmpty(TimeSpan.Zero).Max();
    }

    private static TimeSpan Rest(Build build, Estimates learnt, DateTimeOffset now) =>
        build.State switch
        {
            BuildState.Green => TimeSpan.Zero,
            BuildState.Running when build.Started is { } started => TimeSpan.FromTicks(
                Math.Max(0, (learnt.BuildTimeAt(started) - (now - started)).Ticks)
            ),
            _ => learnt.BuildTimeAt(now),
        };

    private static Place Of(LaneLedger ledger, InLine entry, int position)
    {
        var builds = ledger.Builds.Where(build => build.Content.Any(member => member.Number == entry.Number)).ToList();
        var build =
            builds.Find(build => build.State == BuildState.Green)
            ?? builds.Find(build => build.State == BuildState.Running)
            ?? builds.FirstOrDefault();
        var place = new Place(
            entry.Number,
            entry.Ticket,
            PullState.Queued,
            Code.Queued,
            position,
            build?.Id,
            null,
            [],
            null,
            null,
            [],
            entry.Since
        );
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

        if (ledger.Driven.FirstOrDefault(pull => pull.Number == entry.Number) is { Entered: true, Out: null } driven)
        {
            return driven.Waits
                ? place with
                {
                    Because = NativeWords.Waits(driven.Ahead),
                }
                : place with
                {
                    State = PullState.Testing,
                    Code = Code.Testing,
                    Since = driven.Moved ?? driven.Since,
                };
        }

        if (build is not { State: BuildState.Running } && ledger.Ci is { } silent)
        {
            return place with
            {
                State = PullState.Waiting,
                Code = Code.BreakerOpen,
                Because = QueueWords.NotBuilt(BreakerWords.Keeps(silent)),
            };
        }

        if (ledger.Remade.Contains(entry.Number))
        {
            return place with { State = PullState.Waiting, Code = Code.BaseChanged, Because = QueueWords.Remade() };
        }

        if (
            build is not { State: BuildState.Running }
            && ledger.Frozen.FirstOrDefault(window => window.Pulls.Contains(entry.Number)) is { } freeze
        )
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
                ? place with
                {
                    With = block.Behind,
                    Because = QueueWords.MayLandFirst(block.Behind, block.Paths),
                }
            : entry.After.Count > 0 ? place with { With = entry.After, Because = QueueWords.Follows(entry.After) }
            : place;
    }
}
