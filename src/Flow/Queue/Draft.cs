using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>A lane's next ledger in the making.</summary>
internal sealed class Draft(LaneSeen seen)
{
    private (Row<Outcome> Outcomes, Row<Outsider> Outside, Roster Roster)? _alive;

    public LaneSeen Seen { get; } = seen;

    public LaneLedger Ledger { get; set; } = seen.Ledger;

    public Overlaps Overlaps { get; } = new(seen.Policy.Queue.Barrier);

    public List<JournalLine> Journal { get; } = [];

    /// <summary>Builds that turned out red in this turn: no branch of theirs is dropped yet.</summary>
    public List<(Build Build, Row<Check> Checks)> Failed { get; } = [];

    public DateTimeOffset? WakeAt { get; private set; }

    /// <summary>Builds that may be in flight at once; null: nothing was planned in this turn.</summary>
    public int? Granted { get; set; }

    /// <summary>Nothing stands against landing as such; single pulls may be frozen.</summary>
    public bool MayLand => Ledger.Pause is null;

    /// <summary>Of machines, while people wait.</summary>
    public double Share => Seen.Policy.Flow.Agents.Share;

    /// <summary>
    /// The entries that are let in, whose ticket has not ended and whose head stands where it was admitted; in order of service.
    /// </summary>
    public IEnumerable<Entry> Alive => Known().Order;

    public Entry? Find(int number) => Known().Find(number);

    public bool IsAlive(int number, Sha head) => Find(number)?.Head == head;

    public BuildSeen? Look(Build build) => Seen.Builds.FirstOrDefault(known => known.Id == build.Id);

    public void Put(Build build) =>
        Ledger = Ledger with { Builds = Ledger.Builds.Select(known => known.Id == build.Id ? build : known).ToRow() };

    public void Wake(DateTimeOffset at) => WakeAt = WakeAt is { } earlier && earlier < at ? earlier : at;

    public void Say(string kind, string says, IEnumerable<int> pulls, string? data = null) =>
        Journal.Add(new JournalLine(kind, says, pulls.Distinct().Order().ToRow(), data));

    /// <summary>Takes a build out, and those stacked on it that are not composed and never can be.</summary>
    public void End(Build build)
    {
        Ledger = Ledger with
        {
            Builds = Ledger.Builds.Where(known => known.Id != build.Id).ToRow(),
            Ended = Ledger.Ended.Add(
                new EndedBuild(
                    build.Id,
                    CandidateBranch.Of(Seen.Base, build.Id),
                    build.Candidate,
                    build.State == BuildState.Running,
                    Seen.Now
                )
            ),
        };
        var orphans = Ledger
            .Builds.Where(known => known.State == BuildState.Ordered && known.Onto is null && known.Parent == build.Id)
            .ToList();
        foreach (var orphan in orphans)
        {
            End(orphan);
        }
    }

    /// <summary>Ends a pull's ticket, and all that the lane remembers of the pull.</summary>
    public void Settle(Outcome outcome)
    {
        Ledger = Ledger with { Outcomes = Ledger.Outcomes.Add(outcome), Idle = 0 };
        Forget(outcome.Number);
    }

    public void Eject(
        Entry entry,
        Code code,
        string because,
        string? batch = null,
        Row<Check>? checks = null,
        double? confidence = null,
        Row<MetPull>? with = null
    )
    {
        Settle(
            new Outcome(
                entry.Number,
                entry.Ticket,
                entry.Head,
                PullState.Ejected,
                code,
                batch,
                null,
                checks ?? [],
                confidence,
                because,
                (with ?? []).Select(met => met.Number).ToRow(),
                Seen.Now
            )
            {
                Fails = entry.Fails,
                Met = with ?? [],
            }
        );
        Say("ejected", QueueWords.Out(entry.Number, because), [entry.Number, .. (with ?? []).Select(met => met.Number)]);
    }

    /// <summary>Removes every trace of a pull but for its outcome: builds that hold it, and red sets that it explains.</summary>
    public void Forget(int number)
    {
        foreach (var build in Ledger.Builds.Where(build => build.Content.Any(member => member.Number == number)).ToList())
        {
            if (Ledger.Builds.Contains(build))
            {
                End(build);
            }
        }

        Ledger = Ledger with
        {
            Reds = Ledger.Reds.Where(red => red.Suspects.All(member => member.Number != number)).ToRow(),
            Proven = Ledger.Proven.Where(pull => pull.Number != number).ToRow(),
            Troubles = Ledger.Troubles.Where(pull => pull.Number != number).ToRow(),
            Blocks = Ledger.Blocks.Where(pull => pull.Number != number).ToRow(),
            Remade = Ledger.Remade.Where(pull => pull != number).ToRow(),
        };
    }

    private Roster Known()
    {
        if (_alive is { } known && ReferenceEquals(known.Outcomes, Ledger.Outcomes) && ReferenceEquals(known.Outside, Ledger.Outside))
        {
            return known.Roster;
        }

        var kept = new SortedSet<int>(Ledger.Outside.Select(pull => pull.Number));
        var fairness = Ledger.Fairness;
        var roster = new Roster(
            Regulating.Wanting(Seen, Ledger).Where(entry => !kept.Contains(entry.Number)),
            alive => Stacking.InOrder(Order.Of(alive, Seen.Now, Seen.Policy.Queue.MaxWait, fairness, Share))
        );
        _alive = (Ledger.Outcomes, Ledger.Outside, roster);
        return roster;
    }
}
