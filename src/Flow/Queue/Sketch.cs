namespace Sluice.Flow.Queue;

/// <summary>A schedule in the making: the sight, as it will be once what was decided so far is done.</summary>
internal sealed class Sketch
{
    private readonly SortedDictionary<int, int> _place = [];
    private readonly SortedDictionary<int, Waiting> _waiting = [];

    public Sketch(Sight sight)
    {
        Sight = sight;
        Floor = sight.Floor;
        Flights = [.. sight.Flights];
        Reds = [.. sight.Reds];
        Pulls = [.. sight.Pulls];
        for (var i = 0; i < Pulls.Count; i++)
        {
            _place[Pulls[i].Number] = i;
            _waiting[Pulls[i].Number] = Pulls[i];
        }

        Odds = Learn();
    }

    public Sight Sight { get; }

    public Knobs Knobs => Sight.Knobs;

    public string? Land { get; set; }

    /// <summary>The flight that is landing: what the bare base will be.</summary>
    public string? Floor { get; set; }

    public List<Flight> Flights { get; }

    public List<Observation> Reds { get; }

    /// <summary>In order of service.</summary>
    public List<Waiting> Pulls { get; }

    public Posterior Odds { get; private set; }

    public List<Ejection> Ejections { get; } = [];

    public List<string> Cancels { get; } = [];

    public List<Start> Starts { get; } = [];

    public DateTimeOffset? WakeAt { get; private set; }

    public int Busy => Flights.Count(flight => !flight.Green);

    public int FreeSlots => Math.Max(0, Sight.Slots - Busy);

    /// <summary>The deepest of what is stacked to land next, over an emergency before all; null: nothing is.</summary>
    public Flight? Tip => Flights.Where(flight => flight.Kind == BuildKind.Spine && Valid(flight))
        .OrderByDescending(flight => flight.Content.Any(IsUrgent)).ThenByDescending(flight => flight.Content.Count)
        .ThenBy(flight => flight.Id, StringComparer.Ordinal).FirstOrDefault();

    public int Place(int pull) => _place.TryGetValue(pull, out var place) ? place : int.MaxValue;

    public bool Waits(int pull) => _waiting.ContainsKey(pull);

    public Waiting? Find(int pull) => _waiting.GetValueOrDefault(pull);

    public bool IsUrgent(int pull) => Find(pull) is { Urgent: true };

    public double Hazard(Flight? flight) => flight is null ? 0 : flight.Content.Sum(Odds.Hazard);

    /// <summary>It can land on the base as it will be.</summary>
    public bool Valid(Flight flight) => flight.Fits && (Floor is null || flight.Id == Floor || flight.Below.Contains(Floor));

    public void Wake(DateTimeOffset at) => WakeAt = WakeAt is { } earlier && earlier < at ? earlier : at;

    public void Drop(Flight flight)
    {
        Flights.Remove(flight);
        Cancels.Add(flight.Id);
        foreach (var orphan in Flights.Where(above => !above.Composed && above.Below.Contains(flight.Id)).ToList())
        {
            Flights.Remove(orphan);
            Cancels.Add(orphan.Id);
        }
    }

    public void Eject(Ejection ejection)
    {
        Ejections.Add(ejection);
        _waiting.Remove(ejection.Number);
        Pulls.RemoveAll(pull => pull.Number == ejection.Number);
        Reds.RemoveAll(red => red.Suspects.Contains(ejection.Number));
        foreach (var flight in Flights.Where(flight => flight.Content.Contains(ejection.Number)).ToList())
        {
            if (Flights.Contains(flight))
            {
                Drop(flight);
            }
        }

        Odds = Learn();
    }

    public void Begin(BuildKind kind, Flight? on, IEnumerable<Waiting> pulls)
    {
        var members = pulls.OrderBy(pull => Place(pull.Number)).Select(pull => pull.Number).ToRow();
        var content = (on?.Content ?? []).AddRange(members);
        var start = new Start(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+{Starts.Count + 1}"), on?.Id, kind, members, Odds.Good(content));
        Starts.Add(start);
        Flights.Add(new Flight(start.Label, kind, members, content, on is null ? [] : on.Below.Add(on.Id), false, true, false, null, start.Odds));
    }

    public Flight? OnFloor => Floor is null ? null : Flights.Find(flight => flight.Id == Floor);

    private Posterior Learn()
    {
        var priors = new SortedDictionary<int, double>();
        foreach (var pull in Pulls)
        {
            priors[pull.Number] = Priors.Of(pull, Sight.PairRate);
        }

        foreach (var stranger in Flights.SelectMany(flight => flight.Content).Concat(Reds.SelectMany(red => red.Suspects)))
        {
            priors.TryAdd(stranger, Priors.Stranger);
        }

        return new Posterior(priors, Reds, Sight.Flake);
    }
}
