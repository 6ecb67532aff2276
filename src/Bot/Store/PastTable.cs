using Dapper;
using Npgsql;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Store;

/// <summary>What a lane lived through of late: who came when, how that ended, how long builds ran.</summary>
internal sealed class PastTable(NpgsqlDataSource database)
{
    /// <summary>The newest of so many pull requests: more say no more, and take longer to replay.</summary>
    private const int Most = 2000;

    private const string Lines = """
        select subject = @lane as Lane, at as At, kind as Kind, pulls as Pulls, data ->> 'base' as Base, data ->> 'code' as Code, data #>> '{risk,band}' as Band,
            case when jsonb_typeof(data #> '{risk,score}') = 'number' then (data #>> '{risk,score}')::float8 end as Score,
            coalesce(data #>> '{origin,level}' = '3' and data #>> '{origin,sponsor}' is null, false) as Unsponsored,
            case when subject = @lane and jsonb_typeof(data -> 'seconds') = 'number' then (data ->> 'seconds')::float8 end as Seconds
        from journal where repo = @repo and at >= @since
            and (subject = @lane and kind in ('green', 'red', 'landed') or subject like 'pull/%' and kind in ('queued', 'testing', 'waiting', 'ejected', 'left'))
        order by seq
        """;

    private const string Approvals = """
        select parent as Pull, min((body #>> '{review,at}')::timestamptz) as At from facts
        where repo = @repo and kind = 'review' and parent = any(@pulls) and body #>> '{review,state}' = 'Approved'
        group by parent, body #>> '{review,by,id}'
        """;

    public async Task<PastLane> Of(long repo, LaneSubject lane, int days, DateTimeOffset since, double flake, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        var (waiting, done, builds) = (new SortedDictionary<int, PastPull>(), new List<PastPull>(), new List<double>());
        var lines = await connection.QueryAsync<Line>(
            new(
                Lines,
                new
                {
                    repo,
                    lane = lane.Key,
                    since = since.ToUniversalTime(),
                },
                cancellationToken: stop
            )
        );
        foreach (var line in lines)
        {
            if (line is { Lane: true, Seconds: { } seconds })
            {
                builds.Add(seconds);
            }

            var numbers = line.Lane
                ? line.Kind == "landed"
                    ? line.Pulls
                    : []
                : line.Base == lane.Base
                    ? line.Pulls
                    : [];
            foreach (var number in numbers)
            {
                Take(line, number, waiting, done);
            }
        }

        var pulls = done.OrderBy(pull => pull.Queued).ThenBy(pull => pull.Number).TakeLast(Most).ToList();
        var approvals = (
            await connection.QueryAsync<(string Pull, DateTimeOffset At)>(
                new(
                    Approvals,
                    new { repo, pulls = pulls.Select(pull => Turns.Ports.Numbers.Key(pull.Number)).ToArray() },
                    cancellationToken: stop
                )
            )
        ).ToLookup(each => each.Pull, each => each.At);
        return new(
            days,
            [.. pulls.Select(pull => pull with { Approvals = approvals[Turns.Ports.Numbers.Key(pull.Number)].Order().ToRow() })],
            builds.ToRow(),
            flake
        );
    }

    private static void Take(Line line, int number, SortedDictionary<int, PastPull> waiting, List<PastPull> done)
    {
        var known = waiting.GetValueOrDefault(number);
        switch (line.Kind)
        {
            case "queued" or "testing":
                known ??= new PastPull(number, DateTimeOffset.MaxValue, Band.Low, 0.05, false);
                waiting[number] = known with
                {
                    Queued = line.At < known.Queued ? line.At : known.Queued,
                    Band = Enum.TryParse<Band>(line.Band, true, out var band) ? band : known.Band,
                    Risk = line.Score ?? known.Risk,
                    Unsponsored = line.Unsponsored,
                };
                break;
            case "waiting" when line.Code == "not_approved" && known is null:
                waiting[number] = new PastPull(number, DateTimeOffset.MaxValue, Band.Low, 0.05, false) { Asked = line.At };
                break;
            case "landed" or "ejected" or "left" when waiting.Remove(number) && known!.Queued < DateTimeOffset.MaxValue:
                // Whoever left of its own says nothing of the queue.
                if (line.Kind == "landed" || line.Code == "checks_failed")
                {
                    done.Add(known with { Bad = line.Kind == "ejected" });
                }

                break;
        }
    }

    private sealed record Line(
        bool Lane,
        DateTimeOffset At,
        string Kind,
        int[] Pulls,
        string? Base,
        string? Code,
        string? Band,
        double? Score,
        bool Unsponsored,
        double? Seconds
    )
    {
        /// <summary>For Dapper.</summary>
        public Line()
            : this(false, default, "", [], null, null, null, null, false, null) { }
    }
}
