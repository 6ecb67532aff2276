namespace Sluice.Hub.Model;

/// <summary>What a world will do later, such as computing mergeability or forgetting. Ties keep their order.</summary>
public sealed class Agenda(TimeProvider time)
{
    private readonly SortedDictionary<(DateTimeOffset Due, long Order), Action> _entries = [];
    private long _order;

    /// <summary>Raised when something was put on it that is due earlier than all the rest.</summary>
    public event Action? Sooner;

    public DateTimeOffset? NextDue => _entries.Count == 0 ? null : _entries.Keys.First().Due;

    public void After(TimeSpan delay, Action act)
    {
        var due = time.GetUtcNow() + delay;
        var sooner = NextDue is not { } next || due < next;
        _entries.Add((due, _order++), act);
        if (sooner)
            Sooner?.Invoke();
    }

    /// <summary>Does what is due by now, earliest first, including what that puts on the agenda for now.</summary>
    public void RunDue()
    {
        var now = time.GetUtcNow();
        while (_entries.Count > 0 && _entries.Keys.First() is var key && key.Due <= now)
        {
            _entries.Remove(key, out var act);
            act!();
        }
    }
}
