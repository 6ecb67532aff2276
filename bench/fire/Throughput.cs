using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Bot.Webhooks;
using Sluice.Turns.Ports;

namespace Sluice.Bench.Fire;

/// <summary>Turns a second with one, two and three processes on one database: more news than they can look at, evenly over open pull requests and over the processes.</summary>
internal static class Throughput
{
    private const int Pulls = 120;
    private const double PerSecond = 400;
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(15);

    public static async Task<int> Run(int most, TimeSpan time)
    {
        Console.WriteLine("| processes | turns a second | of each | webhooks a second | processor of all, cores | turns for a core's second |\n|--:|--:|--:|--:|--:|--:|");
        for (var replicas = 1; replicas <= most; replicas++)
        {
            Console.WriteLine(await One(replicas, time));
        }

        return 0;
    }

    private static async Task<string> One(int replicas, TimeSpan time)
    {
        await using var place = await Place.Build(replicas);
        await place.Open();
        var bodies = await Bodies(place);
        using var stop = new CancellationTokenSource();
        var counts = new long[place.Replicas.Count];
        var posting = place.Replicas.Select((replica, number) => Post(place, replica, bodies, PerSecond / replicas, counts, number, stop.Token)).ToList();
        await Task.Delay(Warm);
        var (before, posted, used) = (await Turns(place), counts.Sum(), Used(place));
        await Task.Delay(time);
        var after = await Turns(place);
        (posted, used) = (counts.Sum() - posted, Used(place) - used);
        await stop.CancelAsync();
        await Task.WhenAll(posting);
        var each = after.Zip(before, (late, early) => (late - early) / time.TotalSeconds).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {replicas} | {each.Sum():0} | {string.Join(", ", each.Select(one => one.ToString("0", CultureInfo.InvariantCulture)))} | {posted / time.TotalSeconds:0} | {used / time.TotalSeconds:0.00} | {each.Sum() * time.TotalSeconds / used:0} |");
    }

    /// <summary>A webhook about each of many open pull requests, once all are in the books and nothing more happens.</summary>
    private static async Task<List<JsonNode>> Bodies(Place place)
    {
        var pulls = Enumerable.Range(0, Pulls).Select(number => place.Folk.Open($"docs/{number}.md")).ToList();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while ((await place.Books.Alive<PullFact>(null, CancellationToken.None)).Count < Pulls || place.Hub.Requests.Entries.Last().At > place.Hub.World.Now.AddSeconds(-5))
        {
            await beat.WaitForNextTickAsync();
        }

        place.Hub.World.Do(() =>
        {
            pulls.ForEach(pull => place.Hub.World.Statuses.Set(place.Folk.As("ben"), place.Hub.Shop, pull.HeadSha, "pending", "lint"));
            return true;
        });
        List<JsonNode> bodies;
        do
        {
            await beat.WaitForNextTickAsync();
            bodies = place.Hub.World.Do(() => place.Hub.Deliveries.Of(place.Hub.App).Where(delivery => delivery.Event == "status").Select(delivery => JsonNode.Parse(delivery.Body)!).ToList());
        }
        while (bodies.Count < Pulls);
        place.Webhooks("http://127.0.0.1:9/webhooks"); // from here on only ours
        return bodies;
    }

    private static async Task Post(Place place, Replica replica, List<JsonNode> bodies, double perSecond, long[] counts, int number, CancellationToken stop)
    {
        using var http = new HttpClient();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var (began, sent, underWay) = (place.Hub.World.Now, 0L, new List<Task>());
        while (await beat.WaitForNextTickAsync(stop).AsTask().ContinueWith(ticked => ticked.IsCompletedSuccessfully, TaskScheduler.Default))
        {
            underWay.RemoveAll(task => task.IsCompleted);
            for (var due = (long)((place.Hub.World.Now - began).TotalSeconds * perSecond); sent < due && underWay.Count < 32; sent++)
            {
                underWay.Add(Send(sent));
            }
        }

        await Task.WhenAll(underWay);

        async Task Send(long count)
        {
            // Each replica tells of every pull, and each time later than before: always news.
            var body = bodies[(int)(((count * counts.Length) + number) % bodies.Count)].DeepClone();
            var at = began.AddSeconds((count / bodies.Count * counts.Length) + number + 1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            (body["created_at"], body["updated_at"], body["state"]) = (at, at, count / bodies.Count % 2 == 0 ? "success" : "pending");
            var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{replica.Address}/webhooks") { Content = new ByteArrayContent(bytes) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            request.Headers.Add("X-GitHub-Event", "status");
            request.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
            request.Headers.Add("X-Hub-Signature-256", Signature.Of(place.Hub.WebhookSecret, bytes));
            using var answer = await http.SendAsync(request, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
            Interlocked.Increment(ref counts[number]);
        }
    }

    private static async Task<IReadOnlyList<double>> Turns(Place place)
    {
        using var http = new HttpClient();
        return await Task.WhenAll(place.Replicas.Select(async replica => (await http.GetStringAsync(new Uri($"{replica.Address}/metrics"))).Split('\n')
            .Where(line => line.StartsWith("sluice_turns_total{", StringComparison.Ordinal)).Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture))));
    }

    /// <summary>What the replicas have had of the processors, in seconds.</summary>
    private static double Used(Place place) => place.Replicas.Sum(replica => replica.Bot.Processor.TotalSeconds);
}
