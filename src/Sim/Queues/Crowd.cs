using System.Runtime.InteropServices;
using Sluice.Flow;
using Sluice.Flow.Queue;

namespace Sluice.Sim.Queues;

/// <summary>Who waits, in the order of entry.</summary>
/// <param name="reach">
/// How many of them the scheduler is shown. It looks at a few hundred that were never built; behind two thousand nobody matters, and a
/// queue of a hundred thousand would be copied at each event.
/// </param>
internal sealed class Crowd(int pulls, int reach)
{
    public const int Reach = 2048;

    private readonly Waiting?[] _waiting = new Waiting?[pulls];

    /// <summary>The first ones, at most as many as are shown, and whoever stands behind them.</summary>
    private readonly List<Waiting> _front = [];
    private readonly SortedSet<Waiting> _behind = new(ByAge.Same);
    private readonly SortedSet<int> _proven = [];
    private (DateTimeOffset Since, int Number) _last;

    /// <summary>
    /// Of who was green: how many landed since, how many of them near it, and the sum of what is believed of it with each.
    /// </summary>
    private readonly SortedDictionary<int, (int Count, int Near, double Sum)> _met = [];
    private Row<Waiting>? _row = [];

    public Waiting? Of(int pull) => _waiting[pull];

    /// <summary>Nothing that is shown has changed since it was shown last.</summary>
    public bool IsSame => _row is not null;

    /// <summary>How many were in a green build.</summary>
    public int Proven => _proven.Count;

    public Row<Waiting> Row() => _row ??= Sluice.Flow.Row.Of<Waiting>(CollectionsMarshal.AsSpan(_front));

    public void Enter(Waiting pull)
    {
        _waiting[pull.Number] = pull;
        if (_front.Count >= reach && ByAge.Same.Compare(pull, _front[^1]) > 0)
        {
            _behind.Add(pull);
            return;
        }

        _front.Insert(~Place(pull), pull);
        _row = null;
        if (_front.Count > reach)
        {
            _behind.Add(_front[^1]);
            _front.RemoveAt(reach);
        }
    }

    public void Leave(int pull)
    {
        if (_waiting[pull] is not { } known)
        {
            return;
        }

        _waiting[pull] = null;
        _proven.Remove(pull);
        _met.Remove(pull);
        if (_behind.Remove(known))
        {
            return;
        }

        _front.RemoveAt(Place(known));
        _row = null;
        if (_behind.Min is { } next)
        {
            _behind.Remove(next);
            _front.Add(next);
        }
    }

    public void Prove(IEnumerable<int> content)
    {
        foreach (var pull in content)
        {
            _met.Remove(pull);
            Put(pull, new Proof(0, false), null);
        }
    }

    /// <summary>How it overlaps with the nearest of what landed since it was green; null: nothing did.</summary>
    public Overlap? Met(int pull) =>
        _met.GetValueOrDefault(pull) switch
        {
            { Count: 0 } => null,
            { Near: 0 } => Overlap.Apart,
            _ => Overlap.File,
        };

    public void Doubt(IEnumerable<int> members)
    {
        foreach (var pull in members.Where(_proven.Contains))
        {
            Put(pull, _waiting[pull]!.Proof! with { Doubted = true }, _waiting[pull]!.PairRate);
        }
    }

    /// <param name="rate">How likely a pair that overlaps so fails together.</param>
    /// <returns>How each that was green overlaps with each that landed.</returns>
    public List<Overlap> Land(IReadOnlyCollection<int> landed, Func<Overlap, double> rate, DateTimeOffset now)
    {
        Overtake(landed.Select(pull => _waiting[pull]!).Max(ByAge.Same)!, now);
        var gone = landed.Select(pull => _waiting[pull]?.Places ?? []).ToList();
        var met = new List<Overlap>();
        foreach (var pull in landed)
        {
            Leave(pull);
        }

        var (apart, file) = (rate(Overlap.Apart), rate(Overlap.File));
        foreach (var pull in _proven.ToList())
        {
            var known = _waiting[pull]!;
            var (count, near, sum) = _met.GetValueOrDefault(pull);
            var since = 0.0;
            foreach (var places in gone)
            {
                var isNear = Nearness.Share(known.Places.AsSpan(), places.AsSpan());
                since += isNear ? file : apart;
                near += isNear ? 1 : 0;
                met.Add(isNear ? Overlap.File : Overlap.Apart);
            }

            var all = _met[pull] = (count + gone.Count, near, sum + since);
            Put(pull, known.Proof! with { Landings = known.Proof!.Landings + 1 }, all.Sum / all.Count);
        }

        return met;
    }

    /// <summary>All who came before the last that lands are overtaken from now on; those before the last until now were already.</summary>
    private void Overtake(Waiting last, DateTimeOffset now)
    {
        for (var place = Place(last) - 1; place >= 0 && (_front[place].Since, _front[place].Number).CompareTo(_last) > 0; place--)
        {
            var passed = _front[place] with { Overtaken = now };
            _front[place] = _waiting[passed.Number] = passed;
            _row = null;
        }

        _last = (last.Since, last.Number).CompareTo(_last) > 0 ? (last.Since, last.Number) : _last;
    }

    private void Put(int pull, Proof proof, double? pairRate)
    {
        if (_waiting[pull] is { } known)
        {
            // Whoever was built was shown, and nobody who was is pushed back.
            _front[Place(known)] = _waiting[pull] = known with { Proof = proof, PairRate = pairRate };
            _proven.Add(pull);
            _row = null;
        }
    }

    private int Place(Waiting pull) => _front.BinarySearch(pull, ByAge.Same);

    private sealed class ByAge : IComparer<Waiting>
    {
        public static ByAge Same { get; } = new();

        public int Compare(Waiting? x, Waiting? y) => (x!.Since, x.Number).CompareTo((y!.Since, y.Number));
    }
}
