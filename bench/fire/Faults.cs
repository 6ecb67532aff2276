using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bench.Fire;

/// <summary>What befalls the bot and what it stands on.</summary>
internal sealed class Faults(Place place, int seed)
{
    private const string Nobody = "http://127.0.0.1:9/webhooks";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Random _dice = new(seed);

    public int Landed() => place.Hub.World.Do(() => place.Hub.Shop.Pulls.Values.Count(pull => pull.IsMerged));

    /// <summary>At the n-th thing that happens in the world, inside its change, or at a moment that nothing tells apart; every tenth time all replicas at once.</summary>
    public async Task<string> Kill(int times, Action<string> say)
    {
        var (killed, inside) = (0, 0);
        for (var round = 1; killed < times; round++)
        {
            var victim = place.Replicas[_dice.Next(place.Replicas.Count)];
            var (events, died) = (_dice.Next(1, 30), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            using (place.Hub.World.Subscribe(_ =>
            {
                if (--events <= 0 && !died.Task.IsCompleted && victim.Bot.Kill())
                {
                    died.TrySetResult();
                }
            }))
            {
                await Task.WhenAny(died.Task, Task.Delay(TimeSpan.FromSeconds(_dice.Next(1, 6))));
            }

            inside += died.Task.IsCompleted ? 1 : 0;
            killed += died.Task.IsCompleted || victim.Bot.Kill() ? 1 : 0;
            killed += round % 10 == 0 ? place.Replicas.Count(replica => killed < times && replica.Bot.Kill()) : 0;
            if (round % 5 == 0)
            {
                say($"{killed} of {times}, {Landed()} landed");
            }
        }

        return $"{killed} times, {inside} of them in the midst of a request";
    }

    /// <param name="signal">INT: it stops in order; KILL: as by a power cut.</param>
    public async Task<string> EndDatabase(string signal, int times, Action<string> say)
    {
        for (var time = 1; time <= times; time++)
        {
            await place.Database.End(signal);
            await UntilOneMoreLanded();
            say($"{time} of {times}, {Landed()} landed");
        }

        return Times(times);
    }

    public async Task<string> CutConnections(int times, Action<string> say)
    {
        await using var database = NpgsqlDataSource.Create(place.Database.Connection);
        for (var time = 1; time <= times; time++)
        {
            await using (var cut = database.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"))
            {
                await cut.ExecuteNonQueryAsync();
            }

            await UntilOneMoreLanded();
            say($"{time} of {times}, {Landed()} landed");
        }

        return Times(times);
    }

    public async Task<string> CloseDatabase(TimeSpan time)
    {
        await using (await Outage.Begin(place.Database.Connection))
        {
            await Task.Delay(time);
        }

        return Seconds(time);
    }

    public async Task<string> FillDisk(int times, TimeSpan time, Action<string> say)
    {
        for (var count = 1; count <= times; count++)
        {
            var before = place.WithoutRoom;
            place.Database.Disk!.Fill();
            await Until(() => place.WithoutRoom > before || !Answers(), "PostgreSQL has no room");
            await Task.Delay(time);
            place.Database.Disk.Free();
            await UntilOneMoreLanded();
            say($"{count} of {times}, {Landed()} landed");
        }

        return $"{Times(times)}, {Seconds(time)} each";
    }

    public async Task<string> HideGitHub(TimeSpan time)
    {
        place.Hub.IsAway = true;
        await Task.Delay(time);
        place.Hub.IsAway = false;
        return Minutes(time);
    }

    /// <summary>Nobody takes webhooks until there are so many; then all come at once.</summary>
    public async Task<string> HoldBack(long wanted, Action<string> say)
    {
        var (last, before) = (place.LastDelivery, place.Deliveries);
        place.Webhooks(Nobody);
        for (var number = 0; place.Deliveries - before < wanted;)
        {
            if (!place.Hub.World.Do(() => Chatter(number)))
            {
                await Task.Delay(Glance); // nobody has opened one yet
                continue;
            }

            if (++number % 2000 == 0)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"{place.Deliveries - before:#,0} of {wanted:#,0} held back"));
            }
        }

        await place.Hub.Hooks.Idle();
        place.Webhooks(place.Address);
        var count = place.Hub.World.Do(() =>
        {
            var failed = place.Hub.Deliveries.Of(place.Hub.App).Where(delivery => delivery.Id > last && delivery.Outcome is { IsSuccess: false }).Reverse().ToList();
            failed.ForEach(delivery => place.Hub.Deliveries.Redeliver(delivery));
            return failed.Count;
        });
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(Glance); // the agenda hands them over
        await place.Hub.Hooks.Idle();
        return string.Create(CultureInfo.InvariantCulture, $"{count:#,0} deliveries, taken in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
    }

    /// <summary>Nobody takes them, nor what is delivered again, until it is said that it is over.</summary>
    public async Task<string> LoseWebhooks(TimeSpan time)
    {
        var before = place.Deliveries;
        place.Webhooks(Nobody);
        await Task.Delay(time);
        return $"{place.Deliveries - before} in {Minutes(time)}, and all until the end";
    }

    /// <summary>The replica whose own push is under way stands still inside it, beyond its lease, and is woken.</summary>
    public async Task<string> Freeze(int times, TimeSpan time, Action<string> say)
    {
        for (var count = 1; count <= times; count++)
        {
            BotProcess? frozen = null;
            using (place.Hub.World.Subscribe(happened =>
            {
                if (frozen is null && happened is WorldEvent.Push { Before: Zero.Sha, Ref: var name } && name.StartsWith("refs/heads/sluice/queue/", StringComparison.Ordinal))
                {
                    frozen = place.Replicas.FirstOrDefault(replica => replica.IsPushing)?.Bot.Freeze();
                }
            }))
            {
                await Until(() => frozen is not null, "a replica is in the midst of a push");
            }

            await Task.Delay(time);
            frozen!.Thaw();
            await UntilOneMoreLanded();
            say($"{count} of {times}, {Landed()} landed");
        }

        return $"{Times(times)}, {Seconds(time)} each";
    }

    /// <summary>What other checks say of open pull requests, which nothing waits for.</summary>
    private bool Chatter(int number)
    {
        var heads = place.Hub.Shop.Pulls.Values.Where(pull => pull.IsOpen).Select(pull => pull.HeadSha).ToList();
        if (heads.Count == 0)
        {
            return false;
        }

        place.Hub.World.Statuses.Set(place.Folk.As("ben"), place.Hub.Shop, heads[number % heads.Count], number / heads.Count % 2 == 0 ? "pending" : "success", $"lint-{number / heads.Count / 500}");
        return true;
    }

    private bool Answers()
    {
        try
        {
            using var database = NpgsqlDataSource.Create(place.Database.Connection);
            using var command = database.CreateCommand("select 1");
            command.ExecuteScalar();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private Task UntilOneMoreLanded()
    {
        var before = Landed();
        return Until(() => Landed() > before, "another landed");
    }

    private static async Task Until(Func<bool> isSo, string what)
    {
        using var beat = new PeriodicTimer(Glance);
        for (var left = Longest; !isSo(); left -= Glance) // by beats: a machine that stands still is not the bot's doing
        {
            if (left < TimeSpan.Zero)
            {
                throw new TimeoutException($"{what}: did not come to be within {Longest.TotalMinutes} minutes");
            }

            await beat.WaitForNextTickAsync();
        }
    }

    private static string Times(int times) => times == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{times} times");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");

    private static string Minutes(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes");
}
