namespace Sluice.Bot.Git;

/// <summary>
/// Callers at once share one run. Who comes after the doors closed takes the next one: what rang it may have happened since the first one
/// looked.
/// </summary>
internal sealed class Flight<T>(Func<Action, Task<T>> fly)
{
    private readonly Lock _gate = new();
    private Task<T>? _boarding;

    public Task<T> Board(CancellationToken stop)
    {
        lock (_gate)
        {
            _boarding ??= Depart();
            return _boarding.WaitAsync(stop);
        }
    }

    private async Task<T> Depart()
    {
        await Task.Yield();
        var closed = false;
        try
        {
            return await fly(Close);
        }
        finally
        {
            Close();
        }

        void Close()
        {
            lock (_gate)
            {
                _boarding = closed ? _boarding : null;
                closed = true;
            }
        }
    }
}
