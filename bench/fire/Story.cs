using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Sim.Storms;

namespace Sluice.Bench.Fire;

/// <summary>The long story: every fault in turn on the same processes, database and repository.</summary>
internal static class Story
{
    public const string Begin = "<!-- fire: begin -->";
    public const string End = "<!-- fire: end -->";

    /// <returns>The exit code.</returns>
    public static async Task<int> Run(Numbers numbers, string ran)
    {
        await using var place = await Place.Build(replicas: 3);
        var (team, faults) = (new Team(place), new Faults(place, numbers.Seed));
        await place.Open();
        using var ended = Tidy(place, PosixSignal.SIGTERM, 143);
        using var interrupted = Tidy(place, PosixSignal.SIGINT, 130);
        var (ordeal, trials) = (new Ordeal(place, team, faults), new List<Trial>());
        try
        {
            await foreach (var trial in All(numbers, place, ordeal, faults))
            {
                trials.Add(trial);
            }
        }
        catch (Exception stuck) when (stuck is TimeoutException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"{stuck}\n{place.Screen.Draw()}");
            trials.Add(new Trial(stuck.Message, "", 0, default, ["the story did not go on"], [], []));
        }
        finally
        {
            await team.Rest();
        }

        trials.Add(await ordeal.Close());
        var table = Table(ran, trials, place, team);
        Console.Write(table);
        if (numbers.Table is { } path)
        {
            var text = await File.ReadAllTextAsync(path);
            await File.WriteAllTextAsync(
                path,
                FaultTable.Within(text, table, Begin, End)
                    ?? throw new InvalidOperationException($"{path} marks no place: {Begin} and {End}")
            );
        }

        if (!trials.All(trial => trial.IsSound))
        {
            await Console.Error.WriteLineAsync($"What the replicas said: {Place.LogPath}");
            return 1;
        }

        return 0;
    }

    private static async IAsyncEnumerable<Trial> All(Numbers numbers, Place place, Ordeal ordeal, Faults faults)
    {
        if (numbers.Kills > 0)
        {
            yield return await ordeal.Undergo(
                "`kill -9` of replicas, every tenth time of all three at once",
                say => faults.Kill(numbers.Kills, say)
            );
        }

        if (numbers.Restarts > 0)
        {
            yield return await ordeal.Undergo("PostgreSQL stopped and started", say => faults.EndDatabase("INT", numbers.Restarts, say));
            yield return await ordeal.Undergo("PostgreSQL killed", say => faults.EndDatabase("KILL", numbers.Restarts, say));
        }

        if (numbers.Cuts > 0)
        {
            yield return await ordeal.Undergo("all connections to PostgreSQL cut", say => faults.CutConnections(numbers.Cuts, say));
            yield return await ordeal.Undergo("PostgreSQL takes no connections", _ => faults.CloseDatabase(TimeSpan.FromSeconds(30)));
        }

        if (numbers.Disks > 0 && place.Database.Disk is not null)
        {
            yield return await ordeal.Undergo(
                "PostgreSQL's disk is full",
                say => faults.FillDisk(numbers.Disks, TimeSpan.FromSeconds(20), say)
            );
        }

        if (numbers.Freezes > 0)
        {
            yield return await ordeal.Undergo(
                "a replica stopped by a signal in the midst of a push, beyond its lease, and woken",
                say => faults.Freeze(numbers.Freezes, TimeSpan.FromSeconds(45), say)
            );
        }

        if (numbers.Away > 0)
        {
            yield return await ordeal.Undergo("GitHub out of reach", _ => faults.HideGitHub(TimeSpan.FromMinutes(numbers.Away)));
        }

        if (numbers.Backlog > 0)
        {
            yield return await ordeal.Undergo(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{numbers.Backlog} minutes' deliveries, {numbers.Rate} a minute, held back and delivered at once"
                ),
                say => faults.HoldBack((long)(numbers.Backlog * numbers.Rate), say)
            );
        }

        if (numbers.Lost > 0)
        {
            yield return await ordeal.Undergo(
                "every webhook lost, and every one that is asked for again",
                _ => faults.LoseWebhooks(TimeSpan.FromMinutes(numbers.Lost)),
                () => place.Webhooks(place.Address)
            );
        }
    }

    /// <summary>Who interrupts it leaves no process and no disk behind.</summary>
    private static PosixSignalRegistration Tidy(Place place, PosixSignal signal, int exit) =>
        PosixSignalRegistration.Create(
            signal,
            told =>
            {
                told.Cancel = true;
                place.DisposeAsync().AsTask().Wait();
                Environment.Exit(exit);
            }
        );

    private static string Table(string ran, List<Trial> trials, Place place, Team team)
    {
        var (crashes, stood) = (place.Crashes.Count, place.Watch.Stood);
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"`{ran}`: {place.Watch.Elapsed.TotalMinutes:0} minutes{(stood > TimeSpan.Zero ? $", and {stood.TotalSeconds:0} s in which nothing on the machine ran" : "")}, {team.Landed:#,0} pull requests landed and {team.Out:#,0} were put out, "
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"{place.Hub.Requests.Entries.Count:#,0} requests to GitHub, {place.Replicas.Sum(replica => replica.Bot.Lives):#,0} processes of the bot, of which {(crashes == 0 ? "none" : crashes)} ended by itself.\n\n"
        );
        text.Append(
            "| fault | how often | landed meanwhile | at rest again after | lost | done twice | ended by itself |\n|---|---|---:|---:|---|---|---|\n"
        );
        foreach (var trial in trials)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {trial.Fault} | {trial.Often} | {trial.Landed} | {trial.Rest.TotalSeconds:0} s | {Of(trial.Lost)} | {Of(trial.Broken)} | {Of(trial.Crashed)} |\n"
            );
        }

        return text.ToString();
    }

    private static string Of(IReadOnlyList<string> what) => what.Count == 0 ? "nothing" : string.Join("; ", what);
}
