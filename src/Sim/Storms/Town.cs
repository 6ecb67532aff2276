using Sluice.Bot.GitHub.Chain;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Turns;
using Sluice.Turns.Ports;
using Repository = Sluice.Hub.Model.Repository;

namespace Sluice.Sim.Storms;

/// <summary>
/// A GitHub, a team, a CI, a fleet and the bot, in one thread under a virtual clock. The bot's turns are the shipped ones.
/// </summary>
public sealed class Town
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);
    private const int MostAtOnce = 2000;

    private readonly MemoryStore _store = new();
    private readonly MemoryMirror _mirror;
    private readonly IGitHub _github;
    private readonly AppKey _key;
    private readonly Dice _turnsDice;
    private readonly MemoryMirror _otherMirror;
    private readonly Func<Town, Ports, Ports> _plant;
    private SubjectTurns? _turns;
    private SubjectTurns? _otherTurns;
    private readonly Books _books;
    private int _told;
    private DateTimeOffset _lastTurn;
    private int _atOnce;
    private int _processes;

    /// <param name="plant">Puts something between the turns and their ports; null: nothing.</param>
    /// <param name="native">GitHub's own merge queue tests and lands, and the bot drives it.</param>
    public Town(ulong seed, Func<Town, Ports, Ports>? plant = null, bool native = false)
    {
        (_plant, IsNative) = (plant ?? ((_, ports) => ports), native);
        Dice = new Dice(seed);
        Clock = new VirtualClock(Start);
        World = new World(Clock, Dice.Next());
        Agenda = new Agenda(Clock);
        Bell = new VirtualBell(Clock);
        Perils = new Perils(Dice.Fork(), Tally);
        _turnsDice = Dice.Fork();
        var freeze = Window.Draw(new Dice(~seed), Start);
        var deployWhims = new Dice(~seed + 8);
        CanaryFreeze = deployWhims.Chance(0.4) ? Window.Draw(deployWhims, Start) : null;
        (Repo, Installation, var hasCanary) = Founding.Of(World, Dice, freeze, CanaryFreeze, Method(seed), new Dice(~seed + 3), native);
        _mirror = new MemoryMirror(World, Installation);
        _otherMirror = new MemoryMirror(World, Installation);
        Gusts = new Gusts(new Dice(~seed + 1), Clock, Installation, Tally);
        MachineClock = new Skewed(Clock);
        _github = Relay.Of<IGitHub>(new WorldGitHub(World, Installation), call => Native!.Hear(call));
        _key = Storms.Line.Key(MachineClock);
        Door = new Doorkeeper(World, new Dice(~seed + 4), Tally, why => Referee!.Complain(why));
        Ci = new Ci(World, Agenda, Dice.Fork(), Tally);
        Lies = new Lies(new Dice(~seed + 6), Clock, Tally);
        Fleet = new Fleet(World, Installation, Agenda, Dice.Fork(), Lies, Testimony);
        Deliveries = new Deliveries(World, Installation, Agenda, Dice.Fork(), Tally, () => _books!);
        var door = Surrounded(_mirror);
        _books = new Books(door.Store, door.Bell, MachineClock);
        Referee = new Referee(World, Repo, Installation, freeze, hasCanary, MachineClock, Testimony);
        Native = new NativeWatch(World, Repo, freeze, MachineClock, Referee.Complain);
        foreach (var take in new Action<WorldEvent>[] { Deliveries.Take, Ci.Take, Fleet.Take, Referee.Take, Native.Take })
        {
            World.Subscribe(take);
        }
    }

    public Dice Dice { get; }

    public VirtualClock Clock { get; }

    public World World { get; }

    public Agenda Agenda { get; }

    public VirtualBell Bell { get; }

    /// <summary>What befell it so far.</summary>
    public Tally Tally { get; } = new();

    public Perils Perils { get; }

    public Gusts Gusts { get; }

    public Doorkeeper Door { get; }

    /// <summary>The clock of the machine that the bot runs on.</summary>
    public Skewed MachineClock { get; }

    public Repository Repo { get; }

    public Installation Installation { get; }

    /// <summary>When nothing may be deployed but what takes something back; null: never.</summary>
    public Window? CanaryFreeze { get; }

    /// <summary>GitHub's own merge queue tests and lands.</summary>
    public bool IsNative { get; }

    public Ci Ci { get; }

    public Fleet Fleet { get; }

    public Lies Lies { get; }

    public Testimony Testimony { get; } = new();

    public Deliveries Deliveries { get; }

    public Referee Referee { get; }

    /// <summary>The referee's eye on GitHub's own merge queue.</summary>
    internal NativeWatch Native { get; }

    public MemoryStore Store => _store;

    public int Turns { get; private set; }

    /// <summary>What the process did, newest last: the story of a failing seed.</summary>
    public List<string> Story { get; } = [];

    /// <summary>By the last digit: the seeds on record merge, and go on telling what they told.</summary>
    private static string Method(ulong seed) =>
        (seed % 10) switch
        {
            0 or 4 => "squash",
            5 or 8 => "rebase",
            _ => "merge",
        };

    /// <summary>Lets time pass until then; the bot takes its turns whenever somebody is rung.</summary>
    public void RunUntil(DateTimeOffset end)
    {
        SweepFrom(Clock.GetUtcNow(), end);
        while (Clock.GetUtcNow() < end)
        {
            World.Agenda.RunDue();
            Agenda.RunDue();
            if (Bell.Next(_turnsDice) is { } subject)
            {
                TakeBreath(subject.Key);
                Guarded(subject, () => Take(subject));
                continue;
            }

            Clock.MoveTo(new[] { Agenda.NextDue, World.Agenda.NextDue, Bell.NextAlarm, end }.Min(at => at ?? end));
        }
    }

    /// <summary>Subjects that ring each other for ever would never let time pass.</summary>
    /// <exception cref="InvalidOperationException">They do.</exception>
    private void TakeBreath(string subject)
    {
        _atOnce = _lastTurn == Clock.GetUtcNow() ? _atOnce + 1 : 0;
        _lastTurn = Clock.GetUtcNow();
        if (_atOnce > MostAtOnce)
        {
            throw new InvalidOperationException(
                $"more than {MostAtOnce} turns at {_lastTurn:HH:mm:ss}, now {subject}:\n{string.Join('\n', Story.TakeLast(12))}"
            );
        }
    }

    private void SweepFrom(DateTimeOffset from, DateTimeOffset end)
    {
        for (var at = from; at < end; at += SweepEvery)
        {
            Agenda.After(at - from, () => Guarded(null, Sweep));
        }
    }

    private TurnEnd? Sweep()
    {
        var turns = _turns ??= Boot(_mirror);
        using var life = new CancellationTokenSource();
        Perils.Life = life;
        try
        {
            turns.Sweep.Repositories(life.Token).GetAwaiter().GetResult();
            var troubles = turns.Sweep.All(life.Token).GetAwaiter().GetResult();
            return troubles.Count == 0 || Gusts.Rate > 0 || Installation.SuspendedAt is not null || Door.KeepsOut
                ? null
                : throw new InvalidOperationException($"the sweep met what no weather explains: {string.Join("; ", troubles)}");
        }
        finally
        {
            Perils.Life = null;
        }
    }

    /// <summary>One turn; another replica may take the same one in its midst.</summary>
    private TurnEnd? Take(Subject subject)
    {
        Perils.Rival = () => Rival(subject);
        try
        {
            return (_turns ??= Boot(_mirror)).Take(subject, CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            Perils.Rival = null;
        }
    }

    private void Rival(Subject subject)
    {
        try
        {
            Story.Add($"{Clock.GetUtcNow():HH:mm:ss} {subject.Key} another replica takes the turn");
            (_otherTurns ??= Boot(_otherMirror)).Take(subject, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (CrashException)
        {
            _otherTurns = null;
        }
        catch (Exception fault) when (fault is GaleException or NotNowException)
        {
            Again(subject, fault);
        }
    }

    /// <param name="subject">Null: the sweep.</param>
    private void Guarded(Subject? subject, Func<TurnEnd?> take)
    {
        var what = subject?.Key ?? "sweep";
        try
        {
            Turns++;
            var end = take();
            Tell(what, end);
        }
        catch (CrashException crash)
        {
            Story.Add($"{Clock.GetUtcNow():HH:mm:ss} {what} {crash.Message}");
            _turns = null;
            Bell.Forget();
        }
        catch (Exception fault) when (fault is GaleException or NotNowException)
        {
            Story.Add($"{Clock.GetUtcNow():HH:mm:ss} {what} {fault.Message}");
            Again(subject, fault);
        }
    }

    /// <summary>As the engine does it: at the time that the other side named, else a little later.</summary>
    private void Again(Subject? subject, Exception fault)
    {
        if (subject is null)
        {
            return;
        }

        if (fault is NotNowException { Until: { } until })
        {
            Bell.SetAlarm(subject, until, CancellationToken.None).GetAwaiter().GetResult();
        }
        else
        {
            Agenda.After(Retry, () => Bell.Ring([subject], CancellationToken.None).GetAwaiter().GetResult());
        }
    }

    private void Tell(string what, TurnEnd? end)
    {
        foreach (var row in _store.LinesFrom(_told))
        {
            _told++;
            Story.Add($"{row.At:HH:mm:ss} {row.Subject}: {row.Line.Kind} – {row.Line.Says}");
        }

        if (end is { Moves: > 0 } or { Lost: true })
        {
            Story.Add(
                $"{Clock.GetUtcNow():HH:mm:ss} {what} made {Plural.Of(end.Moves, "move")}{(end.Lost ? ", lost the race" : "")} {string.Join("; ", end.Refusals)}"
            );
        }
    }

    private SubjectTurns Boot(MemoryMirror mirror)
    {
        var ports = Surrounded(mirror);
        return new(ports.Store, ports.GitHub, ports.Git, ports.Metrics, ports.Bell, MachineClock);
    }

    /// <summary>What dies dies outermost: a fault that the weather brings is met by a process that lives.</summary>
    private Ports Surrounded(MemoryMirror mirror) =>
        _plant(this, new Ports(_store, Line(++_processes), mirror, Fleet, Bell)).Within(Gusts).Within(Perils);

    /// <summary>GitHub as a process has it that was started just now.</summary>
    public IGitHub Line(int process) => new Line(Door, process, Installation, _key, MachineClock).Before(_github);
}
