namespace Sluice.Bot.Jobs;

/// <summary>The turns that run in this process now, and the way to let them end before the scheduler does.</summary>
internal sealed class Running
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _turns;
    private bool _closing;

    /// <returns>False: no more turns begin here.</returns>
    public bool Enter()
    {
        lock (_gate)
        {
            _turns += _closing ? 0 : 1;
            return !_closing;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _turns--;
            Settle();
        }
    }

    /// <summary>Lets no more begin; done when the last has ended.</summary>
    public Task Close()
    {
        lock (_gate)
        {
            _closing = true;
            Settle();
            return _idle.Task;
        }
    }

    private void Settle()
    {
        if (_closing && _turns == 0)
        {
            _idle.TrySetResult();
        }
    }
}
