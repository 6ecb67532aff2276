using System.Globalization;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>
/// A base, a deployer and a fleet with two tracks, in the test: what the decider asks for is done, and told with its next look.
/// </summary>
internal sealed class Fleet(ulong seed = 1, EnvironmentLedger? ledger = null)
{
    public static CanaryMetric Errors { get; } = new("errors", "prod", "c", "b", "ce", "be", Critical: true);

    private readonly Dice _dice = new(seed);
    private readonly DeploymentTable _deployments = new();
    private readonly Mainline _landed = new();
    private readonly List<Tick> _ticks = [];
    private int _reverts = 900;
    private RevertRefusal? _refused;

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public CanaryPolicy Policy { get; set; } = new() { Metrics = [Errors] };

    public EnvironmentLedger Ledger { get; private set; } = ledger ?? EnvironmentLedger.New;

    public List<JournalLine> Journal { get; } = [];

    public List<EnvironmentMove> Moves { get; } = [];

    public List<RevertPull> Reverts { get; } = [];

    /// <summary>What was taken back past the queue.</summary>
    public Undone? Undone { get; set; }

    /// <summary>Errors a minute over both tracks while all is well.</summary>
    public double ErrorsPerMinute { get; set; } = 40;

    /// <summary>How many times as bad a commit is; 1 for those not named.</summary>
    public SortedDictionary<Sha, double> Badness { get; } = [];

    /// <summary>How a deployment ends; null: nobody answers.</summary>
    public Func<EnvironmentMove.Deploy, DeploymentState?> Deployer { get; set; } = _ => DeploymentState.Success;

    /// <summary>GitHub's clock, which tells whole seconds, is so far behind ours.</summary>
    public TimeSpan Behind { get; init; }

    /// <summary>GitHub makes no deployments.</summary>
    public bool Withholds { get; set; }

    /// <summary>What GitHub would not do.</summary>
    public List<RefusedDeploy> Refusals { get; } = [];

    public ErrorBudget? Budget { get; set; }

    public DateTimeOffset? Resumed { get; set; }

    /// <summary>The issues of breakers.</summary>
    public SortedDictionary<BreakerKind, IssueSeen> Issues { get; } = [];

    public string? Trouble { get; set; }

    /// <summary>How the check of a metric that is one stands; null: nobody reported it.</summary>
    public CheckState? Check { get; set; }

    public string? RevertRefused { get; set; }

    public RefusalKind Refusal { get; set; }

    /// <summary>What the source tells of places; null: it has not answered yet.</summary>
    public Row<Symptom>? Symptoms { get; set; } = [];

    /// <summary>The files of each pull.</summary>
    public SortedDictionary<int, Row<string>> Paths => _landed.Paths;

    /// <summary>Pulls that carry the label against reverts by the bot.</summary>
    public Row<int> OptedOut { get; set; } = [];

    /// <summary>Pulls that do not apply to a part without another one.</summary>
    public SortedDictionary<int, int> BuildsOn { get; } = [];

    /// <summary>Branches of parts that exist.</summary>
    public SortedSet<string> Branches { get; } = new(StringComparer.Ordinal);

    public List<ComposedPart> Parts { get; } = [];

    public List<AskedAnswer> Answers { get; } = [];

    /// <summary>What people say of the canary, of one of its pulls.</summary>
    public List<CanaryOrder> Orders { get; } = [];

    /// <summary>What the baseline counts before a canary begins.</summary>
    public Row<MetricTraffic> Traffic { get; set; } = [];

    /// <summary>Most ticks that one look reads; newest first.</summary>
    public int PerLook { get; set; } = int.MaxValue;

    /// <summary>What happened; the receipts of verdicts stand beside it.</summary>
    public IEnumerable<string> Story => Journal.Select(line => line.Kind).Where(kind => kind != Receipts.Kind);

    public IEnumerable<EnvironmentMove.Deploy> Deploys => Moves.OfType<EnvironmentMove.Deploy>();

    public IEnumerable<EnvironmentMove.OpenRevert> Opened => Moves.OfType<EnvironmentMove.OpenRevert>();

    public static Sha Commit(int number) => new(number.ToString("x40", CultureInfo.InvariantCulture));

    /// <summary>One push with these pulls lands.</summary>
    public LandedPull[] Land(params int[] numbers) => Land(numbers, 0.05);

    public LandedPull[] Land(int[] numbers, double fails, Band band = Band.Low, Row<int>? reverts = null, bool defensive = false) =>
        _landed.Land(Now, numbers, fails, band, reverts ?? [], defensive);

    /// <summary>Something else is known of a pull that landed and is not taken in yet.</summary>
    public void Mark(int number, Func<LandedPull, LandedPull> mark) => _landed.Mark(number, mark);

    /// <summary>The risk model's chances, of what landed and is not taken in yet.</summary>
    public void Believe(Func<int, double> fails) => _landed.Believe(fails);

    /// <summary>Everything that the decider sees now.</summary>
    public EnvironmentSeen Seen() =>
        new()
        {
            Now = Now,
            Repo = new Repository(1, "acme", "shop", 1, false, "main"),
            Refusals = Refusals.ToRow(),
            Policy = Policy,
            Ledger = Ledger,
            Landed = _landed.After(Ledger.Cursor),
            Deployments = _deployments.Rows,
            Readings = Ledger.Canary is null ? [] : Policy.Metrics.Select(Told).ToRow(),
            Reverts = Reverts.ToRow(),
            Undone = Undone,
            RevertRefused = _refused,
            Symptoms = Symptoms,
            Composed = Parts.Find(part => part.Canary == Ledger.Canary?.Id),
            Asks = Orders.Select(order => new OrderSeen(order, _landed.Find(order.Pull))).ToRow(),
            Answers = [.. Answers, .. Reverts.Select(revert => new AskedAnswer(revert.Canary, revert.Number, null))],
            Gone = Ledger.Branches.Where(branch => !Branches.Contains(branch)).ToRow(),
            Orders = Orders.ToRow(),
            OptedOut = OptedOut,
            Traffic = Traffic,
            Budget = Budget,
            Resumed = Resumed,
            Issues = Issues.Values.ToRow(),
        };

    /// <summary>One turn: what is due is read, what is decided is done.</summary>
    public Plan<EnvironmentLedger, EnvironmentMove> Turn()
    {
        Read();
        var plan = EnvironmentDecider.Decide(Seen());
        Assert.Equal(plan, EnvironmentDecider.Decide(Seen()));
        Ledger = plan.Next;
        Journal.AddRange(plan.Journal);
        Moves.AddRange(plan.Moves);
        foreach (var move in plan.Moves)
        {
            _ = move.Match(Deploy, Close, Open, Compose, drop => Branches.Remove(drop.Branch), Reland, Put, Dispatch);
        }

        return plan;
    }

    /// <summary>Turns until nothing is left to wait for, or the time is over.</summary>
    public void Run(TimeSpan longest)
    {
        for (var end = Now + longest; Now < end; )
        {
            var plan = Turn();
            Now =
                plan.Moves.Count > 0 ? Now.AddSeconds(1)
                : plan.WakeAt is { } at && at < end ? at
                : end;
        }
    }

    /// <summary>Turns until something is so.</summary>
    public void RunUntil(Func<bool> holds)
    {
        for (var turns = 0; !holds(); turns++)
        {
            Assert.InRange(turns, 0, 2000);
            var plan = Turn();
            Now =
                plan.Moves.Count > 0
                    ? Now.AddSeconds(1)
                    : plan.WakeAt ?? (holds() ? Now : throw new InvalidOperationException("it waits for nothing"));
        }
    }

    public void Say(CanaryAsk ask, int pull, string by = "cy") =>
        Orders.Add(new CanaryOrder("production", pull, ask, 700 + Orders.Count, new Actor(9, by), Now));

    public void Wait(TimeSpan time) => Now += time;

    /// <summary>The deployer says how it went.</summary>
    public void Answer(long deployment, DeploymentState state) => _deployments.Answer(deployment, state, Now);

    /// <summary>A row of an earlier deployment that nobody closed.</summary>
    public void Leave(string environment, int number, int fence = 0) => _deployments.Leave(environment, number, fence, Now);

    private void Read()
    {
        if (Trouble is not null)
        {
            return;
        }

        var missing = Ticks
            .Due(Ledger.Canary, Policy, Now)
            .Where(due => !_ticks.Any(tick => tick.Deployment == due.Deployment && tick.Index == due.Index));
        foreach (var due in missing.Reverse().Take(PerLook).ToList())
        {
            var canary = Ledger.Canary!;
            var share = Stages.Watched(canary, Policy).Payload.Weight / 100.0;
            var rate = ErrorsPerMinute * Policy.Every.TotalMinutes;
            var bad = canary.Pulls.Select(pull => Badness.GetValueOrDefault(pull.Commit, 1)).Aggregate(1.0, (all, one) => all * one);
            var counts = (_dice.Poisson(rate * share * bad), _dice.Poisson(rate * (1 - share)));
            _ticks.Add(new Tick(due.Deployment, due.Index, counts.Item1, counts.Item2, share));
        }
    }

    private MetricReadings Told(CanaryMetric metric) =>
        metric.Check is { } check
            ? new MetricReadings(metric.Name, [], null) { Gate = new Gate(check, Check) }
            : new MetricReadings(metric.Name, _ticks.ToRow(), Trouble);

    private bool Compose(EnvironmentMove.ComposePart move)
    {
        var kept = move
            .Pulls.Where(pull => !BuildsOn.TryGetValue(pull.Number, out var other) || move.Pulls.Any(each => each.Number == other))
            .Select(pull => pull.Number)
            .ToRow();
        Branches.Add(move.Branch);
        Parts.Add(new ComposedPart(move.Canary, Commit(7000 + Parts.Count), kept, null));
        return true;
    }

    private bool Put(EnvironmentMove.PutIssue move)
    {
        Issues[move.Kind] = new IssueSeen(move.Kind, 800 + (int)move.Kind, move.Body, move.Open);
        return true;
    }

    private bool Reland(EnvironmentMove.OpenReland move)
    {
        Answers.Add(new AskedAnswer(move.Id, ++_reverts, null));
        return true;
    }

    private bool Deploy(EnvironmentMove.Deploy move)
    {
        if (Withholds)
        {
            return false;
        }

        _deployments.Add(move, Deployer(move) ?? DeploymentState.Pending, Now - Behind);
        return true;
    }

    private bool Close(EnvironmentMove.Close move)
    {
        _deployments.Close(move, Now);
        return true;
    }

    private bool Dispatch(EnvironmentMove.Dispatch move) => !Refusals.Any(each => each.Asked == move.Payload.Id);

    private bool Open(EnvironmentMove.OpenRevert move)
    {
        if (RevertRefused is null)
        {
            Reverts.Add(
                new RevertPull(move.Canary, ++_reverts, true, false) { Pulls = move.Pulls.Select(pull => pull.Number).Order().ToRow() }
            );
        }
        else
        {
            _refused = new RevertRefusal(RevertRefused, Refusal, Now);
        }

        return true;
    }
}
