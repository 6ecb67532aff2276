using System.Data.Common;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>
/// Deliveries that come at once are stored at once: while a transaction commits, whoever comes waits, and all who wait are the next one.
/// Under load a commit is shared by many; alone, nobody waits.
/// </summary>
/// <param name="take">Stores deliveries durably; for each what was news of it, null: it had come before.</param>
/// <param name="ring">Rings whoever the news concern.</param>
public sealed class Gathering(
    Func<IReadOnlyList<Delivery>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<Fact>?>>> take, Func<IReadOnlyList<Fact>, CancellationToken, Task> ring)
{
    /// <summary>More would make each of them wait longer than it saves.</summary>
    private const int Most = 256;

    /// <summary>Those who were answered together send their next within this; without it they would part into a few now and most a commit later.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private bool _isTaking;

    /// <returns>Once it is stored, and whom it concerns is rung: whether it was new.</returns>
    public Task<bool> Receive(string delivery, IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        var waiting = new Waiting(new Delivery(delivery, facts), new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Enqueue(waiting);
            if (!_isTaking)
            {
                _isTaking = true;
                _ = Task.Run(TakeAll, CancellationToken.None); // its faults are told to whoever waits
            }
        }

        return waiting.IsNew.Task.WaitAsync(stop);
    }

    private async Task TakeAll()
    {
        while (Next() is { Count: > 0 } batch)
        {
            await Take(batch);
            if (batch.Count > 1)
            {
                await Task.Delay(Moment, CancellationToken.None);
            }
        }
    }

    private List<Waiting> Next()
    {
        lock (_gate)
        {
            var batch = new List<Waiting>(Math.Min(_waiting.Count, Most));
            while (batch.Count < Most && _waiting.TryDequeue(out var next))
            {
                batch.Add(next);
            }

            _isTaking = batch.Count > 0;
            return batch;
        }
    }

    private async Task Take(IReadOnlyList<Waiting> batch)
    {
        IReadOnlyList<IReadOnlyList<Fact>?> news;
        try
        {
            news = await take([.. batch.Select(waiting => waiting.Delivery)], CancellationToken.None);
        }
        catch (Exception fault) when (batch.Count > 1 && !IsTransient(fault))
        {
            // One that cannot be stored takes none of its neighbours with it.
            foreach (var waiting in batch)
            {
                await Take([waiting]);
            }

            return;
        }
        catch (Exception fault)
        {
            Fail(batch, fault);
            return;
        }

        await Ring([.. batch.Zip(news, (waiting, facts) => new Stored(waiting, facts))]);
    }

    /// <summary>Apart from storing: who was stored once is new no more, and whoever would store it again would ring nobody.</summary>
    private async Task Ring(IReadOnlyList<Stored> batch)
    {
        try
        {
            await ring([.. batch.SelectMany(stored => stored.News ?? [])], CancellationToken.None);
            foreach (var (waiting, news) in batch)
            {
                waiting.IsNew.SetResult(news is not null);
            }
        }
        catch (Exception fault) when (batch.Count > 1 && !IsTransient(fault))
        {
            foreach (var stored in batch)
            {
                await Ring([stored]);
            }
        }
        catch (Exception fault)
        {
            Fail([.. batch.Select(stored => stored.Waiting)], fault);
        }
    }

    /// <summary>It is nobody's in particular: it would meet each of them again.</summary>
    private static bool IsTransient(Exception fault) => fault is DbException { IsTransient: true };

    private static void Fail(IReadOnlyList<Waiting> batch, Exception fault)
    {
        foreach (var waiting in batch)
        {
            waiting.IsNew.SetException(fault);
        }
    }

    private sealed record Stored(Waiting Waiting, IReadOnlyList<Fact>? News);

    private sealed record Waiting(Delivery Delivery, TaskCompletionSource<bool> IsNew);
}
