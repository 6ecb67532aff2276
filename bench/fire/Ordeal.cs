using System.Diagnostics;
using Npgsql;
using Sluice.Bot.Tests.Stories;

namespace Sluice.Bench.Fire;

/// <summary>One fault after the other strikes while people work; after each, all that was asked must be done, once, and the books must hold what GitHub shows.</summary>
internal sealed class Ordeal(Place place, Team team, Faults faults)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly long _began = Stopwatch.GetTimestamp();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    public async Task<Trial> Undergo(string fault, Func<Action<string>, Task<string>> strike, Action? over = null)
    {
        Say($"{fault}: begins");
        var (began, landed) = (Stopwatch.GetTimestamp(), faults.Landed());
        team.Begin();
        var often = await strike(progress => Say($"{fault}: {progress}"));
        await team.Rest();
        var (took, ended) = (Stopwatch.GetElapsedTime(began), Stopwatch.GetTimestamp());
        landed = faults.Landed() - landed;
        Say($"{fault}: over ({often}); until all is done that was asked");
        var lost = await Settled();
        var rest = Stopwatch.GetElapsedTime(ended);
        over?.Invoke();
        var trial = new Trial(fault, often, landed, took, rest, lost, [.. Promises.Broken(place.Hub), .. team.Twice(), .. place.Hub.Faults.Select(own => $"the hub itself: {own.Message}")]);
        Say($"{fault}: at rest after {rest.TotalSeconds:0} s; {(trial.IsSound ? "nothing lost, nothing twice" : string.Join("; ", trial.Lost.Concat(trial.Broken)))}");
        return trial;
    }

    /// <returns>What is not done when patience ends.</returns>
    private async Task<IReadOnlyList<string>> Settled()
    {
        using var beat = new PeriodicTimer(Glance);
        for (var (began, told) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp()); ; await beat.WaitForNextTickAsync())
        {
            var undone = team.Undone();
            if (undone.Count == 0)
            {
                undone = await Differences();
            }

            if (undone.Count == 0 || Stopwatch.GetElapsedTime(began) > Patience)
            {
                return undone;
            }

            if (Stopwatch.GetElapsedTime(told) > TimeSpan.FromSeconds(20))
            {
                told = Stopwatch.GetTimestamp();
                Say($"  {undone.Count} left: {string.Join("; ", undone.Take(3))}");
            }
        }
    }

    private async Task<IReadOnlyList<string>> Differences()
    {
        try
        {
            return await Reconciled.Differences(place.Hub, place.Books, CancellationToken.None);
        }
        catch (NpgsqlException fault)
        {
            return [$"the database does not answer: {fault.Message}"];
        }
    }

    private void Say(string line)
    {
        Console.Error.WriteLine($"{Elapsed:mm\\:ss} {line}");
        place.Log.Add($"-------- {line}");
    }
}
