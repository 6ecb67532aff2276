using System.Diagnostics;
using System.Globalization;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bench.Fire;

/// <summary>
/// How long work stands still whose replica is killed: from <c>kill -9</c> in the midst of a lane's push until what waits for that turn has
/// landed by another.
/// </summary>
internal static class Takeover
{
    private static readonly TimeSpan Goal = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <returns>The exit code: whether none took longer than the goal.</returns>
    public static async Task<int> Run(int times)
    {
        await using var place = await Place.Build(replicas: 2);
        await place.Open();
        var took = new List<double>();
        for (var time = 1; time <= times; time++)
        {
            await Task.WhenAll(place.Replicas.Select(replica => replica.Ready()));
            took.Add((await One(place, time)).TotalSeconds);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{time} of {times}: {took[^1]:0.0} s"));
        }

        took.Sort();
        Console.WriteLine("| kills | half within, s | 9 of 10 within, s | longest, s |\n|--:|--:|--:|--:|");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {times} | {took[times / 2]:0.0} | {took[Math.Min(times * 9 / 10, times - 1)]:0.0} | {took[^1]:0.0} |"
            )
        );
        foreach (var crash in place.Crashes)
        {
            await Console.Error.WriteLineAsync(crash);
        }

        return took[^1] <= Goal.TotalSeconds && place.Crashes.Count == 0 ? 0 : 1;
    }

    private static async Task<TimeSpan> One(Place place, int number)
    {
        long? killed = null;
        var landed = new TaskCompletionSource();
        using var subscription = place.Hub.World.Subscribe(happened =>
        {
            if (
                killed is null
                && happened is WorldEvent.Push { Before: Zero.Sha, Ref: var name }
                && name.StartsWith("refs/heads/sluice/queue/", StringComparison.Ordinal)
                && place.Replicas.FirstOrDefault(replica => replica.IsPushing)?.Bot is { } victim
            )
            {
                victim.Mourning = landed.Task; // only the other can land it
                killed = victim.Kill() ? Stopwatch.GetTimestamp() : null;
            }
        });
        var pull = place.Folk.Queue(place.Folk.Open($"docs/{number}.md"));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            for (
                var began = place.Watch.Elapsed;
                !place.Hub.World.Do(() => pull.IsMerged && killed is not null);
                await beat.WaitForNextTickAsync()
            )
            {
                if (place.Watch.Elapsed - began > Patience)
                {
                    throw new TimeoutException(
                        $"#{pull.Number} {(killed is null ? "met no kill" : "was not taken over")} within {Patience.TotalMinutes} minutes"
                    );
                }
            }

            return Stopwatch.GetElapsedTime(killed!.Value);
        }
        finally
        {
            landed.SetResult();
        }
    }
}
