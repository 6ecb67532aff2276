using System.Diagnostics;
using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Sim.Queues;

namespace Sluice.Bench.Queues;

/// <summary>
/// What one plan costs with so many pulls waiting, all of them shown: the scheduler by itself, and the whole turn of a lane around it.
/// </summary>
internal static class Growth
{
    /// <summary>Builds that ended before the first plan is timed: by then there are red sets, proven pulls and full slots.</summary>
    private const int Warm = 40;

    private const int Timed = 60;

    private static readonly Repository Repo = new(1, "acme", "shop", 1, false, "main");

    public static void Run(IEnumerable<int> sizes, int slots)
    {
        Console.WriteLine(
            "| pulls waiting | red sets | builds | plan, ms of a processor: median | most | by the clock: median | whole turn of the lane, ms of a processor: median | most | by the clock: median |"
        );
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var size in sizes)
        {
            var sights = Sample(size, slots, Timed);
            _ =
                sights.Select(Scheduler.Plan).Count(plan => plan.Land is null)
                + sights.Count(sight => LaneDecider.Decide(Seen(sight)).Moves.Count < 0); // compiled by then
            var plans = new Times(sights.Select(sight => Time(() => Scheduler.Plan(sight))));
            var turns = new Times(sights.Select(sight => Seen(sight)).Select(seen => Time(() => LaneDecider.Decide(seen))));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {size:#,0} | {sights.Average(sight => sight.Reds.Count):0} | {sights.Average(sight => sight.Flights.Count):0} | {plans} | {turns} |"
                )
            );
        }
    }

    /// <summary>What was made before it is swept up before it, not by it.</summary>
    private static (double Processor, double Clock) Time<T>(Func<T> what)
    {
        GC.Collect();
        var (before, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        what();
        return ((Environment.CpuUsage.TotalTime - before).TotalMilliseconds, watch.Elapsed.TotalMilliseconds);
    }

    private sealed class Times(IEnumerable<(double Processor, double Clock)> times)
    {
        private readonly List<(double Processor, double Clock)> _times = [.. times];

        public override string ToString()
        {
            var processor = _times.Select(time => time.Processor).Order().ToList();
            var clock = _times.Select(time => time.Clock).Order().ToList();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{processor[processor.Count / 2]:0.00} | {processor[^1]:0.00} | {clock[clock.Count / 2]:0.00}"
            );
        }
    }

    /// <summary>Sights of a queue that so many pulls joined at once.</summary>
    private static List<Sight> Sample(int pulls, int slots, int count)
    {
        var cell = new Cell("growth", "all at once", slots, 1) { Pulls = pulls };
        var sights = new List<Sight>();
        var made = Workload.Make(cell, 7);
        Course.Run(
            made with
            {
                Changes = made.Changes.Select(change => change with { Arrival = 0 }).ToRow(),
            },
            cell.Terms(7),
            Entrants.Ours,
            mainline => new Watched(
                new Shipped(mainline, new QueuePolicy { Slots = slots }, reach: int.MaxValue),
                sights,
                Math.Min(Warm, pulls / 10),
                count
            )
        );
        return sights;
    }

    /// <summary>The same as a lane sees it, with a verdict on its oldest build.</summary>
    private static LaneSeen Seen(Sight sight)
    {
        var head = new Sha(new string('a', 40));
        Member Member(int number) => new(number, new Sha(number.ToString("x40", CultureInfo.InvariantCulture)), "Work", "ada");
        var builds = sight
            .Flights.Select(
                (flight, i) =>
                    new Build(
                        flight.Id,
                        flight.Below.Count > 0 ? flight.Below[^1] : null,
                        head,
                        flight.Members.Select(Member).ToRow(),
                        flight.Content.Select(Member).ToRow(),
                        flight.Kind,
                        i + 1,
                        flight.Green ? BuildState.Green : BuildState.Running,
                        flight.Started ?? sight.Now,
                        head,
                        head,
                        flight.Started
                    )
                    {
                        Root = flight.Fits ? head : new Sha(new string('b', 40)),
                        Below = flight.Below,
                        Odds = flight.Odds,
                    }
            )
            .ToList();
        var check = new Check("ci/test", 1, null, CheckState.Success, null, sight.Now, sight.Now);
        return new LaneSeen
        {
            Now = sight.Now,
            Repo = Repo,
            Base = "main",
            Head = head,
            HeadTree = head,
            Policy = Policy.Default with { Queue = new QueuePolicy { Slots = sight.Slots } },
            Rules = BranchRules.None with { Names = [new RequiredCheck("ci/test", null)] },
            Entries = sight
                .Pulls.Select(pull => new Entry(
                    pull.Number,
                    1,
                    Member(pull.Number).Head,
                    Member(pull.Number).Head,
                    Priority.Normal,
                    pull.Since,
                    pull.Fails,
                    Band.Low,
                    false,
                    OriginClass.None,
                    "ada",
                    "Work",
                    0
                ))
                .ToRow(),
            Ledger = LaneLedger.New with
            {
                Head = head,
                Builds = builds.ToRow(),
                Reds = sight
                    .Reds.Select(red => new RedSet(red.Suspects.Select(Member).ToRow(), red.Times, []) { Excuse = red.Excuse })
                    .ToRow(),
                Proven = sight
                    .Pulls.Where(pull => pull.Proof is not null)
                    .Select(pull => new ProvenPull(pull.Number, Member(pull.Number).Head, pull.Proof!.Landings, pull.Proof.Doubted))
                    .ToRow(),
            },
            Builds = builds.Take(1).Select(build => new BuildSeen(build.Id, null, [check])).ToRow(),
        };
    }

    private sealed class Watched(Shipped shipped, List<Sight> sights, int warm, int count) : IQueue
    {
        private int _ended;

        public void Enter(int pull) => shipped.Enter(pull);

        public void Finish(Run run)
        {
            _ended++;
            shipped.Finish(run);
        }

        public void Act()
        {
            if (sights.Count >= count)
            {
                return; // nothing starts any more, and so the course ends
            }

            if (_ended >= warm)
            {
                sights.Add(shipped.Look());
            }

            shipped.Act();
        }
    }
}
