using System.Globalization;
using Sluice.Bot.Webhooks;
using Sluice.Hub.Model;

namespace Sluice.Bench.Fire;

/// <summary>
/// Turns a second with one, two and three processes on one database, each turn asking GitHub one thing, and GitHub near and far: always
/// more news than are digested, evenly over the processes.
/// </summary>
internal static class Throughput
{
    /// <summary>
    /// So many wait at any time: more than all processes take at once, fewer than there are pull requests, so that each is a turn of its
    /// own.
    /// </summary>
    private const int Waiting = 160;

    private const int AtOnce = 32;

    /// <summary>As the kernel tells times, whatever its own clock is.</summary>
    private const double TicksPerSecond = 100;

    private static readonly TimeSpan[] Distances = [TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250)];
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(2);

    public static async Task<int> Run(int most, TimeSpan time)
    {
        await using var place = await Place.Build(most);
        var repositories = Crowd.Found(place.Hub);
        await place.Open();
        var crowd = await Crowd.Gather(place, repositories);
        await Console.Error.WriteLineAsync($"{crowd.Pulls} pull requests are known after {place.Watch.Elapsed.TotalSeconds:0} s");
        place.Webhooks("http://127.0.0.1:9/webhooks"); // from here on only ours
        using var feed = new Feed(place, crowd);
        var rows = new List<Row>();
        await feed.For(place.Replicas, Warm);
        for (var processes = most; processes > 0; processes--)
        {
            var replicas = place.Replicas.Take(processes).ToList();
            foreach (var distance in Distances)
            {
                place.Hub.Distance = distance;
                await feed.For(replicas, Lead);
                rows.Add(await One(place, replicas, distance, () => feed.For(replicas, time)));
                await Console.Error.WriteLineAsync(rows[^1].ToString());
            }

            place.Hub.Distance = TimeSpan.Zero;
            await feed.Drain();
            await place.Replicas[processes - 1].Bot.End();
        }

        Console.WriteLine(
            "| GitHub answers after | processes | turns a second | of each | processor of all, cores | of everything | turns for a core's second | sessions of the database at once |\n|--:|--:|--:|--:|--:|--:|--:|---|"
        );
        foreach (var row in rows.OrderBy(row => row.Distance).ThenBy(row => row.Each.Count))
        {
            Console.WriteLine(row);
        }

        foreach (var crash in place.Crashes)
        {
            await Console.Error.WriteLineAsync(crash);
        }

        return place.Crashes.Count == 0 ? 0 : 1;
    }

    private static async Task<Row> One(Place place, IReadOnlyList<Replica> replicas, TimeSpan distance, Func<Task> feed)
    {
        var (before, used, busy, began) = (await Turns(replicas), Used(replicas), Busy(), place.Watch.Elapsed);
        await using var sessions = place.Database.Watch();
        await feed();
        var (after, late, later) = (await Turns(replicas), Used(replicas), Busy());
        var took = (place.Watch.Elapsed - began).TotalSeconds;
        return new Row(
            distance,
            [.. after.Zip(before, (now, then) => (now - then) / took)],
            (late - used) / took,
            (later - busy) / took,
            await sessions.End()
        );
    }

    private static async Task<IReadOnlyList<double>> Turns(IReadOnlyList<Replica> replicas)
    {
        using var http = new HttpClient();
        return await Task.WhenAll(
            replicas.Select(async replica =>
                (await http.GetStringAsync(new Uri($"{replica.Address}/metrics")))
                    .Split('\n')
                    .Where(line => line.StartsWith("sluice_turns_total{", StringComparison.Ordinal))
                    .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture))
            )
        );
    }

    /// <summary>What the replicas have had of the processors, in seconds.</summary>
    private static double Used(IReadOnlyList<Replica> replicas) => replicas.Sum(replica => replica.Bot.Processor.TotalSeconds);

    /// <summary>What everything on this machine has had of them, in seconds: all but what was idle or waited for a disk.</summary>
    private static double Busy()
    {
        var ticks = File.ReadLines("/proc/stat")
            .First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Take(8)
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture))
            .ToList();
        return (ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond;
    }

    /// <summary>Posts reviews as soon as fewer than so many wait.</summary>
    private sealed class Feed(Place place, Crowd crowd) : IDisposable
    {
        private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

        private readonly HttpClient _http = new();
        private int _sent;

        public async Task For(IReadOnlyList<Replica> replicas, TimeSpan time)
        {
            var (until, underWay) = (place.Watch.Elapsed + time, new List<Task>());
            using var beat = new PeriodicTimer(Beat);
            while (place.Watch.Elapsed < until)
            {
                underWay.RemoveAll(task => task.IsCompletedSuccessfully);
                for (var waiting = _sent - crowd.Asked(); waiting < Waiting && underWay.Count < AtOnce; waiting++)
                {
                    underWay.Add(Send(replicas[_sent % replicas.Count], crowd.Review(_sent++)));
                }

                await beat.WaitForNextTickAsync();
            }

            await Task.WhenAll(underWay);
        }

        /// <summary>Ends when GitHub was asked about each.</summary>
        public async Task Drain()
        {
            using var beat = new PeriodicTimer(Beat);
            for (var until = place.Watch.Elapsed + TimeSpan.FromSeconds(20); crowd.Asked() < _sent; await beat.WaitForNextTickAsync())
            {
                if (place.Watch.Elapsed > until)
                {
                    throw new TimeoutException(
                        $"{_sent - crowd.Asked()} of {_sent} reviews were not looked at: {string.Join(", ", await place.Database.Triggers())}"
                    );
                }
            }
        }

        public void Dispose() => _http.Dispose();

        private async Task Send(Replica replica, byte[] body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{replica.Address}/webhooks")
            {
                Content = new ByteArrayContent(body),
            };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            request.Headers.Add("X-GitHub-Event", "pull_request_review");
            request.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
            request.Headers.Add("X-Hub-Signature-256", Signature.Of(place.Hub.WebhookSecret, body));
            using var answer = await _http.SendAsync(request, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        }
    }

    private sealed record Row(TimeSpan Distance, IReadOnlyList<double> Each, double Cores, double Busy, string Sessions)
    {
        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {Distance.TotalMilliseconds:0} ms | {Each.Count} | {Each.Sum():0} | {string.Join(", ", Each.Select(one => one.ToString("0", CultureInfo.InvariantCulture)))} | {Cores:0.00} | {Busy:0.00} | {Each.Sum() / Cores:0} | {Sessions} |"
            );
    }
}
