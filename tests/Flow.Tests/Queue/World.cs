using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Git, CI and the pulls' own turns, in virtual time; the lane's decider is the shipped one.</summary>
internal sealed class World
{
    private readonly Dice _dice;
    private readonly Weather _weather;
    private readonly SortedDictionary<string, Commit> _commits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Composition> _compositions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _branches = new(StringComparer.Ordinal);
    private readonly List<(DateTimeOffset At, int Number)> _arrivals = [];
    private int _outside;
    private IssueSeen? _issue;

    public World(ulong seed, Weather weather)
    {
        _dice = new Dice(seed);
        _weather = weather;
        Head = Put(new Commit([], 0, null));
        var at = Values.Noon;
        for (var number = 1; number <= weather.Pulls; number++)
        {
            at += TimeSpan.FromMinutes(-Math.Log(1 - _dice.Roll()) * weather.Gap);
            var bad = _dice.Falls(weather.Bad);
            Pulls.Add(new Pull(number, bad, bad ? 0.05 + (0.4 * _dice.Roll()) : 0.01 + (0.12 * _dice.Roll())));
            _arrivals.Add((at, number));
        }

        Pairs = Choose(weather.Pairs, pair => !Pulls[pair.One - 1].Bad && !Pulls[pair.Other - 1].Bad);
        Conflicts = Choose(weather.Conflicts, pair => !Pairs.Contains(pair));
    }

    public List<Pull> Pulls { get; } = [];

    public SortedSet<(int One, int Other)> Pairs { get; }

    public SortedSet<(int One, int Other)> Conflicts { get; }

    public Sha Head { get; private set; }

    public DateTimeOffset Now { get; private set; } = Values.Noon;

    public LaneLedger Ledger { get; private set; } = LaneLedger.New;

    public int Turns { get; private set; }

    public int BuildsRun => _runs.Count;

    public List<JournalLine> Journal { get; } = [];

    public bool IsOver => _arrivals.Count == 0 && Pulls.TrueForAll(pull => pull.Ended is not null);

    public IEnumerable<int> OnBase => Of(Head).Content;

    /// <summary>One turn at the next time at which anything happens.</summary>
    public Plan<LaneLedger, LaneMove> Turn()
    {
        Turns++;
        Arrive();
        var seen = Look();
        var plan = LaneDecider.Decide(seen);
        Rules.Check(this, seen, plan);
        Ledger = plan.Next;
        Journal.AddRange(plan.Journal);
        foreach (var move in plan.Moves.Where(_ => !_dice.Falls(_weather.LostMoves)))
        {
            Make(move);
        }

        TakeOutcomes();
        Disturb();
        Advance(plan);
        return plan;
    }

    public Commit Of(Sha sha) => _commits[sha.Hex];

    public bool Passes(Commit commit) =>
        !commit.Content.Any(number => Pulls[number - 1].Bad)
        && !Pairs.Any(pair => commit.Content.Contains(pair.One) && commit.Content.Contains(pair.Other));

    public bool WentGreen(Sha candidate) =>
        _runs.TryGetValue(candidate.Hex, out var run) && run.Result == CheckState.Success && run.Ends <= Now;

    public LaneSeen Look() =>
        new()
        {
            Now = Now,
            Repo = Values.Shop,
            Base = "main",
            Head = Head,
            HeadTree = Of(Head).Tree,
            Policy = Sluice.Flow.Policies.Policy.Default with { Queue = _weather.Policy },
            Rules = BranchRules.None,
            Ledger = Ledger,
            Entries = Pulls.Where(pull => pull.Ticket > pull.Settled).Select(pull => pull.Entry()).ToRow(),
            Builds = Ledger
                .Builds.Select(build => new BuildSeen(build.Id, _compositions.GetValueOrDefault(build.Id), Checks(build)))
                .ToRow(),
            HeadDescends = Ledger.Head is not { } known || Descends(Head, known),
            LandingContained =
                Ledger.Landing is { } landing && _commits.ContainsKey(landing.Candidate.Hex) && Descends(Head, landing.Candidate),
            Gone = Ledger.Ended.Where(build => !_branches.Contains(build.Branch)).Select(build => build.Id).ToRow(),
            CiIssue = _issue,
            Settled = Ledger
                .Outcomes.Where(outcome => Pulls[outcome.Number - 1].Settled >= outcome.Ticket)
                .Select(outcome => new SettledTicket(outcome.Number, Pulls[outcome.Number - 1].Settled))
                .ToRow(),
        };

    private Row<Check> Checks(Build build) =>
        build.Candidate is { } candidate && _runs.TryGetValue(candidate.Hex, out var run)
            ?
            [
                Values.Check("ci/test", run.Ends <= Now ? run.Result : CheckState.Running) with
                {
                    Completed = run.Ends <= Now ? run.Ends : null,
                },
            ]
            : [];

    private void Make(LaneMove move) =>
        move.Match(
            compose =>
            {
                Compose(compose);
                return true;
            },
            cancel => _branches.Remove(cancel.Branch),
            land =>
            {
                Assert.True(Head == land.Candidate || Head == land.Expected || _weather.Outside > 0);
                Head = Head == land.Expected ? land.Candidate : Head;
                return true;
            },
            drop => _branches.Remove(drop.Branch),
            rerun => throw new InvalidOperationException($"this CI cannot run {rerun.Build} again"),
            merge => throw new InvalidOperationException($"#{merge.Number} is not merged by method here"),
            head => throw new InvalidOperationException($"nothing is squashed here, so the head of #{head.Number} stays"),
            issue =>
            {
                _issue = new IssueSeen(issue.Kind, 1, issue.Body, issue.Open);
                return true;
            },
            aim => throw new InvalidOperationException($"#{aim.Number} is aimed at the lane"),
            enqueue => throw new InvalidOperationException($"#{enqueue.Number} goes into no queue of GitHub's"),
            dequeue => throw new InvalidOperationException($"#{dequeue.Number} is in no queue of GitHub's")
        );

    private void Compose(LaneMove.Compose move)
    {
        if (_compositions.ContainsKey(move.Build))
        {
            return;
        }

        var onto = Of(move.Onto);
        var included = new List<int>();
        var conflicts = new List<Conflict>();
        var merges = new List<MergedAs>();
        var tip = move.Onto;
        foreach (var member in move.Members)
        {
            var with = included.Find(other => Conflicts.Contains(Pair(member.Number, other)));
            if (with != 0 || onto.Content.Any(other => Conflicts.Contains(Pair(member.Number, other))))
            {
                conflicts.Add(new Conflict(member.Number, with == 0 ? null : with, ["src/list.txt"]));
                continue;
            }

            included.Add(member.Number);
            tip = Put(
                new Commit([.. Of(tip).Content, member.Number], onto.Outside, tip) { Salt = $"{move.Attempt} {move.At:O} {member.Head}" }
            );
            merges.Add(new MergedAs(member.Number, tip));
        }

        _compositions[move.Build] =
            included.Count == 0
                ? new Composition(move.Build, null, null, [], conflicts.ToRow())
                : new Composition(move.Build, tip, Of(tip).Tree, included.ToRow(), conflicts.ToRow()) { Merges = merges.ToRow() };
        if (included.Count > 0)
        {
            _branches.Add(move.Branch);
            var result =
                _dice.Falls(_weather.NoVerdict) ? CheckState.Cancelled
                : Passes(Of(tip)) && !_dice.Falls(_weather.Flakes) ? CheckState.Success
                : CheckState.Failure;
            Assert.True(
                _runs.TryAdd(tip.Hex, new Run(Now + TimeSpan.FromMinutes(7 + (6 * _dice.Roll())), result)),
                "no candidate is built twice"
            );
        }
    }

    private void TakeOutcomes()
    {
        foreach (var outcome in Ledger.Outcomes)
        {
            var pull = Pulls[outcome.Number - 1];
            if (outcome.Ticket == pull.Ticket && pull.Settled < pull.Ticket)
            {
                pull.Settled = outcome.Ticket;
                pull.Ended = outcome;
            }
        }
    }

    private void Disturb()
    {
        if (_dice.Falls(_weather.Outside))
        {
            Head = Put(new Commit(Of(Head).Content, ++_outside, Head));
        }

        foreach (var pull in Pulls.Where(pull => pull.Ticket > pull.Settled))
        {
            if (pull.CurrentVersion > pull.Version)
            {
                pull.Version = pull.CurrentVersion;
                pull.Ticket++;
            }
            else if (_dice.Falls(_weather.HeadMoves))
            {
                pull.CurrentVersion++;
            }
        }
    }

    private void Arrive()
    {
        foreach (var (_, number) in _arrivals.Where(arrival => arrival.At <= Now))
        {
            Pulls[number - 1].Ticket = 1;
            Pulls[number - 1].Since = Now;
        }

        _arrivals.RemoveAll(arrival => arrival.At <= Now);
    }

    private void Advance(Plan<LaneLedger, LaneMove> plan)
    {
        var next = _runs
            .Values.Select(run => run.Ends)
            .Concat(_arrivals.Select(arrival => arrival.At))
            .Where(at => at > Now)
            .Append(plan.WakeAt is { } wake && wake > Now ? wake : Now + TimeSpan.FromMinutes(10))
            .Min();
        Now = next - Now > TimeSpan.FromSeconds(15) && plan.Moves.Count > 0 ? Now + TimeSpan.FromSeconds(15) : next;
    }

    private Sha Put(Commit commit)
    {
        _commits[commit.Sha.Hex] = commit;
        return commit.Sha;
    }

    public bool Descends(Sha head, Sha ancestor)
    {
        for (Sha? at = head; at is { } sha; at = Of(sha).Parent)
        {
            if (sha == ancestor)
            {
                return true;
            }
        }

        return false;
    }

    private SortedSet<(int One, int Other)> Choose(double rate, Func<(int One, int Other), bool> allowed)
    {
        var chosen = new SortedSet<(int One, int Other)>();
        for (var one = 1; one <= Pulls.Count; one++)
        {
            for (var other = one + 1; other <= Pulls.Count; other++)
            {
                if (_dice.Falls(rate) && allowed((one, other)))
                {
                    chosen.Add((one, other));
                }
            }
        }

        return chosen;
    }

    public static (int One, int Other) Pair(int one, int other) => (Math.Min(one, other), Math.Max(one, other));

    private sealed record Run(DateTimeOffset Ends, CheckState Result);
}
