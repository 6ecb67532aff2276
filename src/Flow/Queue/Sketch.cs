using System.Globalization;

namespace Sluice.Flow.Queue;

/// <summary>
/// A schedule in the making: the sight, as it will be once what was decided so far is done. Pulls are places in the order of service.
/// </summary>
internal sealed class Sketch
{
    private readonly Roll _roll;
    private readonly Marks[] _marks;
    private readonly Beliefs _beliefs;
    private Posterior? _odds;
    private List<Observation>? _minimal;
    private List<int>? _due;

    public Sketch(Sight sight)
    {
        Sight = sight;
        Floor = sight.Floor;
        _roll = new Roll(sight.Pulls);
        Candidates = [.. sight.Flights.Select(flight => new Candidate(flight, _roll.Places(flight.Content), flight.Members.Count))];
        Reds =
        [
            .. sight
                .Reds.Select(red => red with { Suspects = _roll.Ascending(red.Suspects), Pointed = Places(red.Pointed) })
                .OrderBy(red => red.Suspects, Knot.Ascending),
        ];
        if (OnFloor is { } landing)
        {
            Clear(landing);
        }

        _marks = new Marks[_roll.Known];
        _beliefs = new Beliefs(sight, _roll);
        Mark();
    }

    [Flags]
    private enum Marks : byte
    {
        None = 0,
        Tested = 1,
        Stacked = 2,
        Lands = 4,
        Out = 8,
        Probed = 16,
    }

    public Sight Sight { get; }

    public Knobs Knobs => Sight.Knobs;

    public string? Land { get; set; }

    /// <summary>The flight that is landing: what the bare base will be.</summary>
    public string? Floor { get; private set; }

    public List<Candidate> Candidates { get; }

    /// <summary>By places, ascending.</summary>
    public List<Observation> Reds { get; }

    /// <summary>Red sets without those that hold another: they tell nothing that the smaller one does not tell better.</summary>
    public IReadOnlyList<Observation> Minimal => _minimal ??= RedSets.Minimal(Reds);

    /// <summary>Whom nobody may overtake any more, the oldest first.</summary>
    public IReadOnlyList<int> Due =>
        _due ??= [
            .. Enumerable.Range(0, Count).Where(place => Turnstile.IsDue(this, place)).OrderBy(place => (Pull(place).Since, Number(place))),
        ];

    /// <summary>Reckoned when it is asked for: not before what lands is chosen, where that is beyond question.</summary>
    public Posterior Odds => _odds ??= _beliefs.From(Reds, IsProven);

    public List<Ejection> Ejections { get; } = [];

    public List<string> Cancels { get; } = [];

    public List<Start> Starts { get; } = [];

    public DateTimeOffset? WakeAt { get; private set; }

    /// <summary>How many wait, who was ejected just now among them.</summary>
    public int Count => _roll.Count;

    public int Busy { get; private set; }

    public int FreeSlots => Math.Max(0, Sight.Slots - Busy);

    public Candidate? OnFloor => Floor is null ? null : Candidates.Find(candidate => candidate.Flight.Id == Floor);

    /// <summary>The deepest of what is stacked to land next, over an emergency before all; null: nothing is.</summary>
    public Candidate? Tip
    {
        get
        {
            Candidate? tip = null;
            foreach (var candidate in Candidates)
            {
                if (candidate.IsSpine && Valid(candidate) && (tip is null || Rank(candidate).CompareTo(Rank(tip)) > 0))
                {
                    tip = candidate;
                }
            }

            return tip;
        }
    }

    public Waiting Pull(int place) => Sight.Pulls[place];

    public int Number(int place) => _roll.Number(place);

    /// <summary>Most pulls that a build may add together with it, itself included.</summary>
    public int Most(int place) => Pull(place) is { Bare: false } pull ? pull.MaxBatch : 1;

    /// <summary>Waits, and was not ejected just now.</summary>
    public bool Waits(int place) => place < _roll.Count && (_marks[place] & Marks.Out) == 0;

    public bool IsUrgent(int place) => Waits(place) && Pull(place).Urgent;

    /// <summary>It can land on the base as it will be.</summary>
    public bool Valid(Candidate candidate) =>
        candidate.Flight.Fits
        && (candidate.Flight.Id == Floor || ((Floor is null || candidate.IsOn(Floor)) && Turnstile.Lets(this, candidate.Content)));

    /// <summary>In a build that runs.</summary>
    public bool IsProbed(int place) => (_marks[place] & Marks.Probed) != 0;

    /// <summary>Waits, is in no build that may still land it, and nothing is in its way.</summary>
    public bool IsFree(int place)
    {
        var mark = _marks[place];
        if ((mark & (Marks.Out | Marks.Lands)) != 0)
        {
            return false;
        }

        var pull = Pull(place);
        var taken = pull.Bare || pull.Proof is null or { Doubted: true } ? Marks.Tested : Marks.Stacked;
        return (mark & taken) == 0 && !IsBlocked(pull);
    }

    public bool IsBlocked(Waiting pull)
    {
        if (pull.Parked)
        {
            return true;
        }

        foreach (var number in pull.Behind)
        {
            var place = _roll.Find(number);
            if (place >= 0 && Waits(place))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A test that runs and would land proven pulls.</summary>
    public bool IsRidden(Candidate candidate)
    {
        if (candidate.Green || candidate.IsSpine || !Valid(candidate))
        {
            return false;
        }

        foreach (var place in candidate.Members)
        {
            if (IsProven(place))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Was green, and nothing speaks against it since.</summary>
    public bool IsProven(int place) => place < Count && Pull(place).Proof is { Doubted: false };

    public double Hazard(Candidate? candidate) => candidate is null ? 0 : -Math.Log(Math.Max(Odds.Good(candidate.Content), 1e-12));

    public void Wake(DateTimeOffset at) => WakeAt = WakeAt is { } earlier && earlier < at ? earlier : at;

    public void LandOn(Candidate candidate)
    {
        Land = Floor = candidate.Flight.Id;
        _due = null;
        Clear(candidate);
        Mark();
        _odds = null;
    }

    public void Drop(Candidate candidate)
    {
        var gone = Candidates.Where(other => other == candidate || (!other.Flight.Composed && other.IsOn(candidate.Flight.Id))).ToList();
        foreach (var over in gone)
        {
            Candidates.Remove(over);
            Cancels.Add(over.Flight.Id);
        }

        Mark();
    }

    public void Eject(int place, Ejection ejection)
    {
        Ejections.Add(ejection);
        _marks[place] |= Marks.Out;
        _due = null;
        Reds.RemoveAll(red => red.Suspects.AsSpan().Contains(place));
        _minimal = null;
        foreach (var candidate in Candidates.Where(candidate => candidate.Holds(place)).ToList())
        {
            if (Candidates.Contains(candidate))
            {
                Drop(candidate);
            }
        }

        // Who was past somebody that is out now may land again.
        Mark();
        _odds = null;
    }

    public void Begin(BuildKind kind, Candidate? on, IEnumerable<int> pulls)
    {
        int[] members = [.. pulls.Order()];
        int[] content = [.. on?.Content ?? [], .. members];
        var label = string.Create(CultureInfo.InvariantCulture, $"+{Starts.Count + 1}");
        kind = Turnstile.Lets(this, content) ? kind : BuildKind.Side;
        var start = new Start(label, on?.Flight.Id, kind, members.Select(Number).ToRow(), Odds.Good(content));
        Row<string> below = on is null ? [] : on.Flight.Below.Add(on.Flight.Id);
        Starts.Add(start);
        Candidates.Add(
            new Candidate(new Flight(label, kind, start.Members, [], below, false, true, false, null, start.Odds), content, members.Length)
        );
        Mark();
    }

    /// <summary>What lands is no suspect any more.</summary>
    private void Clear(Candidate landing)
    {
        _minimal = null;
        Reds.RemoveAll(red => landing.HoldsAll(red.Suspects.AsSpan()));
        for (var k = 0; k < Reds.Count; k++)
        {
            Reds[k] = Reds[k] with
            {
                Suspects = Reds[k].Suspects.Where(place => !landing.Holds(place)).ToRow(),
                Pointed = RedSets.Left(Reds[k].Pointed, landing.Holds),
            };
        }
    }

    private (bool Urgent, int Count, string Id) Rank(Candidate candidate) =>
        (Array.Exists(candidate.Content, IsUrgent), candidate.Content.Length, candidate.Flight.Id);

    private void Mark()
    {
        for (var i = 0; i < _marks.Length; i++)
        {
            _marks[i] &= Marks.Out;
        }

        Busy = 0;
        foreach (var candidate in Candidates)
        {
            Busy += candidate.Green ? 0 : 1;
            var mark =
                Marks.Tested
                | (candidate.IsSpine && Valid(candidate) ? Marks.Stacked : Marks.None)
                | (candidate.Flight.Id == Floor ? Marks.Lands : Marks.None)
                | (candidate.Green ? Marks.None : Marks.Probed);
            foreach (var place in candidate.Content)
            {
                _marks[place] |= mark;
            }
        }
    }

    private Row<Pointed> Places(Row<Pointed> pointed) =>
        pointed.Count == 0 ? pointed : pointed.Select(one => one with { Number = _roll.Place(one.Number) }).ToRow();
}
