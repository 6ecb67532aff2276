using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Drives one lane by hand: what git and CI say is put in, turns are taken, moves come out.</summary>
internal sealed class Lane
{
    private readonly SortedDictionary<string, BuildSeen> _builds = new(StringComparer.Ordinal);

    public Lane(params Entry[] entries) =>
        Seen = new LaneSeen
        {
            Now = Values.Noon.AddHours(1),
            Repo = Values.Shop,
            Base = "main",
            Head = Values.Sha("base"),
            HeadTree = Values.Sha("base tree"),
            Policy = Policy.Default,
            Rules = BranchRules.None with { Names = [new RequiredCheck("ci/test", null)] },
            Ledger = LaneLedger.New,
            Entries = entries.ToRow(),
        };

    public LaneSeen Seen { get; set; }

    public LaneLedger Ledger => Seen.Ledger;

    public Plan<LaneLedger, LaneMove> Plan { get; private set; } = new(LaneLedger.New, [], null, []);

    public Build Only => Assert.Single(Ledger.Builds);

    public Outcome Outcome(int number) => Assert.Single(Ledger.Outcomes, outcome => outcome.Number == number);

    public Place Place(int number) => LaneWords.Of(Ledger, number, Seen.Now)!;

    public Lane With(Func<QueuePolicy, QueuePolicy> change)
    {
        Seen = Seen with { Policy = Seen.Policy with { Queue = change(Seen.Policy.Queue) } };
        return this;
    }

    public Lane Turn(Func<LaneSeen, LaneSeen>? change = null)
    {
        Seen = (change ?? (seen => seen))(Seen) with { Builds = _builds.Values.ToRow() };
        Plan = LaneDecider.Decide(Seen);
        Seen = Seen with { Ledger = Plan.Next };
        return this;
    }

    public Lane After(TimeSpan span) => Turn(seen => seen with { Now = seen.Now + span });

    /// <summary>Everything ordered is composed without a conflict.</summary>
    public Lane Compose()
    {
        Turn();
        while (Plan.Moves.OfType<LaneMove.Compose>().ToList() is { Count: > 0 } orders)
        {
            foreach (var order in orders)
            {
                Compose(order.Build, []);
            }

            Turn();
        }

        return this;
    }

    /// <summary>One order is composed; who conflicts is left out.</summary>
    public Lane Compose(string build, Row<Conflict> conflicts, string? refused = null)
    {
        var order = Ledger.Builds.First(known => known.Id == build);
        var included = order
            .Members.Select(member => member.Number)
            .Where(number => conflicts.All(conflict => conflict.Number != number))
            .ToRow();
        var merges = included.Select(number => new MergedAs(number, Values.Sha($"{build} merges {number}"))).ToRow();
        var candidate = refused is not null || included.Count == 0 ? null : merges[^1].Commit as Sha?;
        _builds[build] = new BuildSeen(
            build,
            new Composition(build, candidate, candidate is null ? null : Values.Sha($"{build} tree"), included, conflicts, refused)
            {
                Merges = merges,
            },
            []
        );
        return this;
    }

    public Lane Check(Build build, CheckState state, string name = "ci/test")
    {
        _builds[build.Id] = _builds[build.Id] with { Checks = [Values.Check(name, state)] };
        return this;
    }

    /// <summary>What CI says of the only build.</summary>
    public Lane Check(params Check[] checks)
    {
        _builds[Only.Id] = _builds[Only.Id] with { Checks = checks.ToRow() };
        return this;
    }

    /// <summary>Where the checks of a build say that they failed.</summary>
    public Lane Note(Build build, params string[] paths)
    {
        _builds[build.Id] = _builds[build.Id] with { Notes = paths.Select(path => new CheckNote(1, path, null)).ToRow() };
        return this;
    }

    /// <summary>GitHub would not run its failed jobs again.</summary>
    public Lane Refuse(string build, string words)
    {
        _builds[build] = _builds[build] with { RerunRefused = words };
        return this;
    }

    public Lane CheckAll(CheckState state)
    {
        foreach (var build in Ledger.Builds)
        {
            Check(build, state);
        }

        return Turn();
    }

    /// <summary>The base takes the landing that was decided.</summary>
    public Lane Land()
    {
        var landing = Ledger.Landing!;
        return Turn(seen => seen with { Head = landing.Candidate, HeadTree = landing.Tree });
    }
}
