using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Queue;

namespace Sluice.Sim.Queues;

/// <summary>The flights of a lane, in the order of their start, each with its run.</summary>
internal sealed class Tower
{
    private readonly List<(Flight Flight, Run Run)> _flights = [];

    public Row<Flight> Row() => _flights.Select(each => each.Flight).ToRow();

    public Flight Of(Run run) => _flights.Find(each => each.Run == run).Flight;

    public Run Run(string id) => _flights.Find(each => each.Flight.Id == id).Run;

    /// <summary>All that a build on top of it holds besides its own.</summary>
    public Row<int> Under(string? id) => id is null ? [] : Find(id).Content;

    public string Add(Run run, Start start, string? on, DateTimeOffset now)
    {
        var below = on is null ? null : Find(on);
        var flight = new Flight(
            string.Create(CultureInfo.InvariantCulture, $"{run.Id:d8}"),
            start.Kind,
            start.Members,
            (below?.Content ?? []).AddRange(start.Members),
            below is null ? [] : below.Below.Add(below.Id),
            false,
            true,
            true,
            now,
            start.Odds
        );
        _flights.Add((flight, run));
        return flight.Id;
    }

    /// <summary>One that no longer stands on the base has nothing to land: it was let run for what it teaches.</summary>
    public void Green(Flight flight)
    {
        var place = _flights.FindIndex(each => each.Flight.Id == flight.Id);
        if (flight.Fits)
        {
            _flights[place] = (flight with { Green = true }, _flights[place].Run);
        }
        else
        {
            _flights.RemoveAt(place);
        }
    }

    public void Remove(string id) => _flights.RemoveAll(each => each.Flight.Id == id);

    /// <summary>What stood on the landed flight stands on the base now; what was below it is over, and handed back.</summary>
    public IReadOnlyList<Run> Land(string id, SortedSet<int> landed)
    {
        var landing = Find(id);
        var over = _flights.Where(each => landing.Below.Contains(each.Flight.Id)).Select(each => each.Run).ToList();
        _flights.RemoveAll(each => each.Flight.Id == id || landing.Below.Contains(each.Flight.Id));
        for (var i = 0; i < _flights.Count; i++)
        {
            var (flight, run) = _flights[i];
            var lifted = flight.Below.Contains(id);
            _flights[i] = (
                flight with
                {
                    Content = flight.Content.Where(pull => !landed.Contains(pull)).ToRow(),
                    Members = flight.Members.Where(pull => !landed.Contains(pull)).ToRow(),
                    Below = lifted ? flight.Below.SkipWhile(below => below != id).Skip(1).ToRow() : flight.Below,
                    Fits = flight.Fits && lifted,
                },
                run
            );
        }

        return over;
    }

    private Flight Find(string id) => _flights.Find(each => each.Flight.Id == id).Flight;
}
