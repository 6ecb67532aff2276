namespace Sluice.Bot.GitHub.Chain;

/// <summary>At most so many points within any span of this length.</summary>
internal sealed class Window(int most, TimeSpan span)
{
    private readonly Queue<(DateTimeOffset At, int Cost)> _spent = new();
    private int _sum;

    /// <summary>When this much can be spent: now, or once enough of what was spent is past.</summary>
    public DateTimeOffset Opens(DateTimeOffset now, int cost)
    {
        Forget(now);
        var left = most - _sum;
        foreach (var (at, spent) in _spent)
        {
            if (left >= cost)
            {
                break;
            }

            left += spent;
            now = at + span;
        }

        return now;
    }

    public void Spend(DateTimeOffset now, int cost)
    {
        _spent.Enqueue((now, cost));
        _sum += cost;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_spent.TryPeek(out var oldest) && oldest.At + span <= now)
        {
            _sum -= _spent.Dequeue().Cost;
        }
    }
}
