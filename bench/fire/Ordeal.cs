using Npgsql;
using Sluice.Bot.Tests.Stories;

namespace Sluice.Bench.Fire;

/// <summary>
/// One fault after the other strikes while people work; after each, all that was asked must be done, once, and the books must hold what
/// GitHub shows.
/// </summary>
internal sealed class Ordeal(Place place, Team team, Faults faults)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly LastWords _words = new(place.Hub);

    public async Task<Trial> Undergo(string fault, Func<Action<string>, Task<string>> strike, Action? over = null)
    {
        Say($"{fault}: begins");
        var (landed, crashes) = (faults.Landed(), place.Crashes.Count);
        team.Begin();
        var often = await strike(progress => Say($"{fault}: {progress}"));
        await team.Rest();
        var ended = place.Watch.Elapsed;
        landed = faults.Landed() - landed;
        Say($"{fault}: over ({often}); until all is done that was asked");
        var lost = await Settled();
        var rest = place.Watch.Elapsed - ended;
        over?.Invoke();
        var trial = new Trial(
            fault,
            often,
            landed,
            rest,
            lost,
            [.. Promises.Broken(place.Hub), .. team.Twice()],
            [.. place.Crashes.Skip(crashes), .. place.Hub.Faults.Select(own => $"the hub itself: {own.Message}")]
        );
        Say(
            $"{fault}: at rest after {rest.TotalSeconds:0} s; {(trial.IsSound ? "nothing lost, nothing twice" : string.Join("; ", [.. trial.Lost, .. trial.Broken, .. trial.Crashed]))}"
        );
        return trial;
    }

    /// <summary>All replicas are told to end.</summary>
    public async Task<Trial> Close()
    {
        Say("told to end");
        var (began, crashes) = (place.Watch.Elapsed, place.Crashes.Count);
        await place.Close();
        return new Trial(
            "told to end",
            "each replica once",
            0,
            place.Watch.Elapsed - began,
            team.Undone(),
            [.. Promises.Broken(place.Hub), .. team.Twice()],
            [.. place.Crashes.Skip(crashes)]
        );
    }

    /// <returns>What is not done when patience ends.</returns>
    private async Task<IReadOnlyList<string>> Settled()
    {
        using var beat = new PeriodicTimer(Glance);
        for (var (began, told) = (place.Watch.Elapsed, place.Watch.Elapsed); ; await beat.WaitForNextTickAsync())
        {
            var undone = team.Undone();
            if (undone.Count == 0)
            {
                undone = await Differences();
            }

            if (undone.Count == 0 || place.Watch.Elapsed - began > Patience)
            {
                return undone;
            }

            if (place.Watch.Elapsed - told > TimeSpan.FromSeconds(20))
            {
                told = place.Watch.Elapsed;
                Say($"  {undone.Count} left: {string.Join("; ", undone.Take(3))}");
            }
        }
    }

    private async Task<IReadOnlyList<string>> Differences()
    {
        try
        {
            var heard = _words.Listen();
            var unheard = await place.Books.Unheard([.. heard.Deliveries.Select(id => id.ToString("D"))], CancellationToken.None);
            return
            [
                .. unheard
                    .Take(3)
                    .Select(id => $"delivery {id} was answered as taken, and is one of {unheard.Count} that are not in the books"),
                .. await Reconciled.Differences(place.Hub, place.Books, CancellationToken.None, heard.Of),
            ];
        }
        catch (NpgsqlException fault)
        {
            return [$"the database does not answer: {fault.Message}"];
        }
    }

    private void Say(string line)
    {
        Console.Error.WriteLine($"{place.Watch.Elapsed:mm\\:ss} {line}");
        place.Log.Add($"-------- {line}");
    }
}
