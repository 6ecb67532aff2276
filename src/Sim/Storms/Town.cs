using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>A GitHub, a team, a CI, a fleet and the bot, in one thread under a virtual clock. The bot's turns are the shipped ones.</summary>
public sealed class Town
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);
    private const int MostAtOnce = 2000;

    private readonly MemoryStore _store = new();
    private readonly MemoryMirror _mirror;
    private readonly WorldGitHub _github;
    private readonly Dice _turnsDice;
    private SubjectTurns? _turns;
    private int _told;
    private DateTimeOffset _lastTurn;
    private int _atOnce;

    public Town(ulong seed)
    {
        Dice = new Dice(seed);
        Clock = new VirtualClock(Start);
        World = new World(Clock, Dice.Next());
        Agenda = new Agenda(Clock);
        Bell = new VirtualBell(Clock);
        Perils = new Perils(Dice.Fork());
        _turnsDice = Dice.Fork();
        var freeze = Window.Draw(new Dice(~seed), Start);
        (Repo, Installation) = Founding.Of(World, Dice, freeze, Method(seed));
        _mirror = new MemoryMirror(World, Installation);
        _github = new WorldGitHub(World, Installation);
        Ci = new Ci(World, Agenda, Dice.Fork());
        Fleet = new Fleet(World, Installation, Agenda, Dice.Fork());
        Deliveries = new Deliveries(World, Installation, Agenda, Dice.Fork(), () => Books);
        Referee = new Referee(World, Repo, Installation, freeze);
        foreach (var take in new Action<WorldEvent>[] { Deliveries.Take, Ci.Take, Fleet.Take, Referee.Take })
        {
            World.Subscribe(take);
        }
    }

    public Dice Dice { get; }

    public VirtualClock Clock { get; }

    public World World { get; }

    public Agenda Agenda { get; }

    public VirtualBell Bell { get; }

    public Perils Perils { get; }

    public Repository Repo { get; }

    public Installation Installation { get; }

    public Ci Ci { get; }

    public Fleet Fleet { get; }

    public Deliveries Deliveries { get; }

    public Referee Referee { get; }

    public MemoryStore Store => _store;

    public int Turns { get; private set; }

    /// <summary>What the process did, newest last: the story of a failing seed.</summary>
    public List<string> Story { get; } = [];

    /// <summary>By the last digit: the seeds on record merge, and go on telling what they told.</summary>
    private static string Method(ulong seed) => (seed % 10) switch { 0 or 4 => "squash", 5 or 8 => "rebase", _ => "merge" };

    private Books Books => new(Around<IStore>(_store), Around<IBell>(Bell), Clock);

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
                Guarded(subject.Key, () => (_turns ??= Boot()).Take(subject, CancellationToken.None).GetAwaiter().GetResult());
                continue;
            }

            Clock.MoveTo(new[] { Agenda.Next, World.Agenda.NextDue, Bell.NextAlarm, end }.Min(at => at ?? end));
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
            throw new InvalidOperationException($"more than {MostAtOnce} turns at {_lastTurn:HH:mm:ss}, now {subject}:\n{string.Join('\n', Story.TakeLast(12))}");
        }
    }

    private void SweepFrom(DateTimeOffset from, DateTimeOffset end)
    {
        for (var at = from; at < end; at += SweepEvery)
        {
            Agenda.After(at - from, () => Guarded("sweep", Sweep));
        }
    }

    private TurnEnd? Sweep()
    {
        var turns = _turns ??= Boot();
        using var life = new CancellationTokenSource();
        Perils.Life = life;
        try
        {
            turns.Sweep.Repositories(life.Token).GetAwaiter().GetResult();
            var troubles = turns.Sweep.All(life.Token).GetAwaiter().GetResult();
            return troubles.Count == 0 ? null : throw new InvalidOperationException($"the sweep met what no weather explains: {string.Join("; ", troubles)}");
        }
        finally
        {
            Perils.Life = null;
        }
    }

    private void Guarded(string what, Func<TurnEnd?> take)
    {
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
            Story.Add($"{Clock.GetUtcNow():HH:mm:ss} {what} made {end.Moves} moves{(end.Lost ? ", lost the race" : "")} {string.Join("; ", end.Refusals)}");
        }
    }

    private SubjectTurns Boot() => new(
        Around<IStore>(_store), Around<IGitHub>(_github), Around<IGit>(_mirror), Around<IMetrics>(Fleet), Around<IBell>(Bell), Clock);

    private T Around<T>(T port) where T : class => Peril.Around(port, Perils);
}
