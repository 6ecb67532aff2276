namespace Sluice.Flow.Flows;

/// <summary>A stretch of time in equal parts.</summary>
internal static class Periods
{
    private const int Most = 40;

    private static readonly TimeSpan[] Sizes =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(6),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(7),
    ];

    /// <summary>The least of a few round lengths of which no more than some dozens are needed.</summary>
    public static TimeSpan Size(TimeSpan stretch) =>
        Array.Find(Sizes, size => stretch / size <= Most - 1) is var fits && fits > TimeSpan.Zero ? fits : Sizes[^1];

    public static Row<Period> Of(
        IReadOnlyList<Trip> trips,
        IReadOnlyList<Happening> lines,
        DateTimeOffset from,
        DateTimeOffset now,
        TimeSpan size
    )
    {
        // They begin at round times, so that the same change is in the same part at every look.
        var last = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % size.Ticks), TimeSpan.Zero);
        var count = (int)Math.Min(Most, Math.Max(1, Math.Ceiling((last - from) / size) + 1));
        var begin = last - ((count - 1) * size);
        var parts = Enumerable.Range(0, count).Select(at => new Part(begin + (at * size))).ToArray();
        Part? At(DateTimeOffset? time) =>
            time is { } at && at >= begin && at <= now && at >= from ? parts[Math.Min(count - 1, (int)((at - begin) / size))] : null;

        foreach (var trip in trips)
        {
            At(trip.Opened)?.Opened += 1;
            At(trip.Queued)?.Arrived += 1;
            At(trip.Out)?.Drained += 1;
            At(trip.Landed)?.Land(trip);
        }

        foreach (var line in lines.Where(line => line.Teller != Teller.Pull))
        {
            if (At(line.At) is { } part)
            {
                part.Deployed += line is { Teller: Teller.Environment, Kind: "promoted" } ? 1 : 0;
                part.Asked += Loads.IsAsking(line) || Loads.IsRollback(line) || Loads.IsIncident(line) ? 1 : 0;
            }
        }

        return parts.Select(part => part.Period).ToRow();
    }

    private sealed class Part(DateTimeOffset from)
    {
        private readonly SortedDictionary<string, (int Landed, int Failed)> _agents = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, (int Landed, int Failed)> _models = new(StringComparer.Ordinal);
        private int _landed;
        private int _failed;

        public int Opened { get; set; }

        public int Arrived { get; set; }

        public int Drained { get; set; }

        public int Deployed { get; set; }

        public int Asked { get; set; }

        public Period Period =>
            new(from, Opened, Arrived, Drained, _landed, _failed, Deployed, Asked) { Agents = Told(_agents), Models = Told(_models) };

        public void Land(Trip trip)
        {
            var bad = trip.Failed is null ? 0 : 1;
            (_landed, _failed) = (_landed + 1, _failed + bad);
            Count(_agents, trip.Agent, bad);
            Count(_models, trip.AgentAndModel, bad);
        }

        private static void Count(SortedDictionary<string, (int Landed, int Failed)> counts, string? who, int bad)
        {
            if (who is not null)
            {
                var known = counts.GetValueOrDefault(who);
                counts[who] = (known.Landed + 1, known.Failed + bad);
            }
        }

        private static Row<AgentPeriod> Told(SortedDictionary<string, (int Landed, int Failed)> counts) =>
            counts.Select(each => new AgentPeriod(each.Key, each.Value.Landed, each.Value.Failed)).ToRow();
    }
}
