using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;

namespace Sluice.Sim.Queues;

/// <summary>
/// The scheduler that ships, on a mainline in virtual time: its sight is kept from event to event, by the rules of the lane's ledger.
/// </summary>
public sealed class Shipped(Mainline mainline, QueuePolicy policy, int reach = Crowd.Reach, Knobs? knobs = null) : IQueue
{
    /// <summary>Landings that can follow each other at one instant.</summary>
    private const int Rounds = 64;

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly Crowd _crowd = new(mainline.Trace.Changes.Count, reach);
    private readonly Lessons _lessons = new();
    private readonly Tower _tower = new();
    private readonly Knobs _knobs = knobs ?? Knobs.Of(policy.Preset);
    private DateTimeOffset? _wake;
    private bool _news;

    private DateTimeOffset Now => Start + TimeSpan.FromSeconds(mainline.Now);

    public void Enter(int pull) => _crowd.Enter(new Waiting(pull, mainline.Risk(pull), Now) { Places = mainline.Places(pull) });

    public void Finish(Run run)
    {
        _news = true;
        var flight = _tower.Of(run);
        var seconds = mainline.Now - run.Started;
        if (run.Green)
        {
            _lessons.Passed(flight.Content, seconds);
            _crowd.Prove(flight.Content);
            _tower.Green(flight);
            return;
        }

        _lessons.Failed(flight.Content, seconds);
        if (Doubts.Arise(flight.Content.Select(_crowd.Of).OfType<Waiting>(), Sights.PairRate))
        {
            _crowd.Doubt(flight.Members);
        }

        _tower.Remove(flight.Id);
    }

    public void Act()
    {
        // Behind a long queue somebody arrived, whom the scheduler is not shown: it would see the same again.
        if (_crowd.IsSame && !_news && mainline.Free == 0 && (_wake is null || Now < _wake))
        {
            Wake();
            return;
        }

        _news = false;
        for (var round = 0; round < Rounds; round++)
        {
            var schedule = Scheduler.Plan(Look());
            Apply(schedule);
            _wake = schedule.WakeAt;
            if (schedule.Land is null)
            {
                break;
            }
        }

        Wake();
    }

    private void Wake()
    {
        if (_wake is { } at)
        {
            mainline.WakeAt((at - Start).TotalSeconds);
        }
    }

    public Sight Look() =>
        new()
        {
            Now = Now,
            Pulls = _crowd.Row(),
            Reds = _lessons.Reds,
            Flights = _tower.Row(),
            Stalled = _lessons.IsStalled(policy.Slots),
            Slots = policy.Slots,
            BatchMax = policy.BatchMax,
            BatchWait = policy.BatchWait,
            Retries = policy.Retries,
            MaxWait = policy.MaxWait,
            Flake = _lessons.Learnt.FlakeRate,
            Harshness = _lessons.Learnt.Harshness,
            PairRate = _lessons.Learnt.PairRate,
            NearRate = _lessons.Learnt.PairRateOf(Overlap.File),
            BuildTime = _lessons.Learnt.BuildTime,
            Knobs = _knobs,
        };

    private void Apply(Schedule schedule)
    {
        foreach (var ejection in schedule.Eject)
        {
            var met = _crowd.Met(ejection.Number);
            _crowd.Leave(ejection.Number);
            _lessons.Ejected(ejection.Number, mainline.Risk(ejection.Number), met);
            mainline.Eject(ejection.Number);
        }

        foreach (var id in schedule.Cancel)
        {
            mainline.Cancel(_tower.Run(id));
            _tower.Remove(id);
        }

        var below = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        if (schedule.Land is { } land)
        {
            Land(land);
            below[land] = null;
        }

        foreach (var start in schedule.Start)
        {
            var on =
                start.On is null ? null
                : below.TryGetValue(start.On, out var id) ? id
                : start.On;
            var run = mainline.Start(_tower.Under(on).Concat(start.Members));
            below[start.Label] = _tower.Add(run, start, on, Now);
        }
    }

    private void Land(string id)
    {
        var run = _tower.Run(id);
        var landed = new SortedSet<int>(_tower.Under(id));
        mainline.Land(run);
        foreach (var over in _tower.Land(id, landed))
        {
            mainline.Cancel(over);
        }

        _lessons.Landed(landed, mainline.Risk, _crowd.Land(landed, _lessons.Learnt.PairRateOf, Now));
    }
}
