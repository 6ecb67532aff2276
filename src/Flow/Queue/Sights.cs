namespace Sluice.Flow.Queue;

/// <summary>From a lane as the decider sees it to a sight as the scheduler does.</summary>
public static class Sights
{
    /// <summary>P(two pulls fail together though each passes), before anything is learnt: measured on open source.</summary>
    public const double PairRate = 3e-4;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    internal static Sight Of(Draft draft)
    {
        var policy = draft.Seen.Policy.Queue;
        var learnt = draft.Ledger.Learnt;
        var entries = draft.Alive.ToList();
        var away = Freezing.WhoGivesWay(draft);
        var known = new Known(draft.Ledger);
        var pulls = entries.ConvertAll(entry => Pull(draft, entry, away, known));
        Cycles.Break(pulls);
        CiHealth.Try(draft.Ledger, pulls);
        LetPeopleGoFirst(draft, entries, pulls);
        Places.Put(draft, entries, pulls);
        var slots = Slots(draft, entries.Count);
        if (slots == 0)
        {
            // Others of the installation have them all. Nothing of this lane is in flight, and nothing begins.
            pulls = pulls.ConvertAll(pull => pull with { Parked = true });
        }

        return new Sight
        {
            Now = draft.Seen.Now,
            Pulls = pulls.ToRow(),
            Reds = draft.Ledger.Reds.Select(red => Seen(red)).ToRow(),
            Flights = draft.Ledger.Builds.Select(build => Flight(draft, build, away)).ToRow(),
            Floor = draft.Ledger.Landing?.Build,
            MayLand = draft.MayLand && !Freezing.IsTotal(draft) && draft.Ledger.Landing is null && draft.Ledger.Restores.Count == 0,
            Stalled = IsStalled(draft),
            Slots = Math.Max(1, slots),
            BatchMax = Math.Max(1, policy.BatchMax),
            BatchWait = policy.BatchWait,
            Retries = policy.Retries,
            MaxWait = policy.MaxWait,
            Flake = learnt.FlakeRate,
            Harshness = learnt.Harshness,
            PairRate = learnt.PairRate,
            NearRate = learnt.PairRateOf(Overlap.File),
            BuildTime = learnt.BuildTimeAt(draft.Seen.Now),
            Knobs = Knobs.Of(policy.Preset),
        };
    }

    /// <summary>
    /// No slot goes to a machine's pull that stands behind the last person of whose pull nothing was built yet and could be now. Between
    /// people machines have the places that their share gives them.
    /// </summary>
    private static void LetPeopleGoFirst(Draft draft, List<Entry> entries, List<Waiting> pulls)
    {
        var begun = Regulating.UnderWay(draft.Ledger);
        var last = -1;
        for (var place = 0; place < entries.Count; place++)
        {
            last = !entries[place].IsMachine && !begun.Contains(pulls[place].Number) && !pulls[place].Parked ? place : last;
        }

        for (var place = last + 1; place < entries.Count && last >= 0 && draft.Share < 1; place++)
        {
            pulls[place] =
                entries[place].IsMachine && !begun.Contains(pulls[place].Number) ? pulls[place] with { Parked = true } : pulls[place];
        }
    }

    /// <summary>Nobody rings when another lane's build ends: a lane that could use its slots looks again by itself.</summary>
    private static int Slots(Draft draft, int waiting)
    {
        var all = Math.Max(1, draft.Seen.Policy.Queue.Slots);
        var slots = draft.Ledger.Ci is null ? Sharing.Slots(all, waiting, draft.Seen.OtherLanes) : 1;
        if (draft.Seen.InstallationSlots is { } limit)
        {
            slots = Granting.Slots(limit, Granting.Of(draft, slots), draft.Seen.Rivals, draft.Seen.Now);
        }

        draft.Granted = slots;
        if (slots < all && waiting > 0)
        {
            draft.Wake(draft.Seen.Now + Again);
        }

        return slots;
    }

    internal static bool IsStalled(Draft draft) =>
        draft.MayLand && !Freezing.IsTotal(draft) && Watchdog.Bites(draft.Ledger.Idle, draft.Seen.Policy.Queue.Slots);

    internal static Proof? Proof(Draft draft, int number) =>
        draft.Ledger.Proven.FirstOrDefault(pull => pull.Number == number) is { } proven ? new Proof(proven.Landings, proven.Doubted) : null;

    private static Waiting Pull(Draft draft, Entry entry, SortedSet<int> away, Known known)
    {
        var trouble = known.Troubles.GetValueOrDefault(entry.Number);
        // In company the first red build would put one out again that failed before, whoever was to blame for it.
        var proven = known.Proven.GetValueOrDefault(entry.Number);
        var alone = BaseHealth.IsTriedAlone(draft.Ledger) || (entry.Returned && proven is null);
        return new Waiting(entry.Number, entry.Fails, entry.Since)
        {
            Urgent = Order.IsUrgent(entry),
            MaxBatch = Math.Min(
                alone || entry.Alone || Keeping.IsAlone(draft, entry) || !Ways.IsShared(draft, entry) ? 1 : int.MaxValue,
                trouble?.MaxBatch ?? int.MaxValue
            ),
            Bare = alone || trouble is { MaxBatch: 1 },
            Parked =
                away.Contains(entry.Number)
                || Stacking.Waits(draft, entry).Count > 0
                || BaseHealth.IsParked(draft.Ledger, entry.Number)
                || CiHealth.Stops(draft.Ledger),
            Behind = known.Blocks.TryGetValue(entry.Number, out var block)
                ? block.Behind.Where(ahead => !away.Contains(ahead)).ToRow()
                : [],
            Overtaken = known.Overtaken.TryGetValue(entry.Number, out var line) && line.Ticket == entry.Ticket ? line.Overtaken : null,
            Proof = proven is null ? null : new Proof(proven.Landings, proven.Doubted),
            PairRate = proven is null ? null : PairRateOf(draft, proven),
        };
    }

    private static double? PairRateOf(Draft draft, ProvenPull proven) =>
        proven.Since.Count > 0 ? proven.Since.Average(met => draft.Ledger.Learnt.PairRateOf(met.Overlap)) : null;

    private static Observation Seen(RedSet red) =>
        new(red.Suspects.Select(member => member.Number).Order().ToRow(), red.Times) { Excuse = red.Excuse, Pointed = red.Pointed };

    private static Flight Flight(Draft draft, Build build, SortedSet<int> away) =>
        new(
            build.Id,
            build.Kind,
            build.Members.Select(member => member.Number).ToRow(),
            build.Content.Select(member => member.Number).ToRow(),
            build.Below,
            build.State == BuildState.Green,
            build.Root == draft.Seen.Head && !build.Content.Any(member => away.Contains(member.Number)),
            build.State != BuildState.Ordered,
            build.Started,
            build.Odds
        )
        {
            Lands = Ways.IsOpen(draft, build) && Stacking.IsOrdered(draft, build.Content),
        };

    /// <summary>What the ledger says of single pulls, by number: asked once for each of thousands.</summary>
    private sealed class Known(LaneLedger ledger)
    {
        public SortedDictionary<int, ProvenPull> Proven { get; } = First(ledger.Proven, pull => pull.Number);

        public SortedDictionary<int, Trouble> Troubles { get; } = First(ledger.Troubles, pull => pull.Number);

        public SortedDictionary<int, Block> Blocks { get; } = First(ledger.Blocks, pull => pull.Number);

        public SortedDictionary<int, InLine> Overtaken { get; } = Overtaking.Known(ledger.Line);

        private static SortedDictionary<int, T> First<T>(Row<T> all, Func<T, int> number)
        {
            var first = new SortedDictionary<int, T>();
            foreach (var one in all)
            {
                first.TryAdd(number(one), one);
            }

            return first;
        }
    }
}
