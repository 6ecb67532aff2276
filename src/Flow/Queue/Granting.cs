namespace Sluice.Flow.Queue;

/// <summary>
/// How all lanes of an installation share its slots: by weight, and by how long the oldest in each has waited. Who needs none lends them;
/// what runs is stopped for nobody.
/// </summary>
public static class Granting
{
    /// <summary>A lane counts as much again for each such time that its oldest has waited: so the lightest gets its turn.</summary>
    private static readonly TimeSpan Ripening = TimeSpan.FromMinutes(30);

    /// <summary>How many builds a lane may have in flight: 0 where others have them all.</summary>
    /// <param name="slots">Of the installation.</param>
    /// <param name="own">The lane as it stands now.</param>
    public static int Slots(int slots, RivalLane own, Row<RivalLane> others, DateTimeOffset now)
    {
        // Each at first as if nothing ran: that is what it is entitled to. Then what is free now goes to those that have less, in the same
        // order.
        var lanes = others.Append(own).OrderBy(lane => lane.Repo).ThenBy(lane => lane.Base, StringComparer.Ordinal).ToList();
        var mine = lanes.IndexOf(own);
        var entitled = Shared(slots, lanes, lanes.ConvertAll(_ => 0), lanes.ConvertAll(lane => lane.Claim.Wanted), now);
        var free = Math.Max(0, slots - lanes.Sum(lane => lane.Building));
        return Shared(free, lanes, lanes.ConvertAll(lane => lane.Building), entitled, now)[mine];
    }

    private static List<int> Shared(int seats, List<RivalLane> lanes, List<int> has, List<int> most, DateTimeOffset now)
    {
        var given = has.ToList();
        for (; seats > 0; seats--)
        {
            var next = -1;
            for (var lane = 0; lane < lanes.Count; lane++)
            {
                if (given[lane] < most[lane] && (next < 0 || Pull(lanes[lane], given[lane], now) > Pull(lanes[next], given[next], now)))
                {
                    next = lane;
                }
            }

            if (next < 0)
            {
                break;
            }

            given[next]++;
        }

        return given;
    }

    private static double Pull(RivalLane lane, int has, DateTimeOffset now) =>
        lane.Claim.Weight * (1 + (lane.Claim.Oldest is { } since && since < now ? (now - since) / Ripening : 0)) / (has + 1);

    /// <summary>The lane's own claim as it is seen now.</summary>
    internal static RivalLane Of(Draft draft, int slots) =>
        new(
            draft.Seen.Repo.Id,
            draft.Seen.Base,
            Building(draft),
            new SlotClaim(
                draft.Seen.Policy.Queue.Weight,
                Math.Min(slots, draft.Alive.Count()),
                draft.Alive.Select(entry => (DateTimeOffset?)entry.Since).DefaultIfEmpty().Min()
            )
        );

    /// <summary>What others are to know: a lane that left a slot of its own unused, or plans nothing, wants no more than it has.</summary>
    internal static void Note(Draft draft)
    {
        var building = Building(draft);
        var claim = Of(draft, Math.Max(1, draft.Seen.Policy.Queue.Slots)).Claim;
        draft.Ledger = draft.Ledger with
        {
            Claim =
                draft.Seen.InstallationSlots is null ? null
                : draft.Granted is { } granted && building >= granted ? claim
                : claim with { Wanted = building },
        };
    }

    private static int Building(Draft draft) => draft.Ledger.Builds.Count(build => build.State != BuildState.Green);
}

/// <summary>What a lane asks of the slots of its installation.</summary>
/// <param name="Wanted">Builds that it would have in flight, if it had all.</param>
/// <param name="Oldest">Since when the first in it waits; null: nobody does.</param>
public sealed record SlotClaim(int Weight, int Wanted, DateTimeOffset? Oldest);

/// <summary>A lane among all of an installation.</summary>
/// <param name="Building">Its builds that are ordered or run.</param>
public sealed record RivalLane(long Repo, string Base, int Building, SlotClaim Claim);
