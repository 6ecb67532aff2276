namespace Sluice.Flow.Flows;

/// <summary>What the flow asks of people.</summary>
internal static class Loads
{
    public static Load Of(IReadOnlyList<Trip> trips, IReadOnlyList<Happening> lines, DateTimeOffset from, DateTimeOffset now)
    {
        var landings = trips.Select(trip => trip.Landed).OfType<DateTimeOffset>().Where(at => at >= from && at <= now).Order().ToList();
        var asked = trips.Where(trip => (trip.Out ?? now) >= from).Sum(trip => trip.Questions);
        var (questions, rollbacks, incidents) = (asked + lines.Count(IsAsking), lines.Count(IsRollback), lines.Count(IsIncident));
        var begin = landings.Count == 0 ? from : Later(from, lines.Count == 0 ? landings[0] : lines[0].At);
        var middle = begin + ((now - begin) / 2);
        var events = lines.Where(line => IsAsking(line) || IsRollback(line) || IsIncident(line)).Select(line => line.At).ToList();
        var (early, late) = (landings.Count(at => at < middle), landings.Count(at => at >= middle));
        return new Load(
            questions,
            rollbacks,
            incidents,
            Per(questions + rollbacks + incidents, landings.Count),
            early == 0 ? null : (double)late / early,
            Per(events.Count(at => at < middle), early),
            Per(events.Count(at => at >= middle), late)
        );
    }

    /// <summary>The bot asked a person what to do.</summary>
    public static bool IsAsking(Happening line) => line is { Teller: Teller.Environment, Kind: "asking" };

    public static bool IsRollback(Happening line) => line is { Teller: Teller.Environment, Kind: "rolled_back" };

    /// <summary>Something that somebody has to look at: users were hurt, the base is broken, or the lane stands still.</summary>
    public static bool IsIncident(Happening line) =>
        line
            is { Teller: Teller.Environment, Kind: "regressed" or "rollback_failed" or "deploy_failed" }
                or { Teller: Teller.Lane, Kind: "halted" or "base_red" };

    private static double? Per(int count, int landings) => landings == 0 ? null : 100.0 * count / landings;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
