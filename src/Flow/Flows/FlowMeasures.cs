namespace Sluice.Flow.Flows;

/// <summary>Takes the measures of a repository's flow from its books: a function of them and of nothing else.</summary>
public static class FlowMeasures
{
    /// <summary>So many agents and authors are told.</summary>
    private const int Most = 50;

    /// <param name="trips">One for each pull request, in any order.</param>
    /// <param name="lines">Of the lanes and environments, ascending by time.</param>
    public static FlowReport Of(IReadOnlyList<Trip> trips, IReadOnlyList<Happening> lines, DateTimeOffset from, DateTimeOffset now)
    {
        if (!lines.Any(line => line.Teller == Teller.Environment))
        {
            // Nothing is deployed here by the bot: what landed waits for nothing.
            trips = [.. trips.Select(trip => trip.Now is { For: Stage.Deploy } ? trip with { Now = null } : trip)];
        }

        var landed = trips.Where(trip => trip.Landed >= from && trip.Landed <= now).ToList();
        var recent = lines.Where(line => line.At >= from && line.At <= now).ToList();
        var ci = Spent(recent);
        var restores = Restores(recent);
        var days = Math.Max((now - from).TotalDays, 1.0 / 24);
        var begin = Earliest(landed, recent, from, now);
        var size = Periods.Size(now - begin);
        Dora Group(string who, IEnumerable<Trip> all)
        {
            var (mine, landings) = (all.ToList(), new List<Trip>());
            landings.AddRange(mine.Where(trip => trip.Landed >= from && trip.Landed <= now));
            return new Dora(
                who,
                landings.Count,
                landings.Count(trip => trip.Live is not null || restores.Nothing) / days,
                Length.Of(landings.Select(trip => trip.Lead).OfType<TimeSpan>()),
                Rate.From(landings.Count(trip => trip.Failed is not null), landings.Count),
                Length.Of(
                    restores
                        .Took.Where(each => landings.Exists(trip => trip.Failed is not null && each.Pulls.Contains(trip.Number)))
                        .Select(each => each.Span)
                ),
                mine.Where(trip => trip.Out >= from || trip.Out is null).Sum(trip => trip.Ejected),
                mine.Sum(trip => ci.GetValueOrDefault(trip.Number)) / 60
            )
            {
                InFlight = mine.Count(trip => trip is { Now: not null, Queued: not null }),
            };
        }

        Row<Dora> Groups(Func<Trip, string?> of) =>
            trips
                .Where(trip => of(trip) is { Length: > 0 })
                .GroupBy(trip => of(trip)!, StringComparer.Ordinal)
                .Select(each => Group(each.Key, each))
                .Where(each => each.Landed + each.Ejected + each.InFlight > 0)
                .OrderByDescending(each => each.Landed)
                .ThenBy(each => each.Who, StringComparer.Ordinal)
                .Take(Most)
                .ToRow();

        var all = Group("all", trips);
        return new FlowReport(from, now)
        {
            Lead = Length.Of(landed.Select(trip => trip.Lead!.Value)),
            Stages = Enum.GetValues<Stage>()
                .Select(stage => (stage, length: Length.Of(landed.Select(trip => trip.In(stage)))))
                .Where(each => each.length is { Mean: > 0 })
                .Select(each => new StageFigure(each.stage, each.length!))
                .ToRow(),
            Bottleneck = Narrowest(trips, now),
            Opened = trips.Count(trip => trip.Opened >= from),
            Landed = landed.Count,
            Ejected = all.Ejected,
            CiMinutesPerLanded = landed.Count == 0 || ci.Count == 0 ? null : ci.Values.Sum() / 60 / landed.Count,
            All = all,
            ByOrigin = Groups(trip => trip.Origin),
            ByAgent = Groups(trip => trip.Agent),
            ByModel = Groups(trip => trip.AgentAndModel),
            ByAuthor = Groups(trip => trip.Author),
            Periods = Periods.Of(trips, recent, begin, now, size),
            PeriodSeconds = size.TotalSeconds,
            Load = Loads.Of(trips, recent, from, now),
        };
    }

    /// <summary>Where the time that is being lost now adds up to most.</summary>
    private static Bottleneck? Narrowest(IReadOnlyList<Trip> trips, DateTimeOffset now) =>
        trips
            .Where(trip => trip.Now is not null && (trip.Queued is not null || trip.Questions > 0) && trip.Now.Since <= now)
            .GroupBy(trip => trip.Now!.For)
            .Select(group => (Stage: group.Key, All: group.OrderBy(trip => trip.Now!.Since).ThenBy(trip => trip.Number).ToList()))
            .Select(group => new Bottleneck(
                group.Stage,
                group.All.Count,
                group.All.Sum(trip => (now - trip.Now!.Since).TotalSeconds),
                group.All[0].Number,
                (now - group.All[0].Now!.Since).TotalSeconds
            ))
            .OrderByDescending(each => each.Seconds)
            .ThenBy(each => each.Stage)
            .FirstOrDefault();

    /// <summary>Seconds of checks by pull: what ran on a build is shared by all that it held.</summary>
    private static SortedDictionary<int, double> Spent(List<Happening> lines)
    {
        var spent = new SortedDictionary<int, double>();
        foreach (var line in lines.Where(line => line.Teller == Teller.Lane && line.Pulls.Count > 0 && line.Checks.Count > 0))
        {
            // Commit statuses tell no times: then the build's own is all that is known.
            var each =
                (line.Checks.Any(check => check.Seconds is not null) ? line.Checks.Sum(check => check.Seconds ?? 0) : line.Ran ?? 0)
                / line.Pulls.Count;
            foreach (var pull in line.Pulls)
            {
                spent[pull] = spent.GetValueOrDefault(pull) + each;
            }
        }

        return spent;
    }

    /// <summary>From each regression to the rollback that answers it: the next one that names the same pulls.</summary>
    private static (bool Nothing, List<(TimeSpan Span, Row<int> Pulls)> Took) Restores(List<Happening> lines)
    {
        var releases = lines.Where(line => line.Teller == Teller.Environment).ToList();
        var took = new List<(TimeSpan, Row<int>)>();
        for (var at = 0; at < releases.Count; at++)
        {
            if (
                releases[at].Kind == "regressed"
                && releases.Skip(at).FirstOrDefault(line => line.Kind is "rolled_back" && line.Pulls.Equals(releases[at].Pulls)) is { } back
            )
            {
                took.Add((back.At - releases[at].At, releases[at].Pulls));
            }
        }

        return (releases.Count == 0, took);
    }

    private static DateTimeOffset Earliest(List<Trip> landed, List<Happening> lines, DateTimeOffset from, DateTimeOffset now) =>
        new[] { landed.Select(trip => trip.Opened).DefaultIfEmpty(now).Min(), lines.Count == 0 ? now : lines[0].At }.Min() is var first
        && first > from
            ? first
            : from;
}
