using System.Data.Common;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>
/// Deliveries that come at once are stored at once: while a transaction commits, whoever comes waits, and all who wait are the next one.
/// Another begins beside it as soon as as many wait as it holds: fewer would cost a whole commit, and have theirs soon. Under load each
/// commit is shared by many; alone, nobody waits.
/// </summary>
/// <param name="take">Stores deliveries durably; for each what was news of it, null: it had come before.</param>
/// <param name="ring">Told what was news of those that are stored.</param>
public sealed class Gathering(
    Func<IReadOnlyList<Delivery>, CancellationToken, Task<IReadOnlyList<IReadOnlyList<Fact>?>>> take,
    Action<IReadOnlyList<Fact>> ring
)
{
    /// <summary>Transactions: while one waits for the disk, the next is read and planned.</summary>
    public const int AtOnce = 2;

    /// <summary>More would make each of them wait longer than it saves.</summary>
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private int _takers;
    private int _underway;

    /// <returns>Once it is stored: whether it was new.</returns>
    public Task<bool> Receive(string delivery, IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        var waiting = new Waiting(new Delivery(delivery, facts), new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Enqueue(waiting);
            if (_takers < AtOnce && IsTheirTurn)
            {
                _takers++;
                _ = Task.Run(TakeAll, CancellationToken.None); // its faults are told to whoever waits
            }
        }

        return waiting.IsNew.Task.WaitAsync(stop);
    }

    private async Task TakeAll()
    {
        for (var batch = Next(0); batch.Count > 0; batch = Next(batch.Count))
        {
            await Take(batch);
        }
    }

    /// <summary>Never false for long: where nothing is under way, whoever waits is next.</summary>
    private bool IsTheirTurn => _waiting.Count >= _underway;

    /// <param name="stored">How many of before are under way no more.</param>
    private List<Waiting> Next(int stored)
    {
        lock (_gate)
        {
            _underway -= stored;
            var batch = new List<Waiting>();
            if (IsTheirTurn)
            {
                while (batch.Count < Most && _waiting.TryDequeue(out var next))
                {
                    batch.Add(next);
                }
            }

            _underway += batch.Count;
            _takers -= batch.Count > 0 ? 0 : 1;
            return batch;
        }
    }

    private async Task Take(IReadOnlyList<Waiting> batch)
    {
        try
        {
            var news = await take([.. batch.Select(waiting => waiting.Delivery)], CancellationToken.None);
            ring([.. news.SelectMany(facts => facts ?? [])]);
            foreach (var (waiting, facts) in batch.Zip(news))
            {
                waiting.IsNew.SetResult(facts is not null);
            }
        }
        catch (Exception fault) when (batch.Count > 1 && fault is not DbException { IsTransient: true })
        {
            // One that cannot be stored takes none of its neighbours with it; what is transient is nobody's in particular, and would meet
            // each of them again.
            foreach (var waiting in batch)
            {
                await Take([waiting]);
            }
        }
        catch (Exception fault)
        {
            foreach (var waiting in batch)
            {
                waiting.IsNew.SetException(fault);
            }
        }
    }

    private sealed record Waiting(Delivery Delivery, TaskCompletionSource<bool> IsNew);
}
