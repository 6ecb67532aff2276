using System.Globalization;
using Npgsql;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub.Git;
using Sluice.Hub.Hooks;
using Sluice.Hub.Model;

namespace Sluice.Bench.Fire;

/// <summary>What befalls the bot and what it stands on.</summary>
internal sealed class Faults(Place place, int seed)
{
    private const string Nobody = "http://127.0.0.1:9/webhooks";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Dice _dice = new((ulong)seed);

    public int Landed() => place.Hub.World.Do(() => place.Hub.Shop.Pulls.Values.Count(pull => pull.IsMerged));

    /// <summary>
    /// At the n-th thing that happens in the world, inside its change, or at a moment that nothing tells apart; every tenth time all
    /// replicas at once.
    /// </summary>
    public async Task<string> Kill(int times, Action<string> say)
    {
        var (killed, inside) = (0, 0);
        for (var round = 1; killed < times; round++)
        {
            var victim = _dice.Pick(place.Replicas);
            var (events, died) = (_dice.Between(1, 30), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            using (
                place.Hub.World.Subscribe(_ =>
                {
                    if (--events <= 0 && !died.Task.IsCompleted && victim.Bot.Kill())
                    {
                        died.TrySetResult();
                    }
                })
            )
            {
                await Task.WhenAny(died.Task, place.Watch.Pass(TimeSpan.FromSeconds(_dice.Between(1, 6))));
            }

            inside += died.Task.IsCompleted ? 1 : 0;
            killed += died.Task.IsCompleted || victim.Bot.Kill() ? 1 : 0;
            foreach (var replica in round % 10 == 0 ? place.Replicas : [])
            {
                killed += killed < times && replica.Bot.Kill() ? 1 : 0;
            }

            if (round % 5 == 0)
            {
                say($"{killed} of {times}, {Landed()} landed");
            }
        }

        return $"{killed} times, {inside} of them at a change on GitHub";
    }

    /// <param name="signal">INT: it stops in order; KILL: as by a power cut.</param>
    public async Task<string> EndDatabase(string signal, int times, Action<string> say)
    {
        for (var time = 1; time <= times; time++)
        {
            var ended = await place.Database.End(signal);
            await Until(() => place.Database.Server is { } server && server != ended && Answers(), "PostgreSQL was started again");
            await UntilOneMoreLanded();
            say($"{time} of {times}, {Landed()} landed");
        }

        return Times(times);
    }

    public async Task<string> CutConnections(int times, Action<string> say)
    {
        await using var database = NpgsqlDataSource.Create(place.Database.Connection);
        var many = 0L;
        for (var time = 1; time <= times; time++)
        {
            await using (
                var cut = database.CreateCommand(
                    "select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                )
            )
            {
                many += (long)(await cut.ExecuteScalarAsync())!;
            }

            await UntilOneMoreLanded();
            say($"{time} of {times}, {Landed()} landed");
        }

        return many > times
            ? string.Create(CultureInfo.InvariantCulture, $"{Times(times)}, {many:#,0} connections")
            : throw new InvalidOperationException($"there were {many} connections to cut");
    }

    public async Task<string> CloseDatabase(TimeSpan time)
    {
        await using (await Outage.Begin(place.Database.Connection))
        {
            await place.Watch.Pass(time);
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
            await place.Watch.Pass(time);
            place.Database.Disk.Free();
            await UntilOneMoreLanded();
            say($"{count} of {times}, {Landed()} landed");
        }

        return $"{Times(times)}, {Seconds(time)} each";
    }

    public async Task<string> HideGitHub(TimeSpan time)
    {
        place.Hub.IsAway = true;
        await place.Watch.Pass(time);
        place.Hub.IsAway = false;
        return Minutes(time);
    }

    /// <summary>Nobody takes webhooks until there are so many; then all come at once.</summary>
    public async Task<string> HoldBack(long wanted, Action<string> say)
    {
        var (last, before, chatter) = (place.LastDelivery, place.Deliveries, new Chatter(place));
        place.Webhooks(Nobody);
        for (var told = 0L; place.Deliveries - before < wanted; )
        {
            if (!chatter.Say())
            {
                await place.Watch.Pass(Glance);
            }

            if (place.Deliveries - before >= told + 2000)
            {
                told = place.Deliveries - before;
                say(string.Create(CultureInfo.InvariantCulture, $"{told:#,0} of {wanted:#,0} held back"));
            }
        }

        await place.Hub.Hooks.Idle();
        place.Webhooks(place.Address);
        var began = place.Watch.Elapsed;
        var again = place.Hub.World.Do(() => Missed(last).Select(place.Hub.Deliveries.Redeliver).ToList());
        await Until(
            () => place.Hub.World.Do(() => again.TrueForAll(delivery => delivery.Outcome is not null)),
            "all were delivered at once",
            TimeSpan.FromMinutes(15)
        );
        var (took, taken) = (place.Watch.Elapsed - began, again.Count(delivery => delivery.Outcome!.IsSuccess));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{again.Count:#,0} deliveries, {(taken == again.Count ? "taken" : $"{taken:#,0} of them taken at once, the others asked for again,")} in {took.TotalSeconds:0} s"
        );
    }

    /// <summary>Nobody takes them, nor what is delivered again, until it is said that it is over.</summary>
    public async Task<string> LoseWebhooks(TimeSpan time)
    {
        var before = place.Deliveries;
        place.Webhooks(Nobody);
        await place.Watch.Pass(time);
        return $"{place.Deliveries - before} in {Minutes(time)}, and all until the end";
    }

    /// <summary>The replica whose own push is under way stands still inside it, beyond its lease, and is woken.</summary>
    public async Task<string> Freeze(int times, TimeSpan time, Action<string> say)
    {
        for (var count = 1; count <= times; count++)
        {
            BotProcess? frozen = null;
            using (
                place.Hub.World.Subscribe(happened =>
                {
                    if (
                        frozen is null
                        && happened is WorldEvent.Push { Before: Zero.Sha, Ref: var name }
                        && name.StartsWith("refs/heads/sluice/queue/", StringComparison.Ordinal)
                    )
                    {
                        frozen = place.Replicas.FirstOrDefault(replica => replica.IsPushing)?.Bot.Freeze();
                    }
                })
            )
            {
                await Until(() => frozen is not null, "a replica is in the midst of a push");
            }

            await Task.WhenAll(place.Watch.Pass(time), UntilOneMoreLanded()); // by another
            frozen!.Thaw();
            await UntilOneMoreLanded();
            say($"{count} of {times}, {Landed()} landed");
        }

        return $"{Times(times)}, {Seconds(time)} each";
    }

    /// <summary>Those since one of which no attempt was taken, oldest first.</summary>
    private List<Delivery> Missed(long last)
    {
        var attempts = place.Hub.Deliveries.Of(place.Hub.App).Where(delivery => delivery.Id > last).Reverse().ToList();
        var taken = attempts.Where(delivery => delivery.Outcome!.IsSuccess).Select(delivery => delivery.Guid).ToHashSet();
        return [.. attempts.DistinctBy(delivery => delivery.Guid).Where(delivery => !taken.Contains(delivery.Guid))];
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

    private async Task Until(Func<bool> isSo, string what, TimeSpan? longest = null)
    {
        using var beat = new PeriodicTimer(Glance);
        for (var until = place.Watch.Elapsed + (longest ?? Longest); !isSo(); await beat.WaitForNextTickAsync())
        {
            if (place.Watch.Elapsed > until)
            {
                throw new TimeoutException($"{what}: did not come to be within {longest ?? Longest}");
            }
        }
    }

    private static string Times(int times) => times == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{times} times");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");

    private static string Minutes(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes");
}
