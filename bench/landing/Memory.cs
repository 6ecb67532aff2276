using System.Globalization;
using Sluice.Hub.Model;

namespace Sluice.Bench.Landing;

/// <summary>
/// What the bot holds of the machine's memory while many repositories are alive and many pull requests open, under a steady load: landings,
/// pushes to open pull requests, comments. All of it comes in by webhooks, as it would.
/// </summary>
internal static class Memory
{
    /// <summary>Megabytes that it may hold, and by which it may grow in an hour.</summary>
    private const double Most = 400,
        Growth = 20;

    /// <summary>So many are opened before the bot has looked at those before.</summary>
    private const int Ahead = 400;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Told = TimeSpan.FromMinutes(2);

    public static async Task<int> Run(int minutes, int repositories, int pulls, TimeSpan beat, string policy)
    {
        await using var town = await Town.Build(repositories, policy, TimeSpan.FromSeconds(1));
        town.Hub.Toll.Numbers = town.Hub.Toll.Numbers with { IsOn = false };
        await using var server = await Server.Start(town.Hub);
        town.OpenCi();
        var began = TimeProvider.System.GetTimestamp();
        var open = await Fill(town, server, pulls, began);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{open.Count} pull requests in {repositories} repositories are open and looked at after {TimeProvider.System.GetElapsedTime(began).TotalMinutes:0.0} minutes."
            )
        );
        var samples = await Watch(town, server, open, TimeSpan.FromMinutes(minutes), beat);
        return Judge(samples, minutes);
    }

    private static async Task<List<Pull>> Fill(Town town, Server server, int pulls, long began)
    {
        var (open, each) = (new List<Pull>(), pulls / town.Repositories.Count);
        var unseen = new List<Pull>();
        foreach (var repository in town.Repositories)
        {
            Pull[] opened = [.. Enumerable.Range(0, each).Select(_ => town.Open(repository))];
            open.AddRange(opened);
            unseen.AddRange(opened);
            await town.Until(() => AreFewerThan(unseen, Ahead), "the bot has looked at most of them");
            if (open.Count / 1000 > (open.Count - each) / 1000)
            {
                Say(began, $"{open.Count} pull requests are open, {open.Count - unseen.Count} of them looked at", server);
            }
        }

        await town.Until(() => AreFewerThan(unseen, 1), "the bot has looked at all of them");
        return open;
    }

    private static bool AreFewerThan(List<Pull> unseen, int most)
    {
        unseen.RemoveAll(IsLookedAt);
        return unseen.Count < most;
    }

    /// <summary>What there is so far, for whoever waits an hour for it.</summary>
    private static void Say(long began, string what, Server server) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{TimeProvider.System.GetElapsedTime(began).TotalMinutes, 5:0.0} min: {what}; {server.Resident / 1e6:0} MB resident."
            )
        );

    private static bool IsLookedAt(Pull pull) => pull.Labels.Keys.Any(label => label.StartsWith("risk/", StringComparison.Ordinal));

    private static async Task<List<(TimeSpan At, double Megabytes)>> Watch(
        Town town,
        Server server,
        List<Pull> open,
        TimeSpan span,
        TimeSpan pause
    )
    {
        var (samples, began, landed) = (new List<(TimeSpan At, double Megabytes)>(), TimeProvider.System.GetTimestamp(), new List<Pull>());
        using var beat = new PeriodicTimer(pause);
        for (var number = 0; TimeProvider.System.GetElapsedTime(began) is var now && now < span; number++)
        {
            if (samples.Count == 0 || now - samples[^1].At >= Between)
            {
                if (samples.Count == 0 || (int)(now / Told) > (int)(samples[^1].At / Told))
                {
                    Say(began, $"{landed.Count} queued, {landed.Count(pull => pull.IsMerged)} landed", server);
                }

                samples.Add((now, server.Resident / 1e6));
            }

            landed.Add(town.Queue(town.Repositories[number * 7 % town.Repositories.Count]));
            town.Push(open[number * 17 % open.Count]);
            town.Say(open[number * 29 % open.Count]);
            await beat.WaitForNextTickAsync();
        }

        await town.Until(() => landed.All(pull => pull.IsMerged), "what was queued has landed");
        samples.Add((TimeProvider.System.GetElapsedTime(began), server.Resident / 1e6));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{landed.Count} landings, as many pushes to open pull requests, and as many comments."
            )
        );
        return samples;
    }

    private static int Judge(List<(TimeSpan At, double Megabytes)> samples, int minutes)
    {
        var (slope, error) = Slope([.. samples.Where(sample => sample.At.TotalMinutes >= minutes / 4.0)]);
        Console.WriteLine("| minute | resident MB |");
        Console.WriteLine("|--:|--:|");
        var step = minutes >= 30 ? 10 : Math.Max(1, minutes / 5);
        var shown = samples.Where(
            (sample, at) =>
                at == 0 || (int)(sample.At.TotalMinutes / step) > (int)(samples[at - 1].At.TotalMinutes / step) || at == samples.Count - 1
        );
        foreach (var sample in shown)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {sample.At.TotalMinutes:0} | {sample.Megabytes:0} |"));
        }

        var most = samples.Max(sample => sample.Megabytes);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Most: {most:0} MB. From a quarter on it grew by {slope:0.0} MB an hour (standard error {error:0.0})."
            )
        );
        var isFlat = slope < Growth || slope < 2 * error;
        Console.WriteLine(most <= Most && isFlat ? "It holds." : $"It does not hold: at most {Most} MB, and no growth, were allowed.");
        return most <= Most && isFlat ? 0 : 1;
    }

    /// <summary>By least squares, in an hour, and how sure that is.</summary>
    private static (double Slope, double Error) Slope(List<(TimeSpan At, double Megabytes)> samples)
    {
        var (at, held) = (samples.Average(sample => sample.At.TotalHours), samples.Average(sample => sample.Megabytes));
        var spread = samples.Sum(sample => Math.Pow(sample.At.TotalHours - at, 2));
        var slope = samples.Sum(sample => (sample.At.TotalHours - at) * (sample.Megabytes - held)) / spread;
        var left = samples.Sum(sample => Math.Pow(sample.Megabytes - held - (slope * (sample.At.TotalHours - at)), 2));
        return (slope, Math.Sqrt(left / Math.Max(1, samples.Count - 2) / spread));
    }
}
