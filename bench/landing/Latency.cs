using System.Globalization;
using Sluice.Hub.Model;

namespace Sluice.Bench.Landing;

/// <summary>
/// How long a green build waits for the bot: from the moment at which the last check is green on GitHub, which sends its webhook then,
/// until the landing push arrives there, while many repositories are alive.
/// </summary>
internal static class Latency
{
    private const int AtOnce = 50;

    /// <summary>No CI answers sooner: by then the turn that asked for it has ended, and what else it told has come.</summary>
    private static readonly TimeSpan Ci = TimeSpan.FromSeconds(1);

    private const string PushBegins = "git push info/refs";

    public static async Task<int> Run(int repositories, int landings, TimeSpan between, string policy)
    {
        await using var town = await Town.Build(repositories, policy, Ci);
        town.Hub.Toll.Numbers = town.Hub.Toll.Numbers with { IsOn = false };
        await using var server = await Server.Start(town.Hub);
        town.OpenCi();
        foreach (var some in town.Repositories.Chunk(AtOnce))
        {
            // Each has landed one: it is known, its mirror is there, its lane is alive.
            var began = TimeProvider.System.GetTimestamp();
            var first = some.Select(town.Queue).ToList();
            await town.Until(() => first.All(pull => pull.IsMerged), "the first of each repository have landed");
            Console.Error.WriteLine($"{some.Length} in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
        }

        Console.Error.WriteLine();
        var (green, landed) = (
            new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal),
            new List<(Repository Of, string Commit, DateTimeOffset At)>()
        );
        using var watching = town.Hub.World.Subscribe(happened =>
        {
            switch (happened)
            {
                case WorkflowJobChange { Did: "completed", Job: var job }:
                    green[job.Run.HeadSha] = town.Hub.World.Now;
                    break;
                case WorldEvent.Push { Ref: "refs/heads/main" } push:
                    landed.Add((push.Of, push.After, town.Hub.World.Now));
                    break;
            }
        });
        var queued = new List<Pull>();
        using var beat = new PeriodicTimer(between);
        for (var number = 0; number < landings; number++)
        {
            queued.Add(town.Queue(town.Repositories[number * 7 % repositories]));
            await beat.WaitForNextTickAsync();
        }

        await town.Until(() => queued.All(pull => pull.IsMerged), "they have landed");
        var pushes = town
            .Hub.Requests.Entries.Where(request => request.Operation == PushBegins)
            .ToLookup(request => request.Path.Split("/info/")[0], StringComparer.Ordinal);
        var took = landed
            .Select(landing =>
                (pushes[$"/{landing.Of.FullName}.git"].Last(push => push.At <= landing.At).At - green[landing.Commit]).TotalMilliseconds
            )
            .Order()
            .ToList();
        Console.WriteLine("| repositories alive | landings | p50 ms | p95 ms | p99 ms | most ms | resident MB |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {repositories} | {took.Count} | {Quantile(took, 0.5):0} | {Quantile(took, 0.95):0} | {Quantile(took, 0.99):0} | {took[^1]:0} | {server.Resident / 1_000_000} |"
            )
        );
        return 0;
    }

    private static double Quantile(List<double> sorted, double part) => sorted[Math.Min((int)(part * sorted.Count), sorted.Count - 1)];
}
